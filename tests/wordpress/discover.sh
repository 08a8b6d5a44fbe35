# Whatever someone pastes leads to the interface.
# small

article=$(change link to-still-1)
for address in "$origin" "$origin/wp-json/" "$origin/wp-json/wp/v2/posts?per_page=5" "$origin/feed/" \
    "$article" "$origin/index.php/wp-json/" "$origin/?rest_route=/"; do
    step "$address"
    fresh
    config
    fetch
    agrees
done

step 'a collection whose address says which posts'
fresh
address="$origin/wp-json/wp/v2/posts?per_page=5&categories=1"
config
build
agrees --category uncategorized

step 'plain permalinks: only the parameter rest_route works'
change option permalink_structure ''
for address in "$origin/" "$origin/?rest_route=/wp/v2/posts&per_page=3" "$origin/?feed=rss2" \
    "$(change link to-still-2)"; do
    fresh
    config
    fetch
    agrees
done
change edit to-edit post_title 'With plain permalinks'
build
agrees
quiet
build
[ "$(requests)" -le 2 ] || fail "$(requests) requests where nothing is new"

step 'permalinks change, which no date of change tells'
change option permalink_structure '/%postname%/'
build --full
agrees

step 'a sub-directory'
change option permalink_structure '/%year%/%monthnum%/%day%/%postname%/'
site_at "$origin/team/blog"
for address in "$origin/team/blog" "$origin/team/blog/wp-json/wp/v2/posts" "$(change link to-still-3)"; do
    fresh
    config
    fetch
    agrees
done

step 'a page beside it, of which nothing leads there'
fresh
address=$origin/elsewhere/page.html
config
run 1 "$digest" build
says err "$address"
site_at "$origin"

step 'one of its pictures'
address=$origin/wp-content/uploads/2025/03/small.png
config
build
agrees

step 'digest add'
mkdir own
printf 'Our own article\n\nIts text is here, and it is long enough to be one.\n' >own/one.txt
for address in "$origin/" "$article"; do
    rm -rf public .digest
    printf '# Of mine\nsite:\n  title: Tests # short\n  url: https://digest.example/\nsources:\n' >digest.yaml
    printf '  - name: Own\n    text: own # here\n' >>digest.yaml
    run 0 "$digest" add "$address"
    says out 'News & Views of "Zoë"'
    says out 'A plain title, to-still-3'
    says digest.yaml '# short'
    says digest.yaml '# here'
    says digest.yaml "wordpress: $origin/"
    build
    says err 'News & Views of "Zoë": 118 announced'
done
