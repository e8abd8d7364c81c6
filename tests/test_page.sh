#!/usr/bin/env bash
# The page of tcpwho report --html in Chromium without a window, by what it shows of a recording whose truth is known.
# BUILD is the folder with the program. Prints TAP.

# shellcheck source-path=SCRIPTDIR source=tap.sh
source "$(dirname "$0")/tap.sh"

# missing REASON
missing() { skip 'the page in a browser' "$1; as root, run: make deps-check"; plan; }

perl -MCompress::Zlib -MJSON::PP -e 1 2>/dev/null || missing 'there is no perl with its modules'
browser=$(scripts/fetch-tests.sh --cached browser || type -P chromium-headless-shell chromium | head -n 1) ||
    missing 'there is no Chromium, neither on PATH nor in the cache'
begin
export TZ=UTC LC_ALL=C.UTF-8
"$build/page_recording" "$scratch/page.dat" 20000 600 >"$scratch/truth"
perl tests/page.pl "$browser" "$build/tcpwho" "$scratch/page.dat" "$scratch/truth" "$scratch"
