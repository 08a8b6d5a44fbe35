# A site that is not well: the site built before stays, the message says what it is, and the next run
# after it recovered has everything.
# small
config 'patience: 2s'
build
agrees
cp -a public good

# stays TEXT...: the run succeeds with the last good data, and says so; --strict tells it by its status.
stays() {
    build
    for text; do
        says err "$text"
    done
    same good public
    run 3 "$digest" build --strict
    same good public
}

# recovers: what changed meanwhile arrives.
number=0
recovers() {
    number=$((number + 1))
    change edit to-edit post_title "Edited, time $number"
    build
    agrees
    rm -rf good
    cp -a public good
}

step 'maintenance'
printf '<?php $upgrading = %s;\n' "$(date +%s)" >site/wordpress/.maintenance
stays 'Real' 'aintenance'
rm site/wordpress/.maintenance
recovers

step 'a warning of PHP, shown as WordPress decides: not where JSON is asked for'
switch warning on
recovers
switch warning off

step 'a warning that is printed in any case'
switch noise on
stays 'Real' 'Undefined variable $seo'
switch noise off
recovers

step 'a byte order mark in front, a comment behind'
switch bom on
recovers
switch bom off
switch comment on
recovers
switch comment off

step 'the database is gone'
database_stop
stays 'Real' 'database'
database_start

step 'a challenge, a login page'
for fault in challenge login; do
    plan '{"rules":[{"match":".","fault":"'$fault'"}]}'
    stays 'Real'
    [ "$fault" = login ] || says err 'Cloudflare'
done
plan
recovers

step 'nobody listens'
kill "$proxy"
wait "$proxy" 2>/dev/null || true
stays 'Real' 'connect'

step 'first of all runs, nothing is there'
fresh
run 1 "$digest" build
says err 'connect'
[ ! -e public ] || fail 'an empty site was built'
