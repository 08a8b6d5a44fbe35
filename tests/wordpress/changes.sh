# What editors do arrives with the next run: each group of changes, then the same site as the database.
# small
config
build
agrees
old=$(change link to-rename)

step 'edits'
change edit to-edit post_title 'Edited: a new title & more' -- tag to-retag 'A new tag' -- \
    sticky to-restick -- edit to-rename post_name 'renamed-slug' -- \
    edit to-redate post_date '2021-04-05 06:07:08' -- add added-now
quiet
build
[ "$(requests)" -le 12 ] || fail "$(requests) requests for six changes"
agrees
path=${old#"$origin"/}
# The address a page once had leads on to the present one.
[ -f "public/${path}index.html" ] || fail "the old address $path is gone"
says "public/${path}index.html" renamed-slug

step 'withdrawals'
change delete to-delete -- trash to-trash -- status to-draft draft -- status to-private private -- \
    edit to-protect post_password word
build
agrees
lacks public/feed.json to-delete

step 'nothing more is new'
quiet
build
[ "$(requests)" -le 2 ] || fail "$(requests) requests where nothing is new"

step 'one comes back, another one is edited twice'
change status to-draft publish -- edit to-edit post_content '<p>Once.</p>' -- \
    edit to-edit post_content '<p>Twice.</p>'
build
agrees

step 'an old post is imported while another one goes: their number stays the same'
change add imported '2012-03-04 05:06:07' -- delete to-still-1
build
agrees

step 'what was scheduled gets public with an older date of change than of publication'
change schedule planned 86400
build
lacks public/feed.json planned
change due planned -- cron
build
agrees

step 'terms and authors get other names, which no date of change tells'
change term category world name 'Wide World' -- term post_tag c-sharp name 'C♯' -- \
    author jo 'Jo Nuñez, "chief"'
# As if the last comparison of everything was more than a day ago.
sqlite3 store/store.db "UPDATE note SET value = '1700000000' WHERE name = 'swept'" || fail 'the store cannot be aged'
quiet
build
agrees
step 'and no more than once'
quiet
build
[ "$(requests)" -le 2 ] || fail "$(requests) requests where nothing is new"
