# Credentials, and REST closed to strangers.
# small

step 'an application password opens the interface, and still only what is public is shown'
password=$(change password admin)
export DIGEST_TEST_PASSWORD="$password"
config 'user: admin' 'password_env: DIGEST_TEST_PASSWORD'
build
agrees --as-user
if grep -rlE 'SECRETT(EXT|ITLE)' public export >found; then
    fail "not public: $(head -n 3 found)"
fi
switch closed on
change edit to-edit post_title 'Edited behind the door'
build
agrees --as-user
switch closed off

step 'it is written nowhere'
bare=$(printf %s "$password" | tr -d ' ')
if grep -rlF -e "$password" -e "$bare" out err public store export >found; then
    fail "the password is in $(head -n 1 found)"
fi

step 'a wrong one is said, although WordPress answers as if none had been given'
fresh
export DIGEST_TEST_PASSWORD='AAAA BBBB CCCC DDDD EEEE FFFF'
build
says err 'password of "admin"'
agrees

step 'closed to strangers: the feed takes its place, and that is said'
config
fresh
change option posts_per_rss 40
switch closed on
build
says err 'rest_login_required'
says err 'feed'
# What is behind a password is in the feed, with a form in place of its text: it is left out.
agrees --by-feed --newest 39 --without protected --at-least
[ "$(grep -rl '<f title>' public | wc -l)" -eq 39 ] || fail 'the feed has 39 posts without a password, the site has not'
run 3 "$digest" build --strict

step 'open again: nothing is doubled'
switch closed off
build
agrees

step 'and closed once more: what is there stays'
switch closed on
change edit to-edit post_title 'Only the feed tells' -- add only-in-feed now
build
says err 'feed'
agrees --at-least --without to-edit
switch closed off
build
agrees

step 'only the list of users is shut'
fresh
switch no-users on
build
agrees --without-authors
switch no-users off
