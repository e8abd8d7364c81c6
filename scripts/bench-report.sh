#!/usr/bin/env bash
# bench-report.sh BUILD [ACCEPTS [RUNS]]: measures tcpwho report against this machine's trace-cmd report, in CPU time,
# for machines are shared: medians of paired runs over one file of 2,000,000 accepts, made from a recording of the
# tests, uncompressed and by zstd; then how time and memory grow with ten times as many. Fails where JSON is too slow.
# Needs trace-cmd and 4 GB in $TMPDIR; takes some minutes. trace-cmd 3.1 reads the compressed file in quadratic time,
# so that is one run.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

main() {
    build=${1:?usage: bench-report.sh BUILD [ACCEPTS [RUNS]]}
    local accepts=${2:-2000000} runs=${3:-5}
    need trace-cmd
    work=$(mktemp -d -t tcpwho-bench.XXXXXX)
    trap 'rm -rf "$work"' EXIT
    cd "$root"
    make -s BUILD="$build" "$build/tcpwho" "$build/grow_recording"
    grow "$accepts" plain
    trace-cmd convert -i "$work/plain" -o "$work/zstd" --file-version 7 --compression zstd >/dev/null
    compare plain "$runs"
    compare zstd 1
    rate 'table' "$accepts"
    rate 'JSON' "$accepts" -J
    at_least 2000000
    rate 'JSON, all columns' "$accepts" -J -o "$(columns)"
    at_least 2000000
    rate 'all filtered out' "$accepts" -P 1
    rate 'summed up' "$accepts" -S
    rate 'a page' "$accepts" --html -
    grow "$((accepts * 10))" plain
    rate 'table, ten times as many' "$((accepts * 10))"
}

# rate WHAT ACCEPTS OPTION…: the median of the runs.
rate() {
    local times=() i
    for ((i = 0; i < runs; i++)); do
        tcpwho plain "${@:3}"
        times+=("$ms")
    done
    ms=$(printf '%s\n' "${times[@]}" | median)
    per_second=$(($2 * 1000 / ms))
    row "$1: accepts a second, KB" "$per_second $kb"
}

at_least() { ((per_second >= $1)) || die "that is fewer than $1 a second"; }

columns() { "$build/tcpwho" --help | sed -n '/^Columns:/,$ { s/Columns://; p }' | xargs | tr ' ' ,; }
row() { printf '%-48s %s\n' "$@"; }
grow() { "$build/grow_recording" "$root/tests/data/recordings/5.10-v6-date.dat" "$1" >"$work/$2"; }

# CPU time in ms and the most memory in KB.
measure() {
    local usr sys
    read -r usr sys kb < <({ /usr/bin/time -f '%U %S %M' "$@" >/dev/null 2>&3; } 3>&1 2>/dev/null | tail -n 1)
    ms=$(awk "BEGIN { print int(($usr + $sys) * 1000) }")
    ((ms > 0)) || ms=1
}
tcpwho() { measure "$build/tcpwho" report "${@:2}" "$work/$1"; }
median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

compare() {
    local ours theirs ratios=() i
    for ((i = 0; i < $2; i++)); do
        tcpwho "$1"
        ours=$ms
        measure trace-cmd report -N "$work/$1"
        theirs=$ms
        ratios+=("$((theirs * 10 / ours))")
    done
    row "$1: ms, of trace-cmd, times as fast" "$ours $theirs $(printf '%s\n' "${ratios[@]}" | median | sed 's/.$/.&/')"
}

main "$@"
