# A date in the future is said, and changes nothing else.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

mkdir -p site/text
printf 'sources:\n  - {name: Notes, text: text/}\nsite: {url: "https://example.org/"}\n' >site/digest.yaml
printf 'Tides of tomorrow\n\nA paragraph about tides that are still to come.\n' >site/text/2026-05-09-tides.txt
printf 'Tides of today\n\nA paragraph about the tides as they are.\n' >site/text/2026-05-07-tides.txt

run 0 "$digest" build site --now 2026-05-07T12:00:00Z
says err 'warning: Notes: 1 article is dated in the future, at the latest "Tides of tomorrow", 2026-05-09'
lacks err 'Tides of today'
state site/public >before

run 0 "$digest" build site --now 2026-05-10T12:00:00Z
lacks err 'in the future'
state site/public >after
cmp -s before after || fail "the present changed the site"

run 2 "$digest" build site --now soon
says err '--now'
