#!/bin/sh
# Builds the sample site in a scratch folder and looks at it: site.sh DIGEST SOURCE_DIR [SCREENSHOTS]
set -eu
digest=$1
source=$2
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
for program in node java; do
    command -v "$program" >/dev/null 2>&1 || { echo "skipped: there is no $program"; exit 77; }
done
[ -x "${CHROMIUM:-/usr/bin/chromium}" ] || { echo 'skipped: there is no chromium'; exit 77; }
[ -d "$here/node_modules/playwright-core" ] ||
    { echo "skipped: run npm ci in tests/browser first"; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$digest" build "$source/seeds" --output "$scratch/site" --store "$scratch/store/store.db" --strict
node "$here/site.mjs" "$scratch/site" ${3+"$3"}
