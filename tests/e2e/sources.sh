# Which files belong to a source, and what is said when some cannot be had.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

# A source that is the whole folder of the site does not read what digest wrote there.
mkdir -p site/img
cat >site/digest.yaml <<'END'
site: {title: T, url: "https://example.org/"}
sources:
  - name: All
    text: .
END
printf -- '---\ntitle: Map\ndate: 2026-05-07\n---\n\n![m](img/map.svg)\n\nText.\n' >site/map.md
printf '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="6"/>' >site/img/map.svg
run 0 "$digest" build site
says err "1 article from 1 source"
cp -R site/public before
for i in 1 2; do
  run 0 "$digest" build site
  says err ": 0 added, 0 changed, "
  lacks err warning
done
diff -r before site/public || fail "a second build differs"
sed -i 's|text: \.|text: "public/*.txt"|' site/digest.yaml
run 0 "$digest" build site
says err "error: All: public/*.txt: nothing found"

# Saved images by name: those that digest copied are not the saved ones.
printf '[{"id":1,"date_gmt":"2026-05-07T08:00:00","title":{"rendered":"P"},"content":{"rendered":"%s"}}]' \
  "<p>Text.</p><img src='https://e.org/map.svg'>" >site/p.json
sed -i 's|text: .*|wordpress: p.json\n    media: .|' site/digest.yaml
run 0 "$digest" build site
cp site/public/sitemap.xml once.xml
find site/public/media | sort >once
run 0 "$digest" build site
says err ": 0 added, 0 changed, "
find site/public/media | sort | diff once - || fail "copies of copies"

# A folder of images that is not there is said, and counts with --strict.
sed -i 's|media: .*|media: pictures/|' site/digest.yaml
run 0 "$digest" build site
says err "warning: All: site/pictures: "
run 3 "$digest" build --strict site
