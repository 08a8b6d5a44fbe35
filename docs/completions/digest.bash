# Completion of digest(1) for bash.

_digest() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local commands="init build fetch add sources config template store help version"
    local site="--config --output --url --store --jobs --now --offline --full --strict"
    local words=
    COMPREPLY=()

    if [[ $COMP_CWORD -eq 1 ]]; then
        words="$commands --help --version"
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
        return
    fi

    # "--output=dir" arrives as three words.
    if [[ $current == "=" ]]; then
        current=
    elif [[ $previous == "=" ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi

    case $previous in
    --config)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -X '!*.y?(a)ml' -- "$current"; compgen -d -- "$current")
        return
        ;;
    --store | --data)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        return
        ;;
    --output | --partials | --record | --replay)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        return
        ;;
    --url | --jobs | --now | --dump-context) return ;;
    esac

    if [[ $current == -* ]]; then
        case ${COMP_WORDS[1]} in
        init) words="--quiet --help" ;;
        build) words="$site --record --replay --dump-context --json --quiet --verbose --help" ;;
        fetch) words="--config --store --jobs --now --full --strict --record --replay --json --quiet --verbose --help" ;;
        add) words="--config --dry-run --quiet --help" ;;
        sources) words="--config --store --now --json --quiet --help" ;;
        config) words="$site --json --quiet --help" ;;
        template) words="--data --partials --quiet --help" ;;
        store) words="--config --store --json --quiet --help" ;;
        help | version) words="--help" ;;
        esac
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
        return
    fi

    case ${COMP_WORDS[1]} in
    init | build | fetch | sources | config)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        ;;
    template)
        compopt -o filenames
        mapfile -t COMPREPLY < <(compgen -f -X '!*.mustache' -- "$current"; compgen -d -- "$current")
        ;;
    store)
        if [[ $COMP_CWORD -eq 2 ]]; then
            mapfile -t COMPREPLY < <(compgen -W "check export import" -- "$current")
        else
            compopt -o filenames
            mapfile -t COMPREPLY < <(compgen -f -- "$current")
        fi
        ;;
    help) mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$current") ;;
    esac
}

complete -F _digest digest
