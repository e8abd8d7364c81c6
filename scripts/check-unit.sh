#!/usr/bin/env bash
# check-unit.sh BUILD PROGRAM…: runs unit and replay tests, as many at a time as there are cores, prints a line for each
# test, and counts them. Fails when one failed, or when a program ended without having said so. Needs no root and no
# network, installs nothing, and writes nothing outside BUILD.

set -euo pipefail
here=$(dirname "$(realpath "$0")")
build=$(realpath "$1")
shift
out=$build/tests
mkdir -p "$out" "$build/tmp"
export TMPDIR=$build/tmp BUILD=$build CMOCKA_MESSAGE_OUTPUT=TAP

# TAP to our lines. The reason of a skip comes first. cmocka 1.1.7 says "not ok 8 # SKIP name", 1.1.8 "ok 8 # SKIP name",
# and 2.0 "ok 8 - name # SKIP".
results() {
    sed -nE "s/^ok [0-9]* - (.*) # SKIP.*/skip $1: \1/p
        s/^(ok|not ok) [0-9]* - /\1 $1: /p; s/^(not )?ok [0-9]* # SKIP /skip $1: /p; s/^skipped: /# &/p" "$out/$1"
}

# What a program leaves running holds a file open, not a pipe whose end this script would wait for.
report() {
    local name=${1##*/} status
    status=$(cat "$out/$name.status")
    results "$name"
    ((status == 0)) && return
    sed 's/^/# /' "$out/$name"
    grep -q '^not ok' "$out/$name" || echo "not ok $name (status $status)"
}

programs=()
for program; do programs+=("$(realpath "$program")"); done
cd "$here/.."
# shellcheck disable=SC2016  # for the other shell
printf '%s\0' "${programs[@]}" | xargs -0 -P "$(nproc)" -n 1 sh -c \
    '"$1" >"$0/${1##*/}" 2>&1 </dev/null; echo $? >"$0/${1##*/}.status"' "$out"
for program in "${programs[@]}"; do report "$program"; done | tee "$build/tests.results"
scripts/tally.sh "$build/tests.results"
