# Feeds and texts over HTTP: fetched, kept, shown; asked again politely; kept when their server fails.
. "${0%/*}/check"
. "$here/serve"
serve files

# item N TITLE TEXT: an item of a feed.
item() {
    printf '<item><title>%s</title><link>https://planet.example/%s/</link>' "$2" "$1"
    printf '<guid isPermaLink="false">planet-%s</guid><pubDate>Thu, 0%s Jan 2026 08:00:00 GMT</pubDate>' "$1" "$1"
    printf '<description>&lt;p&gt;%s&lt;/p&gt;</description></item>\n' "$3"
}
feed() {
    printf '<?xml version="1.0"?><rss version="2.0"><channel><title>Planet</title>'
    printf '<link>https://planet.example/</link><description>x</description>\n'
    cat
    printf '</channel></rss>\n'
}
{ item 1 'First light' 'It was bright.'; item 2 'Second wind' 'It was strong.'; } | feed >files/planet.xml
printf 'A text of its own\n\nIt is here, on the net.\n' >files/note.txt
printf 'content-type: text/plain; charset=utf-8\n' >files/note.txt.head
printf 'content-type: text/x-opml\n' >files/list.opml.head

mkdir site
cat >site/digest.yaml <<END
site:
  title: Live
  url: https://example.org/
sources:
  # The planet is slow on Mondays.
  - name: Planet
    feed: $origin/planet.xml   # their main feed
  - name: Note
    text: $origin/note.txt
END

# Offline, with nothing fetched, is said so.
run 1 "$digest" build --offline site
says err 'Planet: '"$origin"'/planet.xml: nothing of it was ever fetched'

run 0 "$digest" fetch site
says err 'Planet: 2 announced, 2 fetched: 2 new, 0 changed, 0 unchanged'
says err 'Note: 1 announced, 1 fetched: 1 new'
run 0 "$digest" build --offline site
says site/public/index.html 'First light'
says site/public/index.html 'A text of its own'

# Nothing new costs one request a source, and changes no byte of the site.
cp -r site/public first
: >requests.log
run 0 "$digest" build site
[ "$(wc -l <requests.log)" -eq 2 ] || fail "$(wc -l <requests.log) requests"
same first site/public
says err 'Planet: nothing new, says the server (1 request'

# An entry that changes is shown as it is now, and its earlier version is kept; one that leaves the
# feed stays on the site.
{ item 2 'Second wind' 'It was very strong.'; item 3 'Third time' 'Lucky.'; } | feed >files/planet.xml
run 0 "$digest" build site
says err 'Planet: 2 announced, 2 fetched: 1 new, 1 changed'
says site/public/index.html 'First light'
says site/public/index.html 'Third time'
says site/public/2026/01/02/second-wind/index.html 'very strong'
run 0 "$digest" store export site
says out '"type":"version"'

# A server that fails leaves the site as it is, and the run says so.
cp -r site/public second
printf '500\n' >files/planet.xml.head
printf '404\n' >files/note.txt.head
sed -i "s/feed: .*/&\n    patience: 1s/" site/digest.yaml
run 0 "$digest" build site
says err 'digest: error: Planet: '"$origin"'/planet.xml'
says err 'digest: error: Note: '"$origin"'/note.txt'
says err 'Note: could not be read; it is shown as read just now'
same second site/public
run 3 "$digest" build --strict --json site
says out '"status": "degraded"'
says out '"status": "failed"'
run 0 "$digest" sources site
says out 'failing'
run 0 "$digest" sources --json site
says out '"failures": 2'

# Policies: left out, or no build at all.
cp site/digest.yaml keep.yaml
sed -i 's/^    text: .*/&\n    on_error: skip/' site/digest.yaml
run 0 "$digest" build site
lacks site/public/index.html 'A text of its own'
says site/public/index.html 'First light'
sed -i 's/on_error: skip/on_error: fail/' site/digest.yaml
cp -r site/public third
run 1 "$digest" build site
says err 'Note could not be read, and its configuration says "on_error: fail"'
same third site/public
cp keep.yaml site/digest.yaml
rm files/planet.xml.head
printf 'content-type: text/plain; charset=utf-8\n' >files/note.txt.head
run 0 "$digest" build site
same second site/public

# A source is not asked again before its interval is over.
sed -i "s/patience: 1s/interval: 1h/" site/digest.yaml
: >requests.log
run 0 "$digest" fetch site
says err 'Planet: not asked, its interval is not over'
[ "$(wc -l <requests.log)" -eq 1 ] || fail "$(wc -l <requests.log) requests"

# A fetch can be recorded, and repeated without a network.
run 0 "$digest" fetch --store rec.db --record tape site
run 0 "$digest" store export --store rec.db site
grep -v '"type":"health"' out >recorded
kill "$server"
wait "$server" 2>/dev/null || true
run 0 "$digest" fetch --store rep.db --replay tape site
run 0 "$digest" store export --store rep.db site
grep -v '"type":"health"' out >replayed
same recorded replayed
run 0 "$digest" build --store rep.db --replay tape --output replayed.site site

# Lists of feeds.
serve files
mkdir lists
{ item 1 'From the list' 'A list has it.'; } | feed >files/listed.xml
list() {
    printf '<opml version="2.0"><head/><body><outline text="A"><outline type="rss" text="%s" xmlUrl="%s"/></outline></body></opml>' "$1" "$2"
}
list 'Listed here' "$origin/listed.xml" >lists/feeds.opml
list 'Listed there' "$origin/planet.xml" >files/list.opml
cat >lists/digest.yaml <<END
site: {title: Lists, url: "https://example.org/"}
fetch: {patience: 1s}
sources:
  - name: Ours
    opml: feeds.opml
  - name: Theirs
    opml: $origin/list.opml
END
run 0 "$digest" build lists
says lists/public/index.html 'From the list'
says lists/public/index.html 'Third time'
says lists/public/sources/index.html 'Listed there'
kill "$server"
wait "$server" 2>/dev/null || true
cp -r lists/public before.lists
run 0 "$digest" build lists
same before.lists lists/public
