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

# Live sources: what holds for them, from where; secrets are refused and not repeated.
mkdir live
touch live/ca.pem
cat >live/digest.yaml <<'YAML'
site:
  url: https://example.org/
fetch:
  timeout: 20s
filters:
  - pattern: [sponsored, /adverts?/i]
    action: drop
sources:
  - name: Site
    wordpress: https://w.example/blog
    since: 90d
    user: reader
    password_env: WP_PASSWORD
    ca_file: ca.pem
    filters:
      - pattern: TSMC
        tag: Chips
  - name: List
    opml: feeds.opml
    interval: 6h
YAML
run 0 "$digest" config live --now 2026-05-07T08:00:00Z
silent err
for line in 'fetch.contact: https://example.org/  *# default: site.url' \
    'fetch.user_agent: digest/[0-9.]* (+https://example.org/)  *# default' \
    'fetch.per_host: 2  *# default' 'fetch.timeout: 20s  *# live/digest.yaml:4' \
    'filters\[0\]: drop "sponsored" in any  *# live/digest.yaml:6' \
    'filters\[1\]: drop "/adverts?/i" in any  *# live/digest.yaml:6' \
    'sources\[0\].filters\[0\]: tag "Chips" for "TSMC" in any  *# live/digest.yaml:16' \
    'sources\[0\].since: 2026-02-06T00:00:00Z  *# live/digest.yaml:11' \
    'sources\[0\].timeout: 20s  *# live/digest.yaml:4' \
    'sources\[0\].patience: 60s  *# default' 'sources\[0\].time_limit: 30m  *# default' \
    'sources\[0\].on_error: last-good  *# default' 'sources\[0\].images: link  *# default' \
    'sources\[0\].max_removals: 30%  *# default' 'sources\[0\].allow_empty: false  *# default' \
    'sources\[0\].insecure: false  *# default' 'sources\[0\].interval: 0  *# default' \
    'sources\[0\].password_env: WP_PASSWORD  *# live/digest.yaml:13' \
    'sources\[0\].ca_file: live/ca.pem  *# live/digest.yaml:14' \
    'sources\[1\].opml: feeds.opml  *# live/digest.yaml:19' \
    'sources\[1\].interval: 6h  *# live/digest.yaml:20'; do
    grep -q "^$line\$" out || fail "no line $line"
done
cat >live/digest.yaml <<'YAML'
site:
  url: https://example.org/
sources:
  - name: A
    wordpress: https://me:hunter2@w.example/
    images: mirrored
  - name: B
    feed: https://f.example/
    user: me
    password: hunter2
    filters:
      - pattern: /(/
        action: drop
  - name: C
    feed: http://f.example/
    user: me
    password_file: p
    types: [page]
  - name: D
    text: a
    interval: 1h
YAML
run 2 "$digest" config live
silent out
says err "live/digest.yaml:5:16: a URL here may not contain a user name or password"
says err "live/digest.yaml:6:13: images must be link, mirror or none"
says err "live/digest.yaml:10:5: a secret may not stand in the configuration"
says err "live/digest.yaml:12:18: the pattern is no regular expression"
says err "live/digest.yaml:16:11: the password would be sent for everyone to read"
says err "live/digest.yaml:18:12: \"types:\" is only for WordPress sources"
says err "warning: live/digest.yaml:21:15: \"interval:\" has no effect on files"
lacks err hunter2
run 2 "$digest" config live --json
lacks out hunter2
