# on_error, record and replay, images.
# small

step 'recorded, then replayed without a network'
config
run 0 "$digest" build --record tape
agrees
cp -a public good
mv export recorded
fresh
quiet
run 0 "$digest" build --replay tape
[ "$(requests)" -eq 0 ] || fail 'a replay asked the network'
run 0 "$digest" store export
same recorded out
same good public

step 'a site that fails, by policy'
plan '{"rules":[{"match":".","fault":"challenge"}]}'
config 'on_error: last-good'
build
same good public
config 'on_error: skip'
printf '  - name: Own\n    text: own\n' >own.part
sed -i '/^output:/{
r own.part
N
}' digest.yaml
mkdir own
printf 'Our own article\n\nIts text is here, and it is long enough to be one.\n' >own/one.txt
build
lacks public/feed.json to-still-1
says public/feed.json 'Our own article'
config 'on_error: fail'
cp -a public before
run 1 "$digest" build
same before public
plan
config
build
agrees

step 'images are mirrored'
fresh
config 'images: mirror'
build
says err 'lost.jpg'
agrees --at-least --without featured-lost
[ "$(find public/media -type f | wc -l)" -ge 5 ] || fail 'no images were copied'
if grep -rhoE "<img[^>]*src=\"${origin}[^\"]*\"" public --include=index.html >found; then
    fail "an image is still shown from the site: $(head -n 1 found)"
fi
quiet
build
[ "$(requests '/uploads/')" -eq 0 ] || fail 'images were fetched twice'
