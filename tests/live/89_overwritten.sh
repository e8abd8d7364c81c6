# A recorder that is full holds the last accepts, and says since when it is
# complete; dumps during a storm do not stop it.
. "$BIN/lib.sh"
mount_tracefs
tcpwho check >/dev/null || fail "check failed"
remember
# What it leaves would fail others as well.
trap 'tcpwho disarm >/dev/null 2>&1' EXIT
ends 0 tcpwho arm --recorder -b 64
taskset 1 acceptor -n 1500 >"$W/truth" &
taskset 1 client -n 1500 127.0.0.1 5000 &
storm=$!
dumps=0
while ! is_gone $storm; do
	ends 0 tcpwho dump -qJ -o PORT_SOURCE
	dumps=$((dumps + 1))
done
wait_until has_lines 1500 "$W/truth"
[ $dumps -gt 1 ] || fail "no dump during the storm: this shows nothing"
ends 0 tcpwho dump $json
has_line '^tcpwho: complete since .* (older ones were overwritten)$' "$W/err" ||
	{ cat "$W/err"; fail "not said that older ones were overwritten"; }
held=$(wc -l <"$W/out")
[ "$held" -gt 50 ] && [ "$held" -lt 1500 ] || fail "$held rows are held: this shows nothing"
accounts "$held" 0
sed 's/"pid":[0-9][0-9]*/"pid":null/' "$W/truth" | tail -n "$held" >"$W/last"
has_graft || sed -i 's/"uid":[0-9]*/"uid":null/' "$W/last"
sed 's/"pid":[0-9][0-9]*/"pid":null/' "$W/out" | cmp - "$W/last" || {
	diff "$W/last" "$W/out" | head -n 10
	fail "not the last $held of the truth, in their order"
}
# It is complete from the oldest record on of the CPU where some were overwritten,
# which is the first, and a row has the time of its graft, which a thread that had
# to wait makes later: both as the kernel's own text says.
since=$(sed -n 's/^tcpwho: complete since [^ ]* \([^ ]*\) .*/\1/p' "$W/err")
ends 0 tcpwho dump -H -o TIME
first=$(head -n 1 "$W/out" | tr -d ' ')
if has_graft; then row=graft; else row=accept; fi
awk -v since="$since" -v first="$first" -v row="$row" '
	function us(text,  part) {
		split(text, part, ":")
		return ((part[1] * 60 + part[2]) * 60 + part[3]) * 1000000
	}
	!/ \[000\] / { next }
	{ match($0, /[0-9]+\.[0-9]+: /); at = substr($0, RSTART, RLENGTH - 2) * 1000000 }
	!oldest { oldest = at }
	index($0, ": " row ":") { exit }
	END {
		apart = us(first) - us(since) - (at - oldest)
		print "since " since ", first " first ", the records are " at - oldest " us apart"
		exit !(oldest && -1000 <= apart && apart <= 1000)
	}' $tracing/instances/tcpwho/trace || {
	grep -v '^#' $tracing/instances/tcpwho/trace | head -n 5
	fail "complete since $since, but the first row is of $first"
}
ends 0 tcpwho disarm
unchanged
