#!/usr/bin/env bash
# What `make install` puts down, and that `make uninstall` takes all of it away again. BUILD is the folder with the
# program. Prints TAP.

set -euo pipefail

build=$(realpath "$BUILD")
scratch=$(mktemp -d "${TMPDIR:-/tmp}/tcpwho-install.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
number=0
failed=0

# NAME COMMAND…
check() {
    local result=ok
    "${@:2}" || { result='not ok' failed=1; }
    echo "$result $((++number)) - $1"
}
with() { make -s BUILD="$build" DESTDIR="$scratch" PREFIX=/usr "$@" 2>/dev/null; }
program=$scratch/usr/sbin/tcpwho
has_debug() { readelf --wide --sections "$program" | grep -qF .debug_info; }
has_none() { ! has_debug; }
runs() { [[ $("$program" --version) == "$("$build/tcpwho" --version)" ]]; }
files() { find "$scratch" -type f | wc -l; }
five() { (($(files) == 5)); }
nothing() { (($(files) == 0)); }

with install
check 'program, manual and three completions' five
check 'the program runs' runs
check 'without debug information' has_none
with install STRIP=
check 'STRIP= keeps debug information' has_debug
with uninstall
check 'uninstall leaves nothing' nothing
echo "1..$number"
exit $failed
