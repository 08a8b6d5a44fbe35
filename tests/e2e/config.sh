# digest config: effective values and their origin; problems all at once.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

mkdir site
cat >site/digest.yaml <<'END'
site:
  title: Übersicht
  url: https://example.org/ai
sources:
  - name: Clippings
    text: clippings/
END
run 0 "$digest" config site
silent err
grep -q '^site.title: Übersicht  *# site/digest.yaml:2$' out || fail "title or its origin"
grep -q '^site.url: https://example.org/ai/  *# site/digest.yaml:3$' out || fail "url"
grep -q '^site.language: en  *# default$' out || fail "default"
grep -q '^output: site/public  *# default$' out || fail "output"
# The notes stand in one column.
columns=$(awk 'BEGIN { FS = "#" } { gsub(/Ü/, "U"); print length($1) }' out | sort -u | wc -l)
[ "$columns" -eq 1 ] || fail "the origins are not aligned"

run 0 "$digest" config site --output=over --full --url https://flag.example/x
grep -q '^output: over  *# --output$' out || fail "--output"
grep -q '^site.url: https://flag.example/x/  *# --url$' out || fail "--url"
grep -q '^full: true  *# --full$' out || fail "--full"
SOURCE_DATE_EPOCH=0 run 0 "$digest" config --config site/digest.yaml
grep -q '^now: 1970-01-01T00:00:00Z  *# SOURCE_DATE_EPOCH$' out || fail "SOURCE_DATE_EPOCH"
cd site
run 0 "$digest" config
grep -q '^output: public  *# default$' out || fail "output in the current folder"
rm -f out err
cd ..

# JSON, also of what is wrong; nothing else on stdout, even in GitHub Actions.
GITHUB_ACTIONS=true run 0 "$digest" config site --json
head -c 1 out | grep -q '{' || fail "no JSON"
says out '"value": "Übersicht"'
says out '"line": 2'
sed 's/title/titel/; s/text:/txt:/' site/digest.yaml >site/wrong.yaml
GITHUB_ACTIONS=true run 2 "$digest" config --config site/wrong.yaml --json
says out '"why": "unknown key \"titel\" in site"'
says out '"hint": "did you mean \"title\"?"'
lacks out "::error"
says err "site/wrong.yaml:2:3: unknown key \"titel\" in site"
says err '  hint: did you mean "text"?'
run 2 "$digest" config --config site/wrong.yaml
silent out
[ "$(grep -c 'error:' err)" -eq 2 ] || fail "not all problems at once"

run 2 "$digest" config nowhere
says err "there is no folder nowhere"
mkdir empty
run 2 "$digest" config empty
says err "there is no digest.yaml in empty"
says err "digest init empty"
run 2 "$digest" config site/digest.yaml
says err "use --config site/digest.yaml"
