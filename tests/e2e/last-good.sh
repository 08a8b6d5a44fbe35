# A source that fails keeps its articles as they were read last, and never costs another source its
# own; --strict tells by the exit status.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

mkdir -p site/posts site/texts
cat >site/digest.yaml <<'END'
site: {title: Last good, url: https://good.example/}
sources:
  - name: Posts
    wordpress: posts/
  - name: Listing
    wordpress: listing.json
  - name: Texts
    text: texts/
END
post 1 2026-01-01T08:00:00 one "The first post" tides >site/posts/1.json
post 2 2026-01-02T08:00:00 two "The second post" >site/posts/2.json
listing() {
    printf '[%s,%s,%s]' "$(post 11 2026-01-03T08:00:00 eleven "Eleven")" "$1" \
        "$(post 13 2026-01-05T08:00:00 thirteen "Thirteen")" >site/listing.json
}
listing "$(post 12 2026-01-04T08:00:00 twelve "Twelve")"
printf 'A text\n\nIt is about the tides.\n' >site/texts/2026-01-06-text.txt

run 0 "$digest" build site --strict --output site1
cp -R site1 good

# stays WHAT: a build of the site as it is now says WHAT, keeps every byte, and is degraded.
stays() {
    run 0 "$digest" build site --output site1
    says err "$1"
    same good site1
    run 3 "$digest" build site --output site1 --strict
    same good site1
    run 3 "$digest" build site --output site1 --strict --full
    same good site1
}

cp site/posts/1.json whole.json
head -c 100 whole.json >site/posts/1.json
stays "error: Posts: site/posts/1.json:1:101: the JSON is cut off after 100 bytes: expected a value"
says err "Posts: 2 articles, 1 failed, 1 shown as last read"
run 3 "$digest" build site --output site1 --strict --json
says out '"status": "degraded"'
says out '"kept": 1'
: >site/posts/1.json
stays "error: Posts: site/posts/1.json: the file is empty"
echo '<html><title>503 Service Unavailable</title></html>' >site/posts/1.json
stays '1.json: an HTML page instead of JSON, titled "503 Service Unavailable"'
echo '{"code":"wp_die","message":"<h1>Error establishing a database connection</h1>","data":{"status":500}}' \
    >site/posts/1.json
stays "1.json: WordPress answered with an error: wp_die, status 500: Error establishing a database"
cp whole.json site/posts/1.json

# A source that is gone altogether.
for gone in posts texts listing.json; do
    mv "site/$gone" away
    stays "no such file or folder"
    mkdir "site/$gone"
    stays "nothing found that this source could be read from"
    rmdir "site/$gone"
    mv away "site/$gone"
done
mkdir away
mv site/posts site/texts site/listing.json away
stays "error: Texts"
mv away/* site/

# One post of several.
listing '{"code":"rest_forbidden","message":"No.","data":{"status":401}}'
stays "site/listing.json:1:255: a post is an error"
says err "Listing: 3 articles, 1 failed, 1 shown as last read"
listing "$(post 12 2026-01-04T08:00:00 twelve "Twelve")"

printf 'GIF89a\1\1\1\1\1\1\1\1\0\0\0' >site/texts/2026-01-06-text.txt
stays "this is a GIF image, not a text article"

# Others go on meanwhile.
printf 'News\n\nAnother text.\n' >site/texts/2026-01-07-news.txt
post 1 2026-01-01T08:00:00 one "The first post, edited" tides >site/posts/1.json
run 0 "$digest" build site --output site1
says err "Texts: 2 articles, 1 failed, 1 shown as last read"
says site1/2026/01/07/news/index.html "Another text."
says site1/2026/01/06/text/index.html "It is about the tides."
says site1/2026/01/01/one/index.html "The first post, edited"

# Mended: what is new shows, and nothing is degraded any more.
printf 'A text\n\nIt is about fog.\n' >site/texts/2026-01-06-text.txt
run 0 "$digest" build site --output site1 --strict
says site1/2026/01/06/text/index.html "It is about fog."

# A file that is removed is no failure, and its article goes.
rm site/texts/2026-01-07-news.txt site/posts/2.json
run 0 "$digest" build site --output site1 --strict
[ ! -e site1/2026/01/07 ] || fail "the article of a removed file stays"
[ ! -e site1/2026/01/02 ] || fail "the article of a removed file stays"

# At the first build there is nothing to keep: the others make the site; and when there are none,
# no site is made, or touched.
run 0 "$digest" build --config site/digest.yaml --store new/store.db --output new/site
cp -R new/site before
sed 's/posts\//nowhere/; s/listing.json/neither/; s/texts\//nor/' site/digest.yaml >site/empty.yaml
run 1 "$digest" build --config site/empty.yaml --store none/store.db --output none/site
says err "no source has an article: nothing was built"
[ ! -e none/site ] || fail "an empty site was made"
sed 's/texts\//nor/' site/digest.yaml >site/some.yaml
run 3 "$digest" build --config site/some.yaml --store some/store.db --output some/site --strict
[ -e some/site/2026/01/01/one/index.html ] || fail "one failing source cost another its articles"
