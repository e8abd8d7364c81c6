# A kernel locked down in confidentiality mode forbids all tracing; it must
# survive that we tried.
. "$BIN/lib.sh"
grep -q 'lockdown=confidentiality' /proc/cmdline || skip "booted without it"
status=0
tcpwho >"$W/out" 2>"$W/err" || status=$?
[ $status -eq 1 ] || fail "ended with $status"
has_line 'locked down in confidentiality mode' "$W/err" || { cat "$W/err"; fail "not said"; }
dmesg | grep -E 'BUG|Oops|list_del' && fail "the kernel did not survive it"
true
