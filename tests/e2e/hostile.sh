# Servers that no reader should have to meet: every source fails with a clear error in bounded time,
# the others go on, and the site that was there stays whole.
. "${0%/*}/check"
. "$here/serve"
serve files
mkdir -p files site/texts
printf 'A good article\n\nIt has a paragraph.\n' >site/texts/2026-01-01-good.txt

# What never ends brings more each time; it has a site of its own below.
names=$(node -e 'fetch(process.argv[1]).then(r => r.text()).then(t => console.log(t))' "$origin/hostile-names" |
    grep -vx never-ends)
{
    printf 'site:\n  title: Hostile\n  url: https://example.org/\n'
    printf 'fetch:\n  per_host: 32\n'
    printf 'sources:\n  - name: Good\n    text: texts\n'
    for name in $names; do
        for kind in wordpress feed text; do
            printf '  - name: %s of %s\n    %s: %s/hostile/%s/\n' "$name" $kind $kind "$origin" "$name"
            printf '    timeout: 3s\n    patience: 4s\n    time_limit: 8s\n'
        done
    done
} >site/digest.yaml

run 0 timeout 240 "$digest" build site
[ -f site/public/index.html ] || fail 'there is no site'
grep -q 'A good article' site/public/index.html || fail 'the good article is not on the front page'
! grep -rlE 'root:x:0|stolen root' site || fail 'a file of this machine was read'

# Every source that cannot have delivered anything is named with a reason.
for name in endless bomb drip drip-headers nothing reset short bad-chunk bad-gzip cut-gzip headers \
    garbage status loop far-loop file metadata other cloudflare maintenance failing deep; do
    for kind in wordpress feed text; do
        grep -q "digest: error: $name of $kind: " err || fail "$name of $kind is not reported"
    done
done
! grep -q "$(printf '\033')" err || fail 'a control character was printed'
grep 'error: metadata of' err | grep -vq 169.254 && fail 'the forbidden address is not named'
says err 'cloudflare of wordpress'

# Again: the site is as it was, to the byte, and strict runs say so.
cp -r site/public before
run 3 timeout 240 "$digest" build --strict site
same before site/public

# Posts without end: the source's time is over, what came until then is kept, and the next run goes on.
mkdir endless
printf 'site: {title: E, url: "https://example.org/"}\nsources:\n  - name: Endless\n' >endless/digest.yaml
printf '    wordpress: %s/hostile/never-ends/\n    time_limit: 1s\n' "$origin" >>endless/digest.yaml
run 0 timeout 120 "$digest" fetch endless
says err 'digest: error: Endless: '
run 0 "$digest" store export endless
first=$(grep -c '"type":"document"' out)
[ "$first" -gt 0 ] || fail 'nothing was kept'
run 0 timeout 120 "$digest" fetch endless
run 0 "$digest" store export endless
[ "$(grep -c '"type":"document"' out)" -gt "$first" ] || fail 'the second run brought nothing'
