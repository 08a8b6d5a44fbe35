# digest init: a starter site, and nobody's files harmed.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

run 0 "$digest" init news
silent out
says err "next: digest build news"
[ -f news/digest.yaml ] || fail "there is no digest.yaml"
[ -f news/.gitignore ] || fail "there is no .gitignore"
[ ! -e news/README.md ] || fail "the seeds' README was written"
run 0 "$digest" config news
grep -q '^sources\[3\]' out || fail "fewer than four sources"

# Every file is the sample's.
(cd news && find . -type f ! -name .gitignore) | while read -r file; do
    cmp -s "news/$file" "$root/seeds/$file" || fail "$file differs from the sample"
done

run 0 "$digest" init -q quiet
silent err

# A folder with only hidden names is as good as empty, and what is in it stays.
mkdir -p hidden/.git
echo mine >hidden/.gitignore
run 0 "$digest" init hidden
[ "$(cat hidden/.gitignore)" = mine ] || fail "a .gitignore was overwritten"

(mkdir here && cd here && "$digest" init 2>../err) || fail "init in the current folder"
says err "next: digest build"
[ -f here/digest.yaml ] || fail "nothing in the current folder"

mkdir full
echo mine >full/digest.yaml
run 2 "$digest" init full
says err "the folder full is not empty"
says err "nothing was written"
[ "$(cat full/digest.yaml)" = mine ] || fail "a file was overwritten"
[ "$(ls -A full)" = digest.yaml ] || fail "something was written"

echo mine >file
run 1 "$digest" init file
says err "Not a directory"
run 2 "$digest" init news

# A run that fails takes back what it wrote. (Without SIGXFSZ the write fails instead.)
mkdir -p small/.git
status=0
(trap '' XFSZ; ulimit -f 4; exec "$digest" init small) 2>err || status=$?
[ $status -eq 1 ] || fail "init ended with $status although files cannot grow"
[ "$(ls -A small)" = .git ] || fail "a failed init left: $(ls -A small)"
run 0 "$digest" init small

# What was made builds at once: from anywhere, with an empty environment, and with nothing to say.
mkdir -p elsewhere/deeper
(cd elsewhere/deeper && env -i "$digest" init -q ../x && env -i "$digest" build -q ../x --strict) \
    >out 2>err || fail "what init made does not build"
silent out
silent err
[ -e elsewhere/x/public/index.html ] || fail "there is no site"
[ "$(ls -A elsewhere/deeper)" = "" ] || fail "something was written into the current folder"
(cd elsewhere/x && env -i "$digest" build --strict 2>&1 | grep -q ': 0 added, 0 changed, ') ||
    fail "built again in its own folder, something changed"
