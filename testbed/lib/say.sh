# shellcheck shell=bash
# What boot says, and how it ends. Everything of its own goes to standard error.

cannot_prepare=120 hang=121 panic=122 unclean=123 no_answer=124

say() {
    printf 'boot: %s\n' "$*" >&2
}

die() {
    local status=$1
    shift
    say "$@"
    exit "$status"
}

wrong() {
    say "$@"
    usage >&2
    exit 2
}
