#!/usr/bin/env bash
# tally.sh FILE…: counts the lines "ok", "not ok" and "skip" of these files, and prints the failures, the skips and, as the
# last word, the counts. Fails when a test failed or none passed.

set -euo pipefail
count() { cat "${files[@]}" | grep -c "^$1" || true; }

files=("$@")
passed=$(count 'ok ') failed=$(count 'not ok ') skipped=$(count 'skip ')
cat "${files[@]}" | sed -n 's/^not ok /failed: /p; s/^skip /skipped: /p'
if ((skipped)); then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
((failed == 0 && passed > 0))
