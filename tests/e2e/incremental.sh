# An incremental build equals a full one byte for byte, and leaves alone every file that need not
# change: shown after each step of a random sequence of changes. SEED and STEPS choose another one.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

seed=${SEED-7}
steps=${STEPS-14}

# pick N: a number from 0 to N-1 in $picked.
pick() {
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    picked=$((seed / 65536 % $1))
}

# one_of WORD...: one of them in $word.
one_of() {
    pick $#
    shift $picked
    word=$1
}

mkdir -p site/posts site/texts
cp "$root/tests/golden/media/secret.png" picture.png

# -- The configuration: a default and what changed.
title='Steps' per_page=10 content=full home=https://one.example/ strip=.none zone=UTC language=en
configure() {
    cat >site/digest.yaml <<END
site: {title: $title, url: https://steps.example/, timezone: $zone, per_page: $per_page, language: $language}
sources:
  - name: Posts
    wordpress: posts/
    strip: ["$strip"]
  - name: Texts
    text: texts/
    home: $home
    content: $content
END
}

# -- Articles. Every one has a path of its own, so that no number in a path tells of the past.
next=1
date_of() {
    printf '%d-%02d-%02d' $((2024 + $1 % 3)) $((1 + $1 * 7 % 12)) $((1 + $1 * 5 % 28))
}
write_post() {
    id=$1 version=$2
    one_of harbour crane tide fog bridge
    tag=$word
    one_of harbour crane tide fog bridge
    post "$id" "$(date_of "$id")T12:00:00" "post-$id-$version" "Post $id on the $word" "$tag" |
        sed "s|, in a text|& <b class=\\\\\"ad\\\\\">AD</b> <a href=\\\\\"/x\\\\\">on the $tag</a>|" \
            >"site/posts/$id.json"
}
write_text() {
    one_of "harbour and crane" "crane by the harbour" "the tide, the tide" "fog" "bridge in the fog"
    cat >"site/texts/$(date_of "$1")-text-$1.md" <<END
---
title: Text $1 is about $word
---
It says: $word. And: $word. See [there](page.html), ![picture](picture.png).
END
}
# an_old KIND: one of the files that are there, in $file; false when there is only one.
an_old() {
    set -- site/"$1"/*[0-9].*
    [ $# -gt 1 ] || return 1 # a source without files keeps the last it had
    pick $#
    shift $picked
    file=$1
}

change_article() {
    one_of add add add-text edit edit slug tag delete delete-text picture
    said="$said $word"
    case $word in
    add) write_post $next 1; next=$((next + 1)) ;;
    add-text) write_text $next; next=$((next + 1)) ;;
    edit) an_old posts && sed -i 's/, in a text/, in a longer text/' "$file" ;;
    slug) an_old posts && sed -i 's/"slug":"\([^"]*\)"/"slug":"\1x"/' "$file" ;;
    tag) an_old posts &&
        sed -i 's/"name":"[a-z]*"/"name":"Piers"/; s/"slug":"[a-z]*","tax/"slug":"piers","tax/' "$file" ;;
    delete) an_old posts && rm "$file" ;;
    delete-text) an_old texts && rm "$file" ;;
    picture) rm site/texts/picture.png 2>/dev/null || cp picture.png site/texts/ ;;
    esac || true
}

# other VALUE A B: the other one of two values, on stdout.
other() {
    if [ "$1" = "$2" ]; then echo "$3"; else echo "$2"; fi
}
change_setting() {
    one_of per_page title content home home strip zone template language
    said="$said $word"
    case $word in
    per_page) per_page=$(other $per_page 10 12) ;;
    title) title="${title}s" ;;
    content) content=$(other $content full excerpt) ;;
    home) home=$(other $home https://one.example/ https://two.example/) ;;
    strip) strip=$(other $strip .none .ad) ;;
    zone) zone=$(other $zone UTC Pacific/Kiritimati) ;;
    language) language=$(other $language en de) ;;
    template) rm -r site/templates 2>/dev/null || {
        mkdir -p site/templates/partials
        echo '<li>{{title}}</li>' >site/templates/partials/line.mustache
    } ;;
    esac
}

# contents FOLDER, marks FOLDER: each file with a sum of its bytes; with its inode and time.
contents() {
    (cd "$1" && find . -type f -exec md5sum {} + | sed 's/\([^ ]*\)  *\(.*\)/\2 \1/' | sort)
}
marks() {
    (cd "$1" && find . -type f -printf '%p %i %T@\n' | sort)
}

configure
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24; do
    write_post $next 1
    next=$((next + 1))
done
write_text $next
next=$((next + 1))
run 0 "$digest" build site --output inc --store store/s.db

for step in $(seq "$steps"); do
    contents inc >contents.was
    marks inc >marks.was
    said=
    pick 3
    for n in $(seq $picked); do change_article; done
    change_setting
    configure
    step="step $step of seed ${SEED-7} ($said )"

    run 0 "$digest" build -q site --output inc --store store/s.db
    silent err

    # Equal to a build from nothing, but for redirects, which only a store can know of.
    rm -rf fresh fresh.store
    run 0 "$digest" build -q site --output fresh --store fresh.store/s.db
    diff -rq fresh inc >differences || true
    while read -r only in folder name; do
        [ "$only $in" = "Only in" ] || fail "$step: $only $in $folder $name"
        case $folder in inc*) ;; *) fail "$step: not in the incremental site: $folder $name" ;; esac
        find "${folder%:}/$name" -type f >files
        while read -r file; do
            grep -q 'http-equiv="refresh"' "$file" || fail "$step: stale or extra: $file"
        done <files
    done <differences

    # Equal to a full build with the same memory, redirects and all.
    rm -rf copy
    cp -R store copy
    run 0 "$digest" build -q site --output full --store copy/s.db --full
    diff -rq full inc >differences || fail "$step: $(head -n 3 differences)"
    rm -rf full

    # What did not change was not touched.
    contents inc | comm -12 contents.was - | cut -d ' ' -f 1 >kept
    marks inc >marks.is
    join marks.was kept >was
    join marks.is kept >is
    cmp -s was is || fail "$step: files with the same bytes were written: $(diff was is | head -n 3)"
done
