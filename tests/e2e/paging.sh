# Older pages never move: a new article changes the head page of each index it belongs to, and nothing
# behind it.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

mkdir -p site/posts
cp "$root/tests/golden/paging/posts.json" site/posts/
grep -v templates: "$root/tests/golden/paging/digest.yaml" |
    sed 's/wordpress: .*/wordpress: posts\//' >site/digest.yaml
run 0 "$digest" build -q site

# add ID: a new article, the newest, with the tag that all have. Says what changed, in `changed`.
add() {
    rm -rf before
    cp -R site/public before
    post "$1" "2026-02-$(printf %02d $(($1 - 28)))T12:00:00" "number-$1" "Number $1" all >"site/posts/$1.json"
    run 0 "$digest" build -q site
    diff -rq before site/public | sed -e 's/^Files before\/\([^ ]*\) .*/\1/' \
        -e 's/^Only in site\/public\([^:]*\): \(.*\)/+\1\/\2/' -e 's/^Only in/-/' |
        sed 's/^+\//+/' | sort >changed
}

# What one more article changes: its own pages, those that show the newest, and those that count.
expected() {
    sort <<END
+2026/02/0$1
2026/02/index.html
2026/index.html
404.html
archive/index.html
feed.json
feed.xml
index.html
rss.xml
sitemap-2026-02.xml
sitemap-pages.xml
sitemap.xml
sources.opml
sources/index.html
sources/posts/feed.xml
sources/posts/index.html
tags/all/feed.xml
tags/all/index.html
tags/index.html
END
}
for id in 34 35 36; do
    add $id
    expected $((id - 28)) | diff - changed >difference || fail "article $id: $(cat difference)"
done

# Until the head page has two pages' worth: then its older half becomes a numbered page for good, at
# the place that led to the head so far.
add 37
[ ! -e site/public/tags/all/page/4 ] || fail "page 3 came too early"
add 38
add 39
{ ! grep -q '^tags/all/page/' changed && [ ! -e site/public/tags/all/page/4 ]; } ||
    fail "page 3 came too early"
lacks site/public/tags/all/page/3/index.html '<article'
rm -rf before
cp -R site/public before
post 40 2026-02-12T12:00:00 number-40 "Number 40" all >site/posts/40.json
run 0 "$digest" build -q site
says site/public/tags/all/page/3/index.html '<article'
lacks site/public/tags/all/page/4/index.html '<article'
for page in 1 2; do
    same before/tags/all/page/$page site/public/tags/all/page/$page
    same before/sources/posts/page/$page site/public/sources/posts/page/$page
done
