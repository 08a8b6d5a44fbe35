# Everything that is public arrives as the database has it, nothing else does, and asking again costs
# next to nothing.
config

step 'everything arrives'
build
says err '377'
agrees
cp -a public first

step 'nothing that is not public is anywhere'
if grep -rlE 'SECRETT(EXT|ITLE)' public export >found; then
    fail "not public: $(head -n 3 found)"
fi

step 'a second run makes two requests at most and changes nothing'
state public >before
quiet
build
[ "$(requests)" -le 2 ] || fail "$(requests) requests where nothing is new"
state public >after
cmp -s before after || fail "a run without news touched the site: $(diff before after | head -n 3)"
quiet
run 0 "$digest" fetch
[ "$(requests)" -le 2 ] || fail "$(requests) requests where nothing is new"

step 'asking for everything again finds nothing new'
build --full
agrees
same first public

step 'a store that was lost gives the same site again'
rm -rf store public
build
same first public
