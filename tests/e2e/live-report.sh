# What digest fetch says to programs and to GitHub: whatever thread is first, the order is that of the
# sources.
. "${0%/*}/check"
. "$here/serve"
serve files

printf '<rss version="2.0"><channel><title>P</title>' >files/p.xml
for i in 1 2 3; do
    printf '<item><title>Item %s</title><guid>%s</guid><link>https://p.example/%s/</link>' "$i" "$i" "$i" >>files/p.xml
    printf '<pubDate>Thu, 01 Jan 2026 08:00:00 GMT</pubDate><description>Text</description></item>' >>files/p.xml
done
printf '</channel></rss>' >>files/p.xml

# The first source fails later than the second.
mkdir site
cat >site/digest.yaml <<END
site: {title: Reports, url: "https://example.org/"}
sources:
  - {name: Insists, feed: "$origin/hostile/failing", patience: 2s}
  - {name: Is not there, feed: "$origin/none.xml"}
  - {name: Planet, feed: "$origin/p.xml"}
END
run 0 "$digest" fetch --json site
lacks out '"articles"'
says out '"new": 3'
grep '"source":' out | tr -d ' ,' >order
printf '"source":"Insists"\n"source":"Isnotthere"\n' | cmp -s - order || fail "another order: $(cat order)"
run 3 "$digest" fetch --json --strict site
says out '"exit": 3'

# A feed that breaks off is not a whole one, and whoever asks is told why.
printf '<rss version="2.0"><channel><title>C</title><item><title>One</title><guid>1</guid></item><item><ti' \
    >files/cut.xml
mkdir cut
printf 'site: {title: C, url: "https://example.org/"}\nsources:\n  - {name: Cut, feed: "%s/cut.xml"}\n' \
    "$origin" >cut/digest.yaml
run 3 "$digest" fetch --strict cut
says err 'warning: Cut: '
run 0 "$digest" sources cut
says out 'degraded'
says out 'not well-formed'
run 0 "$digest" fetch cut
says err 'nothing new, says the server'
run 0 "$digest" sources cut
says out 'degraded'
says out 'not well-formed'

# A place on the web is no file that GitHub could show an annotation beside.
export GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=summary.md
run 0 "$digest" fetch site
says out "::error title=Is not there::$origin/none.xml: "
says summary.md '### digest fetch: done'
says summary.md '| Insists | failed | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |'
says summary.md '| Planet | done |'
lacks summary.md 'Files:'
run 0 "$digest" build site
says summary.md '### digest build: done'
says summary.md '| Planet | 3 | 3 |'

# A document is there also when a command fails.
unset GITHUB_ACTIONS GITHUB_STEP_SUMMARY
run 2 "$digest" sources --json nowhere
says out '"status": "misconfigured"'
says out '"why": "there is no folder nowhere"'
run 1 "$digest" store check --json --store no.db
says out '"status": "failed"'
says out '"why": "there is no store"'
lacks out '"found"'
run 2 "$digest" store check --json nowhere
says out '"exit": 2'
run 0 "$digest" store check --json site
says out '"found": 0'
run 0 "$digest" sources --json site
says out '"problems": []'
