# A kernel without kprobe events: said in one sentence, tracefs as it was.
# Run natively where the machine's own kernel is such a one.
. "$BIN/lib.sh"
remember
status=0
tcpwho >"$W/out" 2>"$W/err" || status=$?
[ $status -eq 1 ] || fail "ended with $status"
grep -q 'built without kprobe events' "$W/err" || { cat "$W/err"; fail "not said"; }
[ "$(wc -l <"$W/err")" -eq 1 ] || { cat "$W/err"; fail "more than one line"; }
[ ! -s "$W/out" ] || fail "something on stdout"
unchanged
