# A fetch that is killed at any moment: the next one goes on from there.
config
plan '{"latency":150}'

walk=$(awk 'BEGIN { srand('"${DIGEST_SEED-1}"'); for (i = 0; i < 8; i++) print 0.2 + rand() * 1.6 }')
for seconds in $walk; do
    step "killed after $seconds s"
    "$digest" fetch >out 2>err &
    victim=$!
    sleep "$seconds"
    kill -9 "$victim" 2>/dev/null || true
    wait "$victim" 2>/dev/null || true
    run 0 "$digest" store check
    run 0 "$digest" store export
    mv out "export-$seconds"
done
plan

step 'what is kept never gets less, and in the end everything is there'
last_count=0
for seconds in $walk; do
    count=$(grep -c '"type":"document"' "export-$seconds" || true)
    [ "$count" -ge "$last_count" ] || fail "$last_count documents, then $count"
    last_count=$count
done
build
agrees

step 'killed while nothing but a change is fetched'
for seconds in 0.05 0.1 0.2 0.3; do
    change edit bulk-9 post_title "Edited, killed after $seconds"
    plan '{"latency":100}'
    "$digest" build >out 2>err &
    victim=$!
    sleep "$seconds"
    kill -9 "$victim" 2>/dev/null || true
    wait "$victim" 2>/dev/null || true
    plan
    build
    agrees
done
