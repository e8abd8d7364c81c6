#!/usr/bin/env bash
# check-unit.sh BUILD PROGRAM…: runs unit and replay tests.
# Prints a line for each test and adds it to BUILD/results; fails when one
# failed, or when a program ended without having said so.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

build=$(realpath "$1")
failed=0

# TAP to our lines; cmocka says "not ok 8 # SKIP name", and why before it.
results() {
    sed -nE "s/^(ok|not ok) [0-9]* - /\1 $1: /p; s/^not ok [0-9]* # SKIP /skip $1: /p; s/^skipped: /# &/p"
}

run_one() {
    local name=${1##*/} output status=0
    output=$(cd "$root" && BUILD=$build CMOCKA_MESSAGE_OUTPUT=TAP "$1" 2>&1) || status=$?
    results "$name" <<<"$output" | tee -a "$build/results"
    ((status == 0)) && return
    sed 's/^/# /' <<<"$output"
    grep -q '^not ok' <<<"$output" || echo "not ok $name (status $status)" | tee -a "$build/results"
    failed=1
}

for program in "${@:2}"; do run_one "$(realpath "$program")"; done
exit $failed
