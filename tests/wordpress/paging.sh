# Posts that appear, go and change while pages are being read: what was there all the time is not lost,
# and the next run has everything.
config

# during WHEN ACTION...: the changes happen before the WHENth answer to a walk through the posts.
during() {
    when=$1
    shift
    command=$(printf ',"%s"' "$@")
    plan '{"rules":[{"match":"wp/v2/posts[?&]","skip":'"$when"',"times":1,
        "run":["php","'"$wp_here/change.php"'"'"$command"']}]}'
}

for when in 2 3; do
    step "the first page's posts go before answer $when"
    fresh
    during "$when" delete "bulk-$when" -- trash "to-still-$when" -- delete "equal-date-$when"
    fetch
    plan
    agrees --at-least
    fetch
    agrees
done

for when in 1 3; do
    step "posts appear before answer $when"
    fresh
    during "$when" add "new-$when" now -- add "imported-$when" '2001-01-01 01:01:01' -- \
        edit "bulk-1$when" post_title "Edited meanwhile $when"
    fetch
    plan
    agrees --at-least --without "new-*,imported-*,bulk-1$when"
    fetch
    agrees
done

step 'one goes and one comes, so that their number stays the same'
fresh
during 2 delete bulk-40 -- add instead now
fetch
plan
agrees --at-least --without instead
fetch
agrees

step 'while changes are asked for'
change edit bulk-100 post_title 'Edited before' -- add before now
during 0 add late now -- edit bulk-101 post_title 'Edited while asking' -- delete bulk-102
fetch
plan
fetch
agrees

step 'a server that does not say how much there is'
fresh
plan '{"rules":[{"match":".","fault":"bare"}]}'
build
plan
agrees
