#!/usr/bin/env bash
# check-reproducible.sh BUILD: builds copies of this tree in two folders, each in several ways, and compares the programs
# byte by byte. The second folder has a longer name, is entered by a link, and builds outside itself. Prints a line for
# each way; fails when one differed. Writes nothing outside BUILD; what is not committed is copied too.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=arch.sh
source "$root/scripts/arch.sh"

(($# == 1)) || die "usage: check-reproducible.sh BUILD"
mkdir -p "$1"
work=$(mktemp -d "$(realpath "$1")/reproducible.XXXXXX")
trap 'rm -rf "$work"' EXIT
failed=0
# Those of the make that calls this would have it build elsewhere.
unset MAKEFLAGS MAKELEVEL BUILD

copy() { mkdir "$work/$1" && cp -r "$root"/{Makefile,include,scripts,src} "$work/$1"; }

# build FOLDER BUILD ARG… — as a user builds who stands in that folder.
build() { (cd "$work/$1" && make -s -j"$(nproc)" BUILD="$2" "${@:3}" >/dev/null); }

# same NAME PROGRAM ARG… — the program's path is below BUILD.
same() {
    local name=$1 program=$2 result=ok
    shift 2
    rm -rf "$work"/{short/build,other}
    { build short build "$@" && build link "$work/other" "$@" &&
        cmp "$work/short/build/$program" "$work/other/$program"; } >"$work/log" 2>&1 || result='not ok' failed=1
    [[ $result == ok ]] || sed 's/^/# /' "$work/log"
    echo "$result reproducible $name"
}

copy short
copy a-folder-with-a-longer-name
ln -s a-folder-with-a-longer-name "$work/link"
same build tcpwho
if type -P clang >/dev/null; then
    same 'build by clang' tcpwho CC=clang
else
    printf '# clang is not installed; as root, run: make deps-lint\nskip reproducible build by clang\n'
fi
same 'static file' "static-$native/tcpwho" static
exit $failed
