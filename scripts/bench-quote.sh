#!/usr/bin/env bash
# bench-quote.sh BUILD: puts the table that `make bench` has written to BUILD/bench.md into the README, between its
# two marks. Changes nothing else.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

(($# == 1)) || die "usage: bench-quote.sh BUILD"
table=$1/bench.md readme=$root/README.md
[[ -s $table ]] || die "there is no $table; run: make bench"
quoted=$(awk -v table="$table" '
    /^<!-- end of bench -->$/ { while ((getline line <table) > 0) print line; inside = 0 }
    !inside
    /^<!-- bench -->$/ { inside = 1 }' "$readme")
printf '%s\n' "$quoted" >"$readme"
