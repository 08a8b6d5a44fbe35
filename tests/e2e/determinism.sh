# The same input gives the same bytes, whatever the threads, the environment, the place and the
# order in which files came to be; and a build of what is built already writes nothing.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

# The sample and the odd inputs of the golden cases, all in one site.
golden=$root/tests/golden
run 0 "$digest" init -q site
mkdir site/odd
cp -R "$golden/terms/texts" "$golden/terms/posts" site/odd/
cp -R "$golden/wordpress-odd/posts" site/odd/more-posts
cp -R "$golden/text-plain/texts" site/odd/plain
cp -R "$golden/media/notes" site/odd/media
cp -R "$golden/languages/world" site/odd/world
cat >odd.yaml <<'END'

  - name: Terms
    text: odd/texts/
  - name: Term posts
    wordpress: odd/posts/
  - name: Odd posts
    wordpress: odd/more-posts/
  - name: Plain
    text: odd/plain/
    content: excerpt
  - name: With pictures
    text: odd/media/
  - name: العالم
    text: odd/world/
    language: ar
END
sed -i '/^ *home: https:\/\/bay-institute.example\/$/r odd.yaml' site/digest.yaml
grep -q 'name: Odd posts' site/digest.yaml || fail "the sources were not added"
find site -exec touch -d 2026-01-01T00:00:00Z {} +

# build NAME [OPTION]...: into a folder and with a store of its own.
build() {
    name=$1
    shift
    run 0 "$digest" build site --output "$name" --store "$name.store/store.db" "$@"
    sed 's/ ([0-9.]* s) .*//' err >"$name.err"
}

build one --jobs 1
count=$(find one -type f | wc -l)
[ "$count" -gt 250 ] || fail "only $count files"
for jobs in 2 4 13; do
    build "jobs$jobs" --jobs $jobs
    same one "jobs$jobs"
    same one.err "jobs$jobs.err"
done

# The environment. Locales that are not there are as good as C, and do no harm.
export TZ=Pacific/Chatham LC_ALL=tr_TR.UTF-8 LANG=de_DE.UTF-8 COLUMNS=20 TERM=dumb
build elsewhere
same one elsewhere
same one.err elsewhere.err
unset TZ LC_ALL LANG COLUMNS TERM
env -i "$digest" build site --output bare --store bare.store/s.db 2>err || fail "an empty environment"
same one bare
for time in 1971-01-01 2037-12-31; do
    build "at$time" --now ${time}T23:59:59Z
    same one "at$time"
done
(umask 077 && build private)
same one private
[ -z "$(find private -type f -perm /077)" ] || fail "the umask was not obeyed"

# The place, by another kind of path, and the order in which files came to be.
place="$PWD/ä b/c'd/site"
mkdir -p "$place"
(cd site && find . -type d) | sort -r | while read -r folder; do mkdir -p "$place/$folder"; done
(cd site && find . -type f) | sort -R --random-source="$digest" | while read -r file; do
    cp -p "site/$file" "$place/$file"
done
find "$place" -type l -o -exec touch -d 2026-01-01T00:00:00Z {} +
run 0 "$digest" build "$place" --output moved --store moved.store/store.db
same one moved
(cd "$place" && "$digest" build -q 2>"$OLDPWD/err") || fail "in the site's own folder"
same one "$place/public"

# Nothing to do: nothing is written, neither in the site nor beside it nor in the store.
watch() {
    state one
    state one.store | grep '^./store.db '
    state site
    find . -maxdepth 1 -name '.*'
}
watch >before
sleep 0.02
build one
says err ": 0 added, 0 changed, $count unchanged, 0 removed"
watch >after
cmp -s before after || fail "a second build wrote: $(diff before after | head -n 5)"
build one --full
same one jobs2

# A page that somebody changed or removed is mended, and only that.
echo garbage >>one/index.html
rm one/feed.xml
state one >before
build one
same one jobs2
says err ": 1 added, "
state one | grep ' f ' | sed 's/ [^ ]*$//' | grep -v -e '^./index.html' -e '^./feed.xml' >after
grep ' f ' before | sed 's/ [^ ]*$//' | grep -v -e '^./index.html' -e '^./feed.xml' >was
cmp -s was after || fail "more than the two pages was written: $(diff was after | head -n 5)"
