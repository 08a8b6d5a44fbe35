# digest template: one template, exactly.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

mkdir -p theme/parts other
printf 'Hi {{name}}{{>card}}{{>parts/deep}}{{>missing}}' >theme/page.mustache
printf '<{{{name}}}>' >theme/card.mustache
printf '[{{#list}}{{.}}{{/list}}]' >theme/parts/deep.mustache
printf '{"name":"A&B","list":[1,2]}' >data.json

run 0 "$digest" template theme/page.mustache --data data.json
silent err
[ "$(cat out)" = 'Hi A&amp;B<A&B>[12]' ] || fail "wrong output"
[ "$(tail -c 1 out)" = ']' ] || fail "a newline was added"
cp out expected

# The same from standard input, a pipe, the command line, and beside the template.
"$digest" template theme/page.mustache --data - <data.json >out || fail "--data -"
cmp -s out expected || fail "--data - differs"
mkfifo pipe
cat data.json >pipe &
run 0 "$digest" template theme/page.mustache --data pipe
cmp -s out expected || fail "a pipe differs"
run 0 "$digest" template theme/page.mustache --data '{"name":"A&B","list":[1,2]}'
cmp -s out expected || fail "JSON on the command line differs"
cd theme
run 0 "$digest" template page.mustache --data ../data.json
cmp -s out ../expected || fail "in the theme's folder it differs"
rm out err
cd ..

# Partials of a folder of their own win.
printf 'other' >other/card.mustache
run 0 "$digest" template theme/page.mustache --data data.json --partials other
[ "$(cat out)" = 'Hi A&amp;Bother[12]' ] || fail "--partials"
run 0 "$digest" template theme/card.mustache
[ "$(cat out)" = '<>' ] || fail "without data"

# Errors have their place.
printf 'a\n  {{#x}}' >broken.mustache
run 1 "$digest" template broken.mustache --data data.json
silent out
says err "broken.mustache:2:"
rm broken.mustache
printf '{"a": }' >broken.json
run 1 "$digest" template theme/page.mustache --data broken.json
silent out
says err "broken.json:1:"
run 1 "$digest" template missing.mustache
says err "missing.mustache"
run 1 "$digest" template theme
silent out
run 1 "$digest" template theme/page.mustache --data missing.json
says err "missing.json"
run 1 "$digest" template theme/page.mustache --partials missing
says err "missing"
