# What digest build says: to people, as JSON, to GitHub.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

run 0 "$digest" init -q site
run 0 "$digest" build site
silent out
[ "$(wc -l <err)" -eq 1 ] || fail "a good build says more than one line"
says err " added, 0 changed, 0 unchanged, 0 removed ("
says err ") → site/public"
run 0 "$digest" build site
says err ": 0 added, 0 changed, "
run 0 "$digest" build -q site
silent out
silent err
run 0 "$digest" build -v site
[ "$(wc -l <err)" -gt 4 ] || fail "-v says no line for each source"

# The JSON report is the same for the same run: no time in it.
run 0 "$digest" build --json -q site
silent err
says out '"status": "done"'
says out '"degraded": false'
says out '"added": 0'
says out '"problems": []'
cp out expected
run 0 "$digest" build --json -q site --jobs 1
cmp -s out expected || fail "the JSON report differs from run to run"

# A source that fails: said, counted, and no reason to fail unless --strict.
sed 's/^sources:/&\n  - name: Gone % away\n    text: gone\//' site/digest.yaml >site/gone.yaml
run 0 "$digest" build --config site/gone.yaml
says err "error: Gone % away: "
silent out
run 0 "$digest" build --config site/gone.yaml --json
says out '"degraded": true'
run 3 "$digest" build --config site/gone.yaml --strict --json
says out '"status": "degraded"'
says out '"exit": 3'
says out '"source": "Gone % away"'

# GitHub: annotations where stdout is free, and a job summary.
export GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=summary.md
run 0 "$digest" build --config site/gone.yaml
says out "::error "
says out "Gone %25 away"
says summary.md "### digest build: done"
says summary.md "| Gone % away |"
says summary.md "**error**"
cp summary.md before.md
run 0 "$digest" build site
[ "$(wc -c <summary.md)" -gt "$(wc -c <before.md)" ] || fail "the summary was not appended to"
run 0 "$digest" build --config site/gone.yaml --json
lacks out "::error"
says err "error: Gone % away: "
run 0 "$digest" build --config site/gone.yaml --dump-context index.html
[ "$(head -c 1 out)" = "{" ] || fail "--dump-context does not print JSON only"
cp out front.json
GITHUB_STEP_SUMMARY=/nonexistent/summary run 0 "$digest" build site
says err "warning: "
says err "job summary"
unset GITHUB_ACTIONS GITHUB_STEP_SUMMARY

# What --dump-context gives is what a template takes.
printf '{{site.title}}' >title.mustache
run 0 "$digest" template title.mustache --data front.json
[ -s out ] || fail "the context has no site.title"
run 2 "$digest" build site --dump-context no/such/page
silent out

# A configuration that is wrong.
printf 'sources: []\n' >site/none.yaml
run 2 "$digest" build --config site/none.yaml --json
says out '"status": "misconfigured"'
says err "there are no sources"
