# What a site keeps when its sources fail: articles, the images they show, addresses.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

mkdir -p site/notes/img
cat >site/digest.yaml <<'END'
site: {title: T, url: "https://example.org/"}
sources:
  - name: Notes
    text: notes/
  - name: Desk
    text: desk/
END
mkdir site/desk
printf -- '---\ntitle: Desk\ndate: 2026-05-07\n---\n\nText.\n' >site/desk/one.md
printf -- '---\ntitle: Map\ndate: 2026-05-07\nimage: img/lead.svg\n---\n\n![m](img/map.svg)\n\nText.\n' \
  >site/notes/map.md
for name in lead map; do
  printf '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="6"/>' >site/notes/img/$name.svg
done
run 0 "$digest" build site
lacks err warning
cp -R site/public before

# The folder of a source is gone: pages stay, and so do the images on them.
mv site/notes site/away
run 0 "$digest" build site
says err "error: Notes: "
diff -r before site/public || fail "a source that is gone took something along"
run 3 "$digest" build --full --strict site
diff -r before site/public || fail "a full build lost what an incremental one kept"

# It is back; an image that no article shows any more goes.
mv site/away site/notes
printf -- '---\ntitle: Map\ndate: 2026-05-07\n---\n\n![m](img/map.svg)\n\nText.\n' >site/notes/map.md
run 0 "$digest" build site
says err ", 1 removed ("
[ ! -e site/public/media/notes/img/lead.svg ] || fail "an unused image stayed"

# When what is remembered of a source that is gone cannot be read either, the site stays as it is.
# Bytes are exchanged in a store that is otherwise in order.
run 0 "$digest" store export site
sed '/"type":"item","source":"desk"/s/"articles":"[^"]*"/"articles":"KLUv\/QBYAAAA"/' out >damaged.jsonl
grep -q '"articles":"KLUv/QBYAAAA"' damaged.jsonl || fail "nothing was exchanged"
rm -rf site/.digest before
run 0 "$digest" store import damaged.jsonl site
cp -R site/public before
mv site/desk site/away
run 1 "$digest" build site
says err "store.db: "
diff -r before site/public || fail "a damaged store took something off the site"
mv site/away site/desk
run 0 "$digest" build site
