# The manual page and the completions know every command, option and key that help shows.
# shellcheck source=tests/e2e/check
. "${0%/*}/check"

page=$root/docs/digest.1
completions=$root/docs/completions

commands=$("$digest" help | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p')
[ "$(echo "$commands" | wc -l)" -ge 6 ] || fail "help shows too few commands: $commands"

# options COMMAND: the long options that its help shows.
options() {
    "$digest" help "$1" | sed -n '/^Options:/,/^$/s/^ .*--\([a-z-][a-z-]*\).*/\1/p'
}

# The part of the bash completion that lists a command's options, with what it refers to.
bash_words() {
    sed -n "s/^ *$1) words=\"\(.*\)\" ;;/\1/p; s/^ *help | version) words=\"\(.*\)\" ;;/\1/p" \
        "$completions/digest.bash"
    sed -n 's/^ *local site="\(.*\)"/\1/p' "$completions/digest.bash"
}

for command in $commands; do
    grep -q "^\.It Cm $command\b" "$page" || fail "the manual page lacks the command $command"
    grep -q "local commands=.*\b$command\b" "$completions/digest.bash" || fail "bash: $command"
    grep -q "^ *'$command:" "$completions/_digest" || fail "zsh: $command"
    grep -q -- "-a $command " "$completions/digest.fish" || fail "fish: $command"
    [ -n "$(options "$command")" ] || fail "help shows no options of $command"
    for option in $(options "$command"); do
        grep -q "^\.It .*Fl -$option\b" "$page" || fail "the manual page lacks --$option"
        bash_words "$command" | grep -q -e "--$option\b" || fail "bash: --$option of $command"
        grep -q -e "--$option\b" "$completions/_digest" || fail "zsh: --$option of $command"
        grep -q -e "-l $option\b" "$completions/digest.fish" || fail "fish: --$option of $command"
    done
done

# No option that is not there.
for option in $(grep -oh -e '--[a-z][a-z-]*' "$completions"/* | sort -u); do
    [ "$option" = --version ] && continue
    known=no
    for command in $commands; do
        options "$command" | grep -qx -e "${option#--}" && known=yes
    done
    [ $known = yes ] || fail "the completions have $option, which no command knows"
done

# The keys of the configuration.
keys=$("$digest" help config | sed -n '/^Keys of/,/^Options:/s/^ \{2,4\}\([a-z_][a-z_]*\)[ :].*/\1/p')
[ "$(echo "$keys" | wc -l)" -ge 24 ] || fail "help shows too few keys: $keys"
for key in $keys; do
    grep -q "^\.It Ic $key$" "$page" || fail "the manual page lacks $key:"
done

# Exit statuses.
for status in $("$digest" help | sed -n '/^Exit status:/,/^$/s/^  \([0-9]\) .*/\1/p'); do
    sed -n '/^\.Sh EXIT STATUS/,/^\.Sh EX/p' "$page" | grep -qx "\.It $status" ||
        fail "the manual page lacks the exit status $status"
done

bash -n "$completions/digest.bash" || fail "bash cannot read its completion"
if command -v mandoc >/dev/null; then
    mandoc -Tlint "$page" >lint || true
    [ ! -s lint ] || fail "mandoc complains: $(cat lint)"
else
    echo "mandoc is not here: the manual page was not checked" >&2
fi

# What bash offers.
offers() {
    bash -c 'shopt -s extglob; . "$1"; compopt() { :; }; shift; COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1)); _digest; printf "%s\n" "${COMPREPLY[@]}"' - \
        "$completions/digest.bash" "$@"
}
offers digest bu | grep -qx build || fail "bash does not complete \"bu\""
offers digest build --o | grep -qx -e --output || fail "bash does not complete \"build --o\""
offers digest help te | grep -qx template || fail "bash does not complete \"help te\""
offers digest init --o | grep -q . && fail "bash offers init an option of build"
mkdir folder
offers digest build --output = fo | grep -qx folder || fail "bash does not complete --output=fo"
