# shellcheck shell=bash
# Owns what every tests/test_*.sh shares: TAP, a folder of its own below BUILD, and the end of all that it has started.
# Sourced, never run. A test that lacks a tool is skipped and says how to get it: nothing is installed or downloaded.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$(realpath "$BUILD")
export BUILD=$build
number=0
failed=0
cd "$root"

# begin — makes $scratch, and sees to it that on every way out all that runs is ended and nothing is left.
begin() {
    mkdir -p "$build/tmp"
    scratch=$(mktemp -d "$build/tmp/${0##*/}.XXXXXX")
    trap end EXIT
    trap 'exit 1' HUP INT TERM
}

# What fails here must not keep the rest from being done: a process that is left would hold our output open.
end() {
    set +e
    end_services
    # shellcheck disable=SC2046  # they are numbers
    kill $(jobs -p) 2>/dev/null
    rm -rf "$scratch"
}
# For what is no job of this shell; tests that start such have one of their own.
end_services() { :; }

# NAME COMMAND…: passes when that does; what it says otherwise is the reason.
check() {
    local output result=ok
    output=$("${@:2}" 2>&1) || result='not ok' failed=1
    [[ $result == ok || -z $output ]] || sed 's/^/# /' <<<"$output"
    echo "$result $((++number)) - $1"
}

# NAME REASON
skip() {
    echo "skipped: $2"
    echo "not ok $((++number)) # SKIP $1"
}

plan() {
    echo "1..$number"
    exit $failed
}
