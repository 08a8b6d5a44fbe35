# Hostile names, many files, files that are far too large.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

mkdir -p site/texts
cat >site/digest.yaml <<'END'
site: {title: Stress, url: https://stress.example/}
sources:
  - name: Texts
    text: texts/
END

# -- Names that paths, shells, terminals and markup could stumble over. Each is an article of its own.
long=$(printf '%0240d' 0)
count=0
text() {
    count=$((count + 1))
    printf -- '---\ndate: 2026-01-01\n---\nArticle %s\n\nText.\n' $count >"site/texts/$1"
}
text "line
break.txt"
text "$(printf 'invalid-\377\376-utf8.txt')"
text "$(printf 'escape-\033[31m.txt')"
text "$(printf 'turn-\342\200\256txt.txt')"
text "$long.txt"
text "-rf.txt"
text "--output=x.txt"
text "..txt"  # begins with a dot: left out
text "...txt" # likewise
count=$((count - 2))
text "a b.txt"
text "a-b.txt"
text "A B.txt"
text "quote\"s'n\`ticks.txt"
text "<script>alert(1)<\\script>.txt"
text "back\\..\\..\\slash.txt"
text "%2e%2e%2fescape.txt"
text "index.html.txt"
text "page.txt"
text "\$(touch hacked).txt"
text "con.txt"
text "日本語.txt"
text " .txt"
text "*.txt"
text "C:evil.txt"
run 0 "$digest" build site --strict --jobs 4
says err "digest: $count articles from 1 source"
[ "$(find site/public/2026/01/01 -mindepth 2 -name index.html | wc -l)" -eq $count ] ||
    fail "not a page for each article"
[ -z "$(find . -name hacked)" ] || fail "a name was run"
[ -z "$(cd site/public && find . -name '*[! a-zA-Z0-9./_-]*' | LC_ALL=C grep -v '^[!-~日本語]*$')" ] ||
    fail "an odd name in the site: $(cd site/public && find . -name '*[! a-zA-Z0-9./_-]*')"
! grep -rq "<script>alert" site/public || fail "a name came through as markup"
cp -R site/public before
run 0 "$digest" build site --strict --full --jobs 1
same before site/public

# The same as broken files: named on one line, nothing raw.
for file in site/texts/*; do : >"$file"; done
run 1 "$digest" build site --store new.db --output new
[ "$(grep -c '^digest: error: ' err)" -eq "$(grep -cv '^  hint: ' err)" ] || fail "a line of its own"
[ "$(tr -d '\n' <err | tr -dc '\000-\037\177' | wc -c)" -eq 0 ] || fail "a control character"
rm -r site/texts

# -- Folders inside each other, further than anybody needs.
deep=site/texts
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18; do deep=$deep/d; done
mkdir -p $deep
printf 'Deep\n\nText.\n' >$deep/2026-01-01-deep.txt
run 0 "$digest" build site
says err "folders more than 16 levels deep"
rm -r site/texts

# -- Many.
mkdir site/texts
i=0
while [ $i -lt 3000 ]; do
    i=$((i + 1))
    day=20$((i % 20 + 10))-0$((i % 9 + 1))-1$((i % 10))
    printf 'Text %d of many\n\nIt is short.\n' $i >"site/texts/$day-$i.txt"
done
run 0 "$digest" build site --strict
says err "digest: 3000 articles"
run 0 "$digest" build site --strict
says err ": 0 added, 0 changed, "

# -- Far too large: refused by name and limit, and cheaply; others go on.
yes 'A line of a text that never ends, and says nothing.' | head -c 50000000 >site/texts/large.txt
{
    printf '[{"id":1,"title":{"rendered":"'
    yes 'x' | head -c 100000000
    printf '"}}]'
} >site/large.json
printf '  - name: Large\n    wordpress: large.json\n' >>site/digest.yaml
"$digest" build site --jobs 2 >out 2>err &
pid=$!
peak=0
while kill -0 $pid 2>/dev/null; do
    now=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' /proc/$pid/status 2>/dev/null || true)
    [ "${now:-0}" -le $peak ] || peak=$now
    sleep 0.02
done
wait $pid || fail "a file that is too large ended the build"
says err "error: Texts: site/texts/large.txt: "
says err "the limit is 4 MiB"
says err "error: Large: site/large.json: "
says err "the limit is 64 MiB"
says err "Texts: 3000 of 3001 articles, 1 failed"
most=64000
! grep -q -a libasan "$digest" || most=300000
[ "$peak" -lt "$most" ] || fail "it took $peak kB"
echo "peak memory: $peak kB" >&2
