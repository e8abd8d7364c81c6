# No false alarm: a server that never accepts makes tcpwho doubt, and look,
# but not speak; connections in other network namespaces do not even that.
. "$BIN/lib.sh"
mount_tracefs
start
stop
remember
proofs() { grep -c 'self-test took' "$W/err"; }
is_calm() {
	sed '/armed after/,$!d' "$W/err" | grep -v 'self-test took\|armed after' >"$W/alarms"
	[ ! -s "$W/alarms" ] || { cat "$W/alarms"; fail "a false alarm"; }
}
start $json
acceptor -n 40 -w "$W/go" >"$W/truth" &
client -k -n 40 127.0.0.1 5000
look_closely
# The one at the start, and one more.
wait_until has_times 2 'self-test took' "$W/err"
is_calm
[ ! -s "$W/rows" ] || fail "rows without accepts"
touch "$W/go"
wait_until has_lines 40 "$W/truth"
wait_until has_lines 40 "$W/rows"
is_calm
stop
same "$W/rows" "$W/truth"
accounts 40 0

has_net_ns || skip "but for that: this kernel has no network namespaces"
start $json
cat >"$W/elsewhere" <<'END'
ip link set lo up
acceptor -n 10 >"$W/truth" &
client -n 10 127.0.0.1 5000
acceptor -n 40 -p 5001 -w "$W/never" >/dev/null &
client -k -n 40 127.0.0.1 5001
: >"$W/connected"
exec sleep 1000
END
unshare -n sh "$W/elsewhere" &
wait_until has_lines 10 "$W/truth"
wait_until [ -e "$W/connected" ]
look_closely
# Longer than it takes to doubt, two looks.
sleep 4
is_calm
[ "$(proofs)" -eq 1 ] || fail "it doubted"
stop
same "$W/rows" "$W/truth"
accounts 10 0
unchanged
