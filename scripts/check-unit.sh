#!/usr/bin/env bash
# check-unit.sh BUILD: runs the unit and replay tests that were built there.
# Prints a line for each test and adds it to BUILD/results; fails when one
# failed, or when a program ended without having said so.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

build=$1
failed=0

run_one() {
    local name=${1##*/} output status=0
    output=$(cd "$root" && CMOCKA_MESSAGE_OUTPUT=TAP "$1" 2>&1) || status=$?
    sed -n "s/^\(ok\|not ok\) [0-9]* - /\1 $name: /p" <<<"$output" | tee -a "$build/results"
    ((status == 0)) && return
    sed 's/^/# /' <<<"$output"
    grep -q '^not ok' <<<"$output" || echo "not ok $name (status $status)" | tee -a "$build/results"
    failed=1
}

programs=()
for program in "$build"/test_*; do [[ $program == *.d ]] || programs+=("$(realpath "$program")"); done
for program in "${programs[@]}"; do run_one "$program"; done
exit $failed
