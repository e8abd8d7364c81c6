#!/usr/bin/env bash
# What -J prints, every line of it, against tests/json.schema.json: all recordings with all columns, summaries of them,
# and that the schema refuses what is not so. The live scenarios' lines are held against it by scripts/boots.sh.
# The manual must name each key with the schema's type. BUILD is the folder with the program. Prints TAP.

# shellcheck source-path=SCRIPTDIR source=tap.sh
source "$(dirname "$0")/tap.sh"

begin
recordings=(tests/data/recordings/*.dat)
schema() { /usr/bin/python3 tests/json_schema.py "$@"; }
report() { "$build/tcpwho" report -q "$@"; }
columns() { "$build/tcpwho" --help | sed -n '/^Columns:/,$ { s/Columns://; p }' | xargs -n 1; }
all=$(columns | paste -sd ,)

has_schema=yes
/usr/bin/python3 -c 'import jsonschema' 2>/dev/null || has_schema=
# try WHAT COMMAND…
try() {
    if [[ $has_schema ]]; then
        check "$@"
    else
        skip "$1" 'there is no python3-jsonschema; as root, run: make deps-check'
    fi
}

# validates LEAST COMMAND…: so many lines at least, for none is no proof.
validates() {
    "${@:2}" >"$scratch/lines"
    (($(wc -l <"$scratch/lines") >= $1)) || { echo "hardly a line"; return 1; }
    schema validate <"$scratch/lines"
}

every_recording() {
    local file
    for file in "${recordings[@]}"; do report -J -o "$all" "$file"; done
}
each_column() {
    local column
    for column in $(columns); do report -J -o "$column" tests/data/recordings/6.12-own.dat; done
}
summaries() {
    local file
    for file in "${recordings[@]}"; do
        report -J -S "$file"
        report -J --by "$all" "$file"
        report -J --by IP_SOURCE/24/48,IP_LOCAL/0,WAIT -i 20ms "$file"
    done
}
# More groups than are kept; the line of the rarest is the last.
folded() {
    "$build/grow_recording" tests/data/recordings/5.10-v6-date.dat 120000 >"$scratch/large"
    report -J --by TIME "$scratch/large" | tail -n 200 >"$scratch/folded"
    tail -n 1 "$scratch/folded" | grep '"folded":[1-9]' >/dev/null || echo 'nothing was folded'
    cat "$scratch/folded"
}

# What recordings do not have: values of all columns, waits, and the lines of check.
known='{"uid":0,"cmd":"a\\x1b \"b\" ä","pid":7,"port":80,"ip_source":"2001:db8::1","time":"2026-11-22T21:17:11.767600-03:30","tid":8,"port_source":1024,"ip_local":"::1","family":6,"wait":0.000123000,"queue":0,"backlog":128,"state":"est","if":"eth0","netns":4026531840,"user":"root","cgroup":"/system.slice/ssh.service","cpu":0,"host":"web1"}
{"port":80,"ip_source":"192.0.2.0/24","count":3,"rate":0.500000,"first":"2026-11-22T21:17:11.767600+00:00","last":"2026-11-22T21:17:17.000000+00:00","wait_p50":0.000010000,"wait_p99":0.250000000,"wait_max":0.250000001,"waits":[[0.000008,2],[0.131072,1]]}
{"interval":7,"interval_start":"2026-11-22T21:17:11.000000+00:00","ip_local":"2001:db8::/64","count":3,"rate":0.500000,"first":"2026-11-22T21:17:11.767600+00:00","last":"2026-11-22T21:17:17.000000+00:00"}
{"port":null,"count":12,"rate":null,"first":null,"last":null,"folded":9}
{"check":"offset","name":"inet_sport","value":782,"detail":"btf"}
{"check":"witness","name":"graft","value":true,"detail":"security_sock_graft"}
{"check":"kernel","name":"release","value":"6.12.63-cloud-amd64","detail":"x86_64"}
{"check":"offset","name":"inet_sport","value":null,"detail":"unknown"}'
samples() { printf '%s\n' "$known"; }
refuses() { { samples; cat "$@"; } | schema refuse; }

# In this program's help and in the schema alike.
same_columns() {
    diff <(columns | tr '[:upper:]' '[:lower:]' | sort) <(schema keys | awk '$1 == "row" { print $2 }' | sort) ||
        { echo 'the schema has other columns than --help; add them to tests/json.schema.json'; return 1; }
}
same_manual() {
    diff <(sed -nE 's/^\.It Li ([a-z_0-9]+) Ta ([a-z, ]+) Ta .*/\1 \2/p' src/tcpwho.8 | sed 's/, /,/g' | sort) \
        <(schema keys | cut -d' ' -f2- | sort) ||
        { echo 'the manual and tests/json.schema.json name other keys or types'; return 1; }
}

try 'every recording with every column' validates 400 every_recording
try 'each column alone' validates 400 each_column
try 'several recordings' validates 60 report -J -o "$all" tests/data/recordings/{6.12-own,6.1-v6,5.10-v6-date}.dat
try 'summaries' validates 300 summaries
try 'more groups than are kept' validates 200 folded
try 'all that can be known' validates 8 samples
try 'damaged lines are refused' refuses "$scratch/folded"
try 'the schema has all columns' same_columns
try 'the manual has all keys with their types' same_manual
plan
