# What digest did not write it does not touch, and it does not write where it might.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

mkdir -p site/posts
cat >site/digest.yaml <<'END'
site: {title: Foreign, url: https://foreign.example/}
sources:
  - name: Posts
    wordpress: posts/
END
for i in 1 2 3; do post $i "2026-01-0${i}T08:00:00" "post-$i" "Post $i" >site/posts/$i.json; done
run 0 "$digest" build site

# -- Foreign things in the output stay through changes, --full and removals; with mode, time, target.
cd site/public
git init -q . 2>/dev/null || mkdir -p .git/objects
git add -A 2>/dev/null && git -c user.name=x -c user.email=x@example.org commit -qm one 2>/dev/null || true
echo example.org >CNAME
: >.nojekyll
mkdir -p 2026/01/01/mine .well-known/empty "odd name
with a line break"
echo mine >2026/01/01/mine/notes.txt
echo mine >2026/01/01/post-1/photo.jpg
echo mine >"odd name
with a line break/-rf *"
ln -s ../../digest.yaml .well-known/link
ln -s nowhere dangling
ln -s .well-known linked-folder
chmod 640 CNAME
touch -d 2020-02-02T02:02:02Z CNAME 2026/01/01/mine/notes.txt
mkfifo pipe
cd ../..
foreign() {
    (cd site/public && find .git CNAME .nojekyll .well-known 2026/01/01/mine 2026/01/01/post-1/photo.jpg \
        odd* dangling linked-folder pipe -printf '%p %y %m %s %T@ %l\n' | grep -v '^.git ' | sort)
}
foreign >before
rm site/posts/1.json
post 2 2026-01-02T08:00:00 post-2 "Post 2, edited" >site/posts/2.json
post 4 2026-01-04T08:00:00 post-4 "Post 4" >site/posts/4.json
run 0 "$digest" build site
foreign >after
cmp -s before after || fail "foreign files changed: $(diff before after)"
[ ! -e site/public/2026/01/01/post-1/index.html ] || fail "a stale page stayed"
[ -e site/public/2026/01/01/post-1/photo.jpg ] || fail "a foreign file beside a stale page went"
run 0 "$digest" build site --full
foreign >after
cmp -s before after || fail "--full changed foreign files: $(diff before after)"
(cd site/public && git fsck 2>/dev/null >/dev/null || [ ! -e .git/HEAD ]) || fail "the repository broke"

# A foreign file in the place of a page: refused, named, nothing lost.
cp -R site/public was
mkdir -p site/public/2026/01/05/post-5
echo mine >site/public/2026/01/05/post-5/index.html
post 5 2026-01-05T08:00:00 post-5 "Post 5" >site/posts/5.json
run 1 "$digest" build site
says err "2026/01/05/post-5/index.html"
[ "$(cat site/public/2026/01/05/post-5/index.html)" = mine ] || fail "a foreign file was overwritten"
rm -r site/public/2026/01/05
rm site/public/pipe was/pipe
same was site/public
run 0 "$digest" build site

# -- Folders that digest must not write into.
mkdir theirs
echo mine >theirs/file
run 1 "$digest" build site --output theirs
says err "the output folder is not empty, and digest did not write it"
says err "hint: "
[ "$(ls -A theirs)" = file ] || fail "something was written into the folder of somebody else"
ln -s site sly
for folder in site . ./site/ "$PWD" / sly; do
    run 2 "$digest" build site --output "$folder"
    says err "the configuration's own folder"
done
HOME=$PWD/home && export HOME
mkdir home
run 1 "$digest" build site --output home
says err "home folder"
[ -z "$(ls -A home)" ] || fail "something was written into the home folder"
echo mine >file
run 1 "$digest" build site --output file
says err "must be a folder"
[ "$(cat file)" = mine ] || fail "a file was overwritten"

# An empty folder, also behind a link, is as good as none; and one known to another store is not ours.
mkdir empty real
ln -s real link
run 0 "$digest" build site --output empty
run 0 "$digest" build site --output link
[ -L link ] && [ -e real/index.html ] || fail "a link to the output was replaced"
run 1 "$digest" build site --output empty --store other/store.db
says err "digest did not write it"
run 0 "$digest" build site --output empty
