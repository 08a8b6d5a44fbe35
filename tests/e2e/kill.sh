# Killed at any moment, a build leaves the old site or the new one, whole; the next build finishes
# or starts over by itself; and no address that was ever to be seen is lost. LONG sets the seconds
# it takes.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

mkdir -p site/posts
cat >site/digest.yaml <<'END'
site: {title: Kill, url: https://kill.example/, per_page: 10}
sources:
  - name: Posts
    wordpress: posts/
END

# Version N of the sources: every sixth post has a new slug, one comes, one goes.
sources() {
    for i in $(seq 1 24); do
        slug=post-$i
        [ $((i % 6)) -ne 0 ] || slug=post-$i-v$1
        post "$i" "2026-0$((i % 6 + 1))-1$((i % 10))T08:00:00" "$slug" "Post $i, version $1" tides \
            >"site/posts/$i.json"
    done
    post "1$1" "2026-07-01T08:00:00" "new-$1" "Only in version $1" >site/posts/new.json
}

addresses() {
    (cd site1 && find . -path '*/post-*/index.html' | sort)
}

now() {
    date +%s%N | sed 's/......$//' # milliseconds
}

sources 1
run 0 "$digest" build site --output site1 --store store/s.db
addresses >seen
began=$(now) kills=0 version=1
end=$((began + ${LONG-10} * 1000))

while [ "$(now)" -lt "$end" ]; do
    version=$((version + 1))
    sources $version
    rm -rf old new copy
    cp -R site1 old
    cp -R store copy
    started=$(now)
    run 0 "$digest" build site --output new --store copy/s.db
    took=$(($(now) - started))

    for round in 1 2 3 4 5; do
        "$digest" build -q site --output site1 --store store/s.db 2>err &
        pid=$!
        random=$(od -An -N2 -tu2 /dev/urandom)
        sleep "$(awk "BEGIN { print $took * $random / 65536 / 1000 }")"
        kill -9 $pid 2>/dev/null || true
        wait $pid 2>/dev/null || true
        kills=$((kills + 1))
        last="kill $kills, of version $version, round $round"
        if diff -rq old site1 >difference.old 2>&1; then
            continue
        fi
        diff -rq new site1 >difference.new 2>&1 ||
            fail "neither the old nor the new site: $(head -n 3 difference.old difference.new)"
        addresses >>seen
        break
    done

    # Half of the time the next build has other sources than the one that was killed.
    if [ $((version % 2)) -eq 0 ]; then
        run 0 "$digest" build site --output site1 --store store/s.db
        diff -rq new site1 >difference.new 2>&1 ||
            fail "after a kill the build came out differently: $(head -n 3 difference.new)"
        addresses >>seen
    fi
done

# What was ever at an address is still there, if only to lead on.
run 0 "$digest" build site --output site1 --store store/s.db
addresses | sort -u >are
sort -u seen | comm -23 - are >lost
[ ! -s lost ] || fail "addresses were lost: $(head -n 3 lost)"
# Of a large site the tree before stays for the next commit, but nothing half done.
stage=./.site1.digest-stage
left=$(find . -maxdepth 2 -path './.?*' ! -path $stage ! -path $stage/site \
    ! -path $stage/digest-stage.txt)
[ -z "$left" ] || fail "something was left beside the site: $left"
echo "killed $kills builds" >&2
