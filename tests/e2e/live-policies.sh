# What is shown of sources that cannot be read: by a build that asks, by one behind a fetch, and of the
# feeds of a list.
. "${0%/*}/check"
. "$here/serve"
serve files

feed() {
    printf '<rss version="2.0"><channel><title>%s</title><item><title>%s</title>' "$1" "$2"
    printf '<guid>%s</guid><link>https://x.example/%s/</link>' "$1" "$1"
    printf '<pubDate>Thu, 01 Jan 2026 08:00:00 GMT</pubDate><description>Text</description></item></channel></rss>'
}
feed a 'Always there' >files/a.xml
feed b 'Sometimes there' >files/b.xml
mkdir site
cat >site/digest.yaml <<END
site: {title: Policies, url: "https://example.org/"}
fetch: {patience: 1s}
sources:
  - {name: A, feed: "$origin/a.xml"}
  - {name: B, feed: "$origin/b.xml", on_error: skip, interval: 1h}
END
run 0 "$digest" build site
says site/public/index.html 'Sometimes there'

# A build behind a fetch skips what a build with a fetch in it does.
printf '404\n' >files/b.xml.head
run 0 "$digest" fetch --full site
run 0 "$digest" build --offline --output after site
lacks after/index.html 'Sometimes there'
says err 'B: '"$origin"'/b.xml: left out, since it could not be read when it was last asked'
run 3 "$digest" build --offline --strict --output after site

# A source that failed is asked again, though it answered less than its interval ago.
run 0 "$digest" build --output after site
says err 'error: B: '
lacks after/index.html 'Sometimes there'
rm files/b.xml.head
run 0 "$digest" build --output after site
says after/index.html 'Sometimes there'
run 0 "$digest" fetch site
says err 'B: not asked, its interval is not over'

# Lists of feeds have the same choice.
printf '<opml version="2.0"><body><outline text="B" type="rss" xmlUrl="%s/b.xml"/></body></opml>' "$origin" \
    >files/list.opml
list() {
    mkdir -p "$1"
    cat >"$1/digest.yaml" <<END
site: {title: Lists, url: "https://example.org/"}
fetch: {patience: 1s}
sources:
  - {name: A, feed: "$origin/a.xml"}
  - {name: Theirs, opml: "$origin/list.opml", on_error: $1}
END
    run 0 "$digest" build "$1"
    says "$1/public/index.html" 'Sometimes there'
}
for choice in last-good skip fail; do
    list "$choice"
done
printf '500\n' >files/list.opml.head
run 0 "$digest" build last-good
says err 'error: Theirs: '
says last-good/public/index.html 'Sometimes there'
run 0 "$digest" build skip
says err 'error: Theirs: '
lacks skip/public/index.html 'Sometimes there'
cp -r fail/public before
run 1 "$digest" build fail
says err 'Theirs could not be read, and its configuration says "on_error: fail"'
same before fail/public
