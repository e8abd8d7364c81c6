#!/usr/bin/env bash
# The page of tcpwho report --html in Chromium without a window, by what it shows of a recording whose truth is known.
# BUILD is the folder with the program. Prints TAP.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail

build=$(realpath "$BUILD")
scratch=$(mktemp -d "${TMPDIR:-/tmp}/tcpwho-page.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
export TZ=UTC LC_ALL=C.UTF-8

browser=$(scripts/browser.sh)
make -s BUILD="$build" "$build/page_recording"
"$build/page_recording" "$scratch/page.dat" 20000 600 >"$scratch/truth"
perl tests/page.pl "$browser" "$build/tcpwho" "$scratch/page.dat" "$scratch/truth" "$scratch"
