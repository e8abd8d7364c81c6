#!/usr/bin/env bash
# fetch-tests.sh [--cached] [NAME…]: prints where in the cache is what some tests need and never download themselves, and
# fetches what is not there: `browser` for tests/test_page.sh, `programs` for tests/test_into.sh, or both. With --cached
# it fetches nothing, and fails where one is not there. Nothing is installed on this machine.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

browser() { "$root/scripts/browser.sh" "$@"; }
programs() {
    "$root/scripts/debian-root.sh" "$@" jq systemd rsyslog sqlite3 clickhouse-server clickhouse-client iproute2
}

cached=()
[[ ${1-} != --cached ]] || { cached=(--cached); shift; }
(($#)) || set -- browser programs
for name; do
    [[ $name == @(browser|programs) ]] || die "usage: fetch-tests.sh [--cached] [browser] [programs]"
    "$name" "${cached[@]}"
done
