#!/usr/bin/env bash
# debian-root.sh [--cached] [--suite SUITE] PACKAGE…: prints the path of a folder that is a Debian, bookworm or SUITE, with
# these packages unpacked, and all that they need, as a system of its own to change root into. It is made once, in the
# cache, with --cached never: that fails without a word where it is not there. Nothing is installed on this machine and
# no package's own script is run.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

suite=bookworm
cached=

main() {
    local sum
    while [[ ${1-} == --* ]]; do
        case $1 in
        --cached) cached=yes ;;
        --suite) suite=${2-}; shift ;;
        *) break ;;
        esac
        shift
    done
    [[ -n $suite && $# -gt 0 && $1 != --* ]] || die "usage: debian-root.sh [--cached] [--suite SUITE] PACKAGE…"
    sum=$(printf '%s\n' "$suite" "$@" | cat - "$0" | sha256sum)
    folder=$cache/systems/${sum:0:12}
    [[ -d $folder || -z $cached ]] || exit 1
    [[ -d $folder ]] || make "$@"
    echo "$folder"
}

make() {
    local wanted
    ((EUID == 0)) || die "a system to change root into has devices; run this once as root"
    mapfile -t wanted < <(closure "$@")
    new=$(scratch "${folder%/*}")
    trap 'rm -rf "$new"' EXIT
    mkdir -p "$new"/root/{dev,proc,sys,tmp,root,var/tmp} "$new"/root/usr/{bin,sbin,lib,lib64}
    ln -s usr/{bin,sbin,lib,lib64} "$new/root"
    say "fetching ${#wanted[@]} packages of $suite: $*"
    unpack_packages "$suite" "$new" "${wanted[@]}"
    finish
    publish "$new/root" "$folder"
}

# Nothing depends on what every Debian has.
closure() {
    local required
    mapfile -t required < <(private_apt "$suite" apt-cache dumpavail |
        awk '/^Package:/ { name = $2 } /^(Priority: required|Essential: yes)/ { print name }' | sort -u)
    private_apt "$suite" apt-get -s install "${required[@]}" "$@" | awk '$1 == "Inst" { print $2 }'
}

# What the packages' own scripts would have done, as far as it is needed.
finish() {
    mknod -m 666 "$new/root/dev/null" c 1 3
    mknod -m 666 "$new/root/dev/urandom" c 1 9
    ln -s mawk "$new/root/usr/bin/awk"
    echo 'root:x:0:0:root:/root:/bin/sh' >"$new/root/etc/passwd"
    echo 'root:x:0:' >"$new/root/etc/group"
}

main "$@"
