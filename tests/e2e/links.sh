# Symbolic links among a source's files: inside its folder they are as good as files, out of it they
# lead to what nobody meant to publish.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

mkdir -p site/texts/more site/saved site/outside
printf 'The keys\n\nSECRET: of the whole house.\n' >site/outside/keys.txt
printf '{"id":1,"date_gmt":"2026-01-01T00:00:00","title":{"rendered":"SECRET"}}' >site/outside/post.json
cp "$root/tests/golden/media/secret.png" site/outside/secret.png
printf -- '---\ndate: 2026-01-01\nimage: secret.png\n---\nA text\n\nIt is here.\n' >site/texts/here.txt
printf 'Deeper\n\nIt is deeper.\n' >site/texts/more/2026-01-02-deeper.txt
ln -s ../outside/keys.txt site/texts/2026-01-03-keys.txt
ln -s /etc/passwd site/texts/2026-01-04-passwd.txt
ln -s ../outside/secret.png site/texts/secret.png
ln -s more/2026-01-02-deeper.txt site/texts/2026-01-05-inside.txt
ln -s ../outside site/texts/folder
ln -s nowhere site/texts/dangling.txt
ln -s loop.txt site/texts/loop.txt
ln -s ../outside/post.json site/saved/post.json
cat >site/digest.yaml <<'END'
site: {title: Links, url: https://links.example/}
sources:
  - name: Texts
    text: texts/
  - name: Pattern
    text: texts/*/*.txt
  - name: Saved
    wordpress: saved/
END
run 0 "$digest" build site
says err "error: Texts: site/texts/2026-01-03-keys.txt: a link that leads out of the source's folder"
says err "site/texts/2026-01-04-passwd.txt: a link"
says err "error: Pattern: site/texts/folder/keys.txt: a link"
says err "error: Saved: site/saved/post.json: a link"
says err "Texts: 3 of 5 articles, 2 failed"
says err "Pattern: 1 of 2 articles, 1 failed"
! grep -rq -e SECRET -e root:x site/public || fail "something from outside was published"
[ ! -e site/public/media ] || fail "a picture from outside was published"
grep -rq 'It is deeper' site/public/2026/01/05 || fail "a link inside the folder was refused"

# What the configuration itself names may lie anywhere.
ln -s outside/keys.txt site/2026-01-06-named.txt
printf 'sources:\n  - name: Named\n    text: 2026-01-06-named.txt\n' >site/named.yaml
run 0 "$digest" build --config site/named.yaml --output named
grep -rq 'of the whole house' named || fail "a file that the user named was refused"
