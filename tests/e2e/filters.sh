# Filters and limits: what a change of them does to a site, and what the report says.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

mkdir -p site/posts site/notes
for n in 1 2 3 4 5 6; do
    post $n 2026-05-0${n}T08:00:00 post-$n "Post number $n"
done | paste -sd, | sed 's/^/[/; s/$/]/' >site/posts/posts.json
printf '%s\n' 'A note on tides' '' 'Tides come and go.' >site/notes/2026-05-04-tides.txt
printf '%s\n' 'A sponsored note' '' 'Buy tides.' >site/notes/2026-05-05-ad.txt

# configure FILTERS...: the site with these lines of filters and limits.
configure() {
    cat >site/digest.yaml <<YAML
site: {url: "https://example.org/"}
sources:
  - name: Posts
    wordpress: posts/
$1
  - name: Notes
    text: notes/
${2-}
YAML
}

# build: builds; a full build into another folder must be the same.
build() {
    run 0 "$digest" build site "$@"
    cp err said
    run 0 "$digest" build site --full --output full --store full.db "$@"
    same site/public full
    rm -rf full full.db*
    cp said err
}

# shown TITLE, hidden TITLE: on the front page or not.
shown() { says site/public/index.html "$1"; }
hidden() { lacks site/public/index.html "$1"; }

configure ''
build
shown "Post number 1"
shown "A sponsored note"

# Dropped: gone with its page; the others are not parsed again, nor their pages written.
configure '' '    filters: [{pattern: sponsored, action: drop}]'
build
says err "Notes: 1 of 2 articles, 1 skipped (1 dropped by a filter)"
hidden "A sponsored note"
[ ! -e site/public/2026/05/05/ad/index.html ] || fail "the dropped article has a page"
build
grep -q ' 0 added, 0 changed, .* 0 removed ' err || fail "the second build did something"

# And back: it is remembered, at its old address.
configure ''
build
shown "A sponsored note"
[ -e site/public/2026/05/05/ad/index.html ] || fail "the article did not come back"

# Hidden: its page and its source's stay.
configure '' '    filters: [{pattern: sponsored, action: hide}]'
build
hidden "A sponsored note"
lacks site/public/feed.xml "A sponsored note"
lacks site/public/rss.xml "A sponsored note"
lacks site/public/feed.json "A sponsored note"
says site/public/sources/notes/index.html "A sponsored note"
says site/public/sources/notes/feed.xml "A sponsored note"
says site/public/2026/05/05/index.html "A sponsored note"
says site/public/2026/05/05/ad/index.html "A sponsored note"

# Pinned: the oldest leads.
configure '    filters: [{pattern: "Post number 1", field: title, action: pin}]'
build
[ "$(grep -c 'class="pin"' site/public/index.html)" -eq 1 ] || fail "not one pinned article"
headlines=$(sed -n 's/.*class="headline"[^>]*><a[^>]*>\([^<]*\)<.*/\1/p' site/public/index.html)
[ "$(echo "$headlines" | head -n 1)" = "Post number 1" ] || fail "another article leads: $headlines"
lacks site/public/sources/posts/index.html 'class="pin"'

# Tagged.
configure '' '    filters: [{pattern: tides, tag: Sea}]'
build
says site/public/tags/sea/index.html "A note on tides"
says site/public/tags/sea/index.html "A sponsored note"
lacks site/public/tags/sea/index.html "Post number"

# Limits.
configure '    max_articles: 2' '    since: 2026-05-05'
build
says err "Posts: 2 of 6 articles, 4 skipped (4 over max_articles)"
says err "Notes: 1 of 2 articles, 1 skipped (1 older than since)"
shown "Post number 5"
hidden "Post number 4"
hidden "A note on tides"
configure '    since: 2d'
build --now 2026-05-07T12:00:00Z
says err "Posts: 2 of 6 articles, 4 skipped (4 older than since)"
shown "Post number 5"
hidden "Post number 4"
build --now 2026-05-07T23:00:00Z
grep -q ' 0 added, 0 changed, .* 0 removed ' err || fail "another hour of the day changed the site"

# Nothing left: the site stays.
state site/public >before
configure '    filters: [{pattern: number, action: drop}]' '    filters: [{pattern: note, action: drop}]'
run 1 "$digest" build site
says err "no article is left, 8 were skipped: nothing was built"
state site/public >after
same before after

# An article that is kept because its file is broken is filtered as well.
configure ''
build
echo broken >site/posts/posts.json
configure '    filters: [{pattern: "Post number 3", action: drop}]'
run 0 "$digest" build site
says err "Posts: 5 of 6 articles, 1 skipped (1 dropped by a filter), 1 failed, 5 shown as last read"
hidden "Post number 3"
shown "Post number 2"

# Without images.
cat >site/posts/posts.json <<'JSON'
[{"id":9,"date_gmt":"2026-05-09T08:00:00","slug":"pictured","title":{"rendered":"Pictured"},
"jetpack_featured_media_url":"https://i.example/lead.jpg","status":"publish",
"content":{"rendered":"<p>a</p><figure><img src='https://i.example/in.jpg'></figure>"}}]
JSON
configure ''
build
says site/public/2026/05/09/pictured/index.html i.example/in.jpg
configure '    images: none'
build
lacks site/public/2026/05/09/pictured/index.html i.example
lacks site/public/feed.xml i.example
