# A store that fails while several sources are asked ends the run with one error, which is its own: no
# source is blamed for it, the site stays, and the next run has everything.
. "${0%/*}/check"
. "$here/serve"
serve files

# feed NAME: a feed of forty long entries, none of which can be packed well.
feed() {
    printf '<rss version="2.0"><channel><title>%s</title>\n' "$1"
    for i in $(seq 40); do
        printf '<item><title>%s %s</title><guid>%s-%s</guid><link>https://x.example/%s/%s/</link>' \
            "$1" "$i" "$1" "$i" "$1" "$i"
        printf '<pubDate>Thu, 01 Jan 2026 08:00:00 GMT</pubDate><description>'
        head -c 6000 /dev/urandom | od -An -tx1 | tr -d '\n'
        printf '</description></item>\n'
    done
    printf '</channel></rss>\n'
}
{
    printf 'site: {title: Store, url: "https://example.org/"}\nsources:\n'
    for name in one two three four; do
        feed "$name" >"files/$name.xml"
        printf '  - {name: Feed %s, feed: "%s/%s.xml"}\n' "$name" "$origin" "$name"
    done
    printf '  - {name: Slow, feed: "%s/hostile/drip/"}\n' "$origin"
} >all.yaml
mkdir site
grep -v 'Slow\|two\|three\|four' all.yaml >site/digest.yaml
run 0 "$digest" build site
cp -r site/public before
cp all.yaml site/digest.yaml

# No file may grow beyond half a megabyte, as if the disk were full. A source that would take two
# minutes more is not waited for.
limited() (
    trap '' XFSZ
    ulimit -f 1024
    exec "$@"
)
run 1 limited timeout 60 "$digest" build site
says err "store.db: cannot read or write the store"
[ "$(grep -c 'error:' err)" -eq 1 ] || fail "not one error, but $(grep -c 'error:' err)"
lacks err 'could not be read'
same before site/public
run 1 limited timeout 60 "$digest" fetch --json site
[ "$(grep -c '"level": "error"' out)" -eq 1 ] || fail "not one problem in the report"
lacks out '"status": "degraded"'
run 0 "$digest" sources site
lacks out 'failing'
run 0 "$digest" store check site

grep -v 'Slow' all.yaml >site/digest.yaml
run 0 "$digest" build site
for name in one two three four; do
    says site/public/sources/index.html "Feed $name"
done
run 0 "$digest" sources site
[ "$(grep -c '40 articles' out)" -eq 4 ] || fail "not all is there"
