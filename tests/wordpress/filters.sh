# Only what is asked for: by category with those below it, by tag, by type, by age, by number.
# small

step 'a category brings those below it'
config 'categories: [world]'
build
agrees --category world

step 'several, and one at the end of the tree'
fresh
config 'categories: [balkans, sport]'
build
agrees --category balkans,sport

step 'other categories are asked for later'
config 'categories: [r-d]'
build
agrees --category r-d

step 'a category that does not exist is an error, and not everything'
for slug in wrld no-such-thing; do
    config "categories: [$slug]"
    cp -a public before
    run 3 "$digest" build --strict
    says err "error: Real: $origin/: the site has no category \"$slug\""
    [ "$slug" = no-such-thing ] || says err 'did you mean "world"?'
    same before public
    rm -rf before
done
fresh
run 1 "$digest" build
says err no-such-thing

step 'a category without posts is none'
fresh
config 'categories: [nothing-in-it]'
run 1 "$digest" build
says err 'no articles in the category nothing-in-it'

step 'tags'
fresh
config 'tagged: [c-plus-plus]'
build
agrees --tag c-plus-plus
config 'tagged: [no-such-tag]'
run 3 "$digest" build --strict
says err no-such-tag

step 'other types'
fresh
config 'types: [dossier]'
build
types='post dossier'
agrees
types=post
fresh
config
build
says err dossier
fresh
config 'types: [leaflet]'
run 1 "$digest" build
says err leaflet

step 'since, and a number'
fresh
config 'since: 2023-01-01'
build
agrees --since 2023-01-01
fresh
# As many as there are down to the fifteen of one moment.
config 'max_articles: 32'
build
agrees --newest 32

step 'three sources on one host: two requests at a time at most, and each gets its own'
fresh
plan '{"latency":60}'
config 'categories: [sport]'
for slug in world r-d; do
    sed -i "s|^output:|  - name: From $slug\n    wordpress: $origin/\n    categories: [$slug]\n&|" digest.yaml
done
quiet
build
most=$(awk -F '\t' '$8 > most { most = $8 } END { print most + 0 }' site/access.log)
[ "$most" -eq 2 ] || fail "$most requests at a time"
for name in Real 'From world' 'From r-d'; do
    says err "$name: "
done
lacks err 'could not be read'
plan
