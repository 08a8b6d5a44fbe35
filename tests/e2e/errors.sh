# Failures: each has its exit status and one message that says where, what and what to do; and the
# site stays as it was. (Misuse of the command line: cli.sh. Sources: last-good.sh.)
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

mkdir -p site/posts
cat >site/digest.yaml <<'END'
site: {title: Errors, url: https://errors.example/}
sources:
  - name: Posts
    wordpress: posts/
END
post 1 2026-01-01T08:00:00 one "One" >site/posts/1.json
run 0 "$digest" build -q site --strict
silent out
silent err
cp -R site/public good

# fails STATUS TEXT OPTION...: the build ends so, says TEXT, has one error, and changes nothing.
fails() {
    wanted=$1 text=$2
    shift 2
    run "$wanted" "$digest" build site "$@"
    says err "$text"
    silent out
    [ "$(grep -c ': error: ' err)" -eq 1 ] || fail "not one error"
    same good site/public
}

# -- The theme.
mkdir -p site/templates/strings
printf 'x\n{{#open}}' >site/templates/front.mustache
fails 1 'error: site/templates/front.mustache:2:1: "{{#open}}" is never closed'
printf '{{>nowhere}}' >site/templates/front.mustache
fails 1 'error: site/templates/front.mustache:1:1: there is no template called "nowhere"'
rm site/templates/front.mustache
printf '{"articles": 1,}' >site/templates/strings/en.json
fails 1 'error: site/templates/strings/en.json:1:16: not JSON'
rm -r site/templates

# -- The store.
cp site/.digest/store.db good.db
head -c 5000 good.db >site/.digest/store.db
fails 1 "/site/.digest/store.db: the store is damaged"
echo "no database" >site/.digest/store.db
fails 1 "this file is not a digest store"
[ "$(cat site/.digest/store.db)" = "no database" ] || fail "somebody's file was replaced by a store"
cp good.db site/.digest/store.db
mkdir folder.db
fails 1 "folder.db" --store folder.db
echo file >file
fails 1 "file: cannot create the folder: a file is in its place" --store file/store.db

# -- The output and the disk. (Without SIGXFSZ the write fails instead.)
fails 1 "file/site" --output file/site
(trap '' XFSZ && ulimit -f 8 && exec "$digest" build site --output small --store small.db) 2>err &&
    fail "a build succeeded although files cannot grow"
says err "File too large"
[ ! -e small ] || fail "half a site was made"
run 0 "$digest" build site --output small --store small.db
[ "$(ls -A | grep -c stage)" -eq 0 ] || fail "a stage was left"

# -- Values of options, and of the configuration; all problems of a file at once.
fails 2 '--jobs: "0" is not a number from 1 to 256' --jobs 0
fails 2 '--now: "soon" is not a date and time' --now soon
fails 2 '--url: "ftp://x" is not an http or https URL' --url ftp://x
run 2 "$digest" build nowhere
says err "there is no folder nowhere"
cat >site/wrong.yaml <<'END'
site: {titel: x, url: "javascript:alert(1)", timezone: Europe/Nowhere}
sources:
  - name: A
    wordpres: posts/
  - name: A
    text: texts/
    content: everything
END
run 2 "$digest" build --config site/wrong.yaml
[ "$(grep -c ': error: site/wrong.yaml:[0-9]*:[0-9]*: ' err)" -ge 6 ] || fail "not all problems at once"
says err 'did you mean "title"?'
says err 'did you mean "wordpress"?'
GITHUB_ACTIONS='' run 2 "$digest" build --config site/wrong.yaml --json
says out '"status": "misconfigured"'
says out '"exit": 2'
run 1 "$digest" build site --output file/site --json
says out '"status": "failed"'
says out '"exit": 1'

# -- Degraded: only --strict makes it the exit status.
: >site/posts/2.json
run 0 "$digest" build site
run 3 "$digest" build site --strict
run 3 "$digest" build -q site --strict
[ "$(wc -l <err)" -eq 1 ] || fail "-q says more than the error"

# -- At most twenty lines for a source; the others are counted. Messages carry no control character.
for i in $(seq 100 140); do echo '<html>' >"site/posts/$i.json"; done
printf '{' >"site/posts/$(printf 'a\033[31mb\nc\rd')".json
run 0 "$digest" build site
[ "$(grep -c ': error: Posts: site' err)" -eq 20 ] || fail "not 20 errors of one source"
[ "$(grep -c 'hint: ' err)" -eq 1 ] || fail "the same advice again and again"
says err "digest: error: Posts: 23 more errors"
[ "$(wc -l <err)" -eq 24 ] || fail "more lines than 20 errors, a hint, the rest and two sums"
rm site/posts/1[0-9][0-9].json site/posts/2.json
run 0 "$digest" build site
[ "$(tr -d '\n' <err | tr -dc '\000-\037\177' | wc -c)" -eq 0 ] || fail "a control character in a message"
[ "$(grep -c '' err)" -le 4 ] || fail "a file's name made lines of its own"
rm site/posts/a*

# -- Another build at work.
run 0 "$digest" build site --strict
rm -rf good
cp -R site/public good
if command -v flock >/dev/null; then
    (flock -x 9 && run 1 "$digest" build site && says err "another" && same good site/public) \
        9>>site/.digest/store.db.lock
fi

# -- Interrupted: at once, and harmless.
for signal in INT TERM HUP; do
    for delay in 0.01 0.05 0.1; do
        "$digest" build -q --full site --output site1 --store site1.db 2>err &
        pid=$!
        sleep $delay
        kill -$signal $pid 2>/dev/null || true
        status=0
        wait $pid || status=$?
        [ $status -eq 0 ] || [ $status -gt 128 ] || fail "SIG$signal ended a build with $status"
    done
done
run 0 "$digest" build site --output site1 --store site1.db
same good site1
