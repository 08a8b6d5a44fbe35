# A server that cannot do all that it is asked for: all the rest arrives, and what is lost is named.
config 'patience: 5s'

step 'one post makes every page that holds it fail'
switch crash on
build
id=$(change id tree-europe)
says err "post $id"
agrees --without tree-europe
run 3 "$digest" build --strict

step 'and comes when it is repaired'
switch crash off
build
agrees

step 'pages of a hundred are too much'
fresh
switch weak on
build
agrees
change edit bulk-9 post_title 'Edited on a weak host' -- delete bulk-10
build
agrees
switch weak off

step 'it does not know modified_after, as before WordPress 5.7'
fresh
switch old on
build
change edit bulk-11 post_title 'Edited on an old site' -- delete bulk-12 -- add new-on-old now
build
agrees
change edit bulk-13 post_title 'Edited on an old site, again'
build
agrees
switch old off
build
agrees
