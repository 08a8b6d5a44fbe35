# digest store: check, export, import.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

mkdir -p site/posts
cat >site/digest.yaml <<'END'
site: {title: Stores, url: https://stores.example/}
sources:
  - {name: Posts, wordpress: posts/}
  - {name: Live, wordpress: "https://live.example/"}
END
post 1 2026-01-01T08:00:00 one "One" >site/posts/1.json
post 2 2026-01-02T08:00:00 two "Two" >site/posts/2.json

# -- Import: a store made by hand, with two documents of a live source.
zero=00000000000000000000000000000000
text=$(post 77 2026-02-03T08:00:00 live-one "Live one" | sed 's/\\/\\\\/g; s/"/\\"/g')
before=$(post 77 2026-02-03T08:00:00 live-one "An earlier title" | sed 's/\\/\\\\/g; s/"/\\"/g')
gone=$(post 78 2026-02-04T08:00:00 gone "Taken back" | sed 's/\\/\\\\/g; s/"/\\"/g')

# document ID PRESENCE DEPARTED TEXT
document() {
    printf '{"type":"document","source":"live","id":"%s","kind":"post",' "$1"
    printf '"url":"https://live.example/%s/","content":"%s","modified":"",' "$1" $zero
    printf '"published":1770105600,"dated":null,"charset":"","markdown":false,'
    printf '"presence":"%s","first_seen":1770110000,"seen":1770120000,"departed":%s,' "$2" "$3"
    printf '"text":"%s"}\n' "$4"
}
{
    echo '{"digest-store":1,"version":2,"lines":4}'
    document 77 here null "$text"
    document 78 gone 1770130000 "$gone"
    printf '{"type":"version","source":"live","id":"77","number":1,"content":"%s","modified":"",' $zero
    printf '"charset":"","seen":1770110000,"replaced":1770120000,"text":"%s"}\n' "$before"
    echo '{"type":"note","source":"live","name":"cursor","value":"2026-02-03T08:00:00"}'
} >made.jsonl

run 0 "$digest" store import made.jsonl site
silent out
says err '4 lines imported'
run 0 "$digest" store check site
silent out
says err 'nothing is amiss'
run 0 "$digest" store check -q site
silent err

# -- Export: what was imported, and what builds added; the same every time.
run 0 "$digest" build -q --offline site
grep -rqF 'Live one' site/public || fail "the imported document is not on the site"
! grep -rqF 'Taken back' site/public || fail "a document that was taken back is on the site"
run 0 "$digest" store export site
silent err
cp out first.jsonl
[ "$(head -n 1 first.jsonl | sed 's/.*"lines":\([0-9]*\)}/\1/')" -eq $(($(wc -l <first.jsonl) - 1)) ] ||
    fail "the header counts wrongly"
for type in document version note permalink output file item; do
    says first.jsonl "{\"type\":\"$type\","
done
lacks first.jsonl "$PWD"
run 0 "$digest" store export --config site/digest.yaml
cmp -s out first.jsonl || fail "a second export differs"

# -- Back into another store: the same export, and the same site.
run 0 "$digest" store import - --store copy/store.db <first.jsonl
run 0 "$digest" store export --store copy/store.db
cmp -s out first.jsonl || fail "an export of an import differs"
mv site/.digest/store.db old.db
rm -rf site/.digest
run 0 "$digest" store import first.jsonl site
cp -R site/public before
state site/public >state.before
run 0 "$digest" build -q --offline site
same before site/public
state site/public >state.after
cmp -s state.before state.after || fail "a build after an import wrote something"
"$digest" store export --store old.db >out
cmp -s out first.jsonl || fail "a store that was moved away is exported differently"

# A pipe into head is no failure; a full disk is.
"$digest" store export site | head -n 1 >out || fail "export into head"
[ "$(wc -l <out)" -eq 1 ] || fail "head got no line"
if [ -c /dev/full ]; then
    status=0
    "$digest" store export site >/dev/full 2>err || status=$?
    [ $status -eq 1 ] || fail "a full disk went unnoticed"
    says err 'standard output'
fi

# -- Imports that are refused, with their place; nothing comes in.
run 1 "$digest" store import first.jsonl site
says err 'store.db: the store is not empty'
says err '--store'
for cut in 1 3 6; do
    head -n $cut first.jsonl >cut.jsonl
    run 1 "$digest" store import cut.jsonl --store cut.db
    says err "error: cut.jsonl:$cut: cut off: $((cut - 1)) of "
done
head -c 3000 first.jsonl >cut.jsonl
run 1 "$digest" store import - --store cut.db <cut.jsonl
says err 'error: standard input:'
says err 'cut off'
sed 's/Live one/Live 0ne/' first.jsonl >edited.jsonl
run 1 "$digest" store import edited.jsonl --store cut.db
says err 'do not match their hash'
grep -q '^digest: error: edited.jsonl:[0-9][0-9]*:' err || fail "the line is not named"
sed '1s/"digest-store":1/"digest-store":9/' first.jsonl >newer.jsonl
run 1 "$digest" store import newer.jsonl --store cut.db
says err 'newer.jsonl:1: written by a newer digest'
says err 'update digest'
run 1 "$digest" store import site/digest.yaml --store cut.db
says err 'site/digest.yaml:1: this is no export'
run 1 "$digest" store import missing.jsonl --store new.db
says err 'missing.jsonl: cannot open'
[ ! -e new.db ] || fail "a store was made for nothing"
run 1 "$digest" store import . --store cut.db
run 0 "$digest" store export --store cut.db
[ "$(wc -l <out)" -eq 1 ] || fail "something of a refused import came in"
run 0 "$digest" store import first.jsonl --store cut.db

# -- Damage: found, said, and the exit status says so, too.
cp site/.digest/store.db damaged.db
run 0 "$digest" store check --json --store damaged.db
says out '"found": 0'
at=$(grep -abo 'posts.example' damaged.db | head -n 1 | cut -d : -f 1)
[ -n "$at" ] || at=20000
dd if=/dev/zero of=damaged.db bs=1 seek="$at" count=3000 conv=notrunc 2>/dev/null
run 1 "$digest" store check --store damaged.db
silent out
says err 'damaged.db: '
says err 'hint: '
run 1 "$digest" store check --json --store damaged.db
grep -q '"found": [1-9]' out || fail "the report counts nothing"
says out '"hint"'
echo 'no database' >damaged.db
run 1 "$digest" store check --store damaged.db
says err 'not a digest store'
[ "$(cat damaged.db)" = 'no database' ] || fail "somebody's file was changed"

# -- Misuse.
run 1 "$digest" store check --store nowhere.db
says err 'there is no store'
[ ! -e nowhere.db ] || fail "a check made a store"
run 1 "$digest" store export --store nowhere.db
[ ! -e nowhere.db ] || fail "an export made a store"
run 2 "$digest" store
run 2 "$digest" store chek
says err 'did you mean "digest store check"?'
run 2 "$digest" store import
says err 'needs a FILE'
run 2 "$digest" store check site too
says err 'unexpected argument "too"'
run 2 "$digest" store export missing
says err 'missing'
