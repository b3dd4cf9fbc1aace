# What the set-up scripts have in common: how they speak, and how they ask Debian for a package.

say() {
    printf '\n── %s\n' "$*"
}

refuse() {
    printf '\nNot installed: %s\n' "$*" >&2
    exit 1
}

# For what only some tests need: those are skipped on a desk, but never in CI.
do_without() {
    printf '\nNot installed: %s\n' "$*" >&2
    if [ -n "${CI:-}" ]; then exit 1; else exit 0; fi
}

# Never asks for a password: a set-up that waits for one looks as if it hung.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

may_ask_debian() {
    command -v apt-get >/dev/null && as_root true 2>/dev/null
}

# ask_debian [NAME=VALUE…] PACKAGE: installs it with these variables set.
ask_debian() {
    may_ask_debian || return 1
    say "Installing Debian's package ${*: -1}"
    as_root apt-get -qq update || return 1
    as_root env DEBIAN_FRONTEND=noninteractive "${@:1:$#-1}" \
        apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${@: -1}"
}
