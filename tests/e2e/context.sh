# What --dump-context prints is what the templates get: rendered by hand it gives the very page.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

run 0 "$digest" init -q site
mkdir site/text
cat >site/text/2026-01-01-odd.md <<'END'
---
title: "{{title}} & <b>\"quotes\"</b> {{{body}}}"
tags: ["{{#tags}}", "C++"]
---
{{> layout}} and <i>markup</i> & `{{code}}`.
END
printf '\n  - name: Odd\n    text: text/\n' >odd.yaml
sed -i '/^ *home: https:\/\/bay-institute.example\/$/r odd.yaml' site/digest.yaml
run 0 "$digest" build -q site

# One page of each kind, and all of the articles.
kinds=
for page in $(cd site/public && find . -name '*.html' | sort); do
    page=${page#./}
    run 0 "$digest" build site --dump-context "$page"
    mv out context.json
    kind=$(sed -n '/^  "page": {/,/^  }/s/^    "kind": "\([a-z-]*\)".*/\1/p' context.json)
    [ -n "$kind" ] || fail "the context of $page does not say its kind"
    case " $kinds " in
    *" $kind "*) [ "$kind" = article ] || continue ;;
    esac
    kinds="$kinds $kind"
    template=$kind
    [ "$kind" != not-found ] || template=404
    run 0 "$digest" template "$root/templates/$template.mustache" --data context.json
    cmp -s out "site/public/$page" || fail "$page is not what its context gives"
done
for kind in front article day month year archive term terms not-found; do
    case " $kinds " in *" $kind "*) ;; *) fail "no page of the kind $kind was tried" ;; esac
done
