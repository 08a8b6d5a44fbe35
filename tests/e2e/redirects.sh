# An address never breaks: when an article moves upstream its old addresses lead to the new one.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

mkdir -p site/posts
cat >site/digest.yaml <<'END'
site: {title: Moves, url: "https://moves.example/base/"}
sources:
  - name: Posts
    wordpress: posts/
END
post 1 2026-01-01T08:00:00 first "One" >site/posts/1.json
post 2 2026-01-01T09:00:00 other "Two" >site/posts/2.json

# leads FROM TO: FROM is a page that sends readers on to TO, relative to it.
leads() {
    says "site/public/$1/index.html" "<meta http-equiv=\"refresh\" content=\"0; url=$2\">"
    says "site/public/$1/index.html" "<a href=\"$2\">"
    says "site/public/$1/index.html" '<meta name="robots" content="noindex">'
}
article() {
    says "site/public/$1/index.html" "<h1>$2</h1>"
    lacks "site/public/$1/index.html" 'http-equiv="refresh"'
}
build() {
    run 0 "$digest" build site --strict
}
moves() {
    sed -i "s/\"slug\":\"[^\"]*\"/\"slug\":\"$2\"/" "site/posts/$1.json"
    build
}

build
article 2026/01/01/first One
id=$(grep -o '<id>tag:[^<]*:posts/1</id>' site/public/feed.xml)

moves 1 second
article 2026/01/01/second One
leads 2026/01/01/first ../second/
says site/public/2026/01/01/first/index.html \
    '<link rel="canonical" href="https://moves.example/base/2026/01/01/second/">'
says site/public/feed.xml "$id"
says site/public/feed.xml "https://moves.example/base/2026/01/01/second/"
for file in feed.xml rss.xml feed.json sitemap-2026-01.xml sitemap-pages.xml index.html; do
    lacks site/public/$file "01/01/first/"
done

# Again, and to another day; all addresses lead straight to the last.
moves 1 third
article 2026/01/01/third One
leads 2026/01/01/second ../third/
leads 2026/01/01/first ../third/
sed -i 's/2026-01-01T08/2025-12-31T08/g' site/posts/1.json
build
article 2025/12/31/third One
for old in first second third; do
    leads 2026/01/01/$old ../../../../2025/12/31/third/
done

# And back.
sed -i 's/2025-12-31T08/2026-01-01T08/g' site/posts/1.json
moves 1 first
article 2026/01/01/first One
leads 2026/01/01/third ../first/
leads 2025/12/31/third ../../../../2026/01/01/first/

# Another article does not take over what leads elsewhere, nor what an article has.
post 3 2026-01-01T10:00:00 second "Three" >site/posts/3.json
build
article 2026/01/01/second-2 Three
leads 2026/01/01/second ../first/
moves 2 first
article 2026/01/01/first One
article 2026/01/01/first-2 Two
leads 2026/01/01/other ../first-2/

# A full build knows the same.
cp -R site/public before
run 0 "$digest" build site --full
same before site/public

# A source that gets another name keeps the addresses of its articles, although its key is another.
sed -i 's/name: Posts/name: The Posts/' site/digest.yaml
build
article 2026/01/01/first One
article 2026/01/01/first-2 Two
article 2026/01/01/second-2 Three
sed -i 's/name: The Posts/name: Posts/' site/digest.yaml
build
same before site/public

# What is withdrawn goes with its old addresses, and comes back to where it was.
mv site/posts/1.json away.json
build
for gone in 2026/01/01/first 2026/01/01/second 2025/12/31/third; do
    [ ! -e site/public/$gone ] || fail "$gone stays though its article was withdrawn"
done
article 2026/01/01/first-2 Two
mv away.json site/posts/1.json
build
same before site/public
