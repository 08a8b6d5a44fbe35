# A server that fails on some of its requests, in all ways at once: everything arrives nevertheless.
seed=${DIGEST_SEED-1}
every='"500","502","503s","503d","504","429","reset","cut","short","lie","gzip","chunk","drip","delay","bare"'

for rate in 0.05 0.2; do
    step "$rate of requests fail, seed $seed"
    fresh
    config
    plan '{"seed":'"$seed"',"rate":'$rate',"faults":['"$every"']}'
    quiet
    build
    echo "    $(requests) requests, $(awk '$6 != "-"' site/access.log | wc -l) of them spoilt"
    agrees
    change edit bulk-7 post_title "Edited at $rate" -- delete "bulk-$((seed + 20))" -- \
        add "late-$rate" now
    build
    agrees
    seed=$((seed + 1))
done
