#!/usr/bin/env bash
# What `make install` puts down, and that `make uninstall` takes all of it away again. BUILD is the folder with the
# program. Prints TAP.

# shellcheck source-path=SCRIPTDIR source=tap.sh
source "$(dirname "$0")/tap.sh"

begin
there=$scratch/there
program=$there/usr/sbin/tcpwho
with() { make -s BUILD="$build" DESTDIR="$there" PREFIX=/usr "$@" 2>"$scratch/said" || { cat "$scratch/said"; exit 1; }; }
has_debug() { readelf --wide --sections "$program" | grep -F .debug_info; }
has_none() { ! has_debug; }
runs() { [[ $("$program" --version) == "$("$build/tcpwho" --version)" ]]; }
files() { find "$there" -type f | wc -l; }
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
plan
