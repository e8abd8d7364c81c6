# What the tracepoints tell is what kprobes do: threads, non-blocking calls,
# resets, storms, descriptors handed over, being killed and
# switched off, recordings and filters.
. "$BIN/lib.sh"
has_kprobes || skip "it is what all others do here"
scenarios="10_families 12_threads 13_again 14_reset 22_storm 33_killed 35_switched_off 36_write 44_filters 50_handed 91_wait"
PROBE=tracepoints STORM=250 TMPDIR=$W sh "$BIN/run.sh" $scenarios >"$W/results"
cat "$W/results"
! grep -q '^not ok' "$W/results" || fail "not as with kprobes"
[ "$(grep -c '^ok' "$W/results")" -ge 10 ] || fail "some were not run"
