# The command line: help, misuse, streams, exit statuses.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

# -- Help is data, misuse is a message with status 2.
run 2 "$digest"
silent out
says err "Usage: digest COMMAND"
for word in help --help -h; do
    run 0 "$digest" $word
    silent err
    says out "Exit status:"
done
for command in init build config template help version; do
    run 0 "$digest" help $command
    says out "Usage: digest $command"
    cp out expected
    run 0 "$digest" $command --help
    cmp -s out expected || fail "\"digest $command --help\" differs from \"digest help $command\""
    run 0 "$digest" help
    says out "  $command "
done
run 0 "$digest" version
silent err
cp out expected
run 0 "$digest" --version
cmp -s out expected || fail "--version differs from version"

# -- Misspelt words get the nearest known one.
run 2 "$digest" biuld
silent out
says err 'did you mean "digest build"?'
run 2 "$digest" help biuld
says err 'there is no command "biuld"'
says err 'did you mean "digest help build"?'
run 2 "$digest" xyzzy
says err '"digest help" shows what there is'
run 2 "$digest" --quiet build
says err "options follow the command"
run 2 "$digest" build --ofline
says err "did you mean --offline?"
run 2 "$digest" build --xyzzy
says err '"digest help build" shows what there is'
run 2 "$digest" build -x
says err 'unknown option "-x"'

# -- Values of options.
run 2 "$digest" build --config
says err "--config needs a FILE"
run 2 "$digest" build --config --full
says err "if it is meant, write --config=--full"
run 2 "$digest" build --output=
says err "--output needs a DIR"
run 2 "$digest" build --full=yes
says err "--full takes no value"
run 2 "$digest" build a b
says err 'unexpected argument "b"'
run 2 "$digest" template
says err "digest template needs FILE"
run 2 "$digest" build --quiet -qx
says err 'unknown option "-x"'
run 2 "$digest" config -- --full
says err "there is no folder --full"

# -- Output that is lost is a failure; a reader that had enough is none.
if [ -w /dev/full ]; then
    status=0
    "$digest" help >/dev/full 2>err || status=$?
    [ $status -eq 1 ] || fail "help to a full disk ended with $status"
    says err "cannot write to standard output"
fi
status=0
"$digest" help >&- 2>err || status=$?
[ $status -eq 1 ] || fail "help to a closed stdout ended with $status"
("$digest" help config; echo $? >status) 2>err | true
[ "$(cat status)" -eq 0 ] || fail "a closed pipe ended help with $(cat status)"
silent err
