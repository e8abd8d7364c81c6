#!/usr/bin/env bash
# tally.sh RESULTS: counts the lines "ok", "not ok" and "skip" of a file and
# prints them as the last word; fails when one failed or none passed.

set -euo pipefail
results=$1
count() { grep -c "^$1" "$results" || true; }

passed=$(count 'ok ') failed=$(count 'not ok ') skipped=$(count 'skip ')
sed -n 's/^not ok /failed: /p; s/^skip /skipped: /p' "$results"
if ((skipped)); then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
((failed == 0 && passed > 0))
