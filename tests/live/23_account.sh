# A buffer far too small and a reader that sleeps: rows and losses add up to
# the accepts, with one witness and with both.
. "$BIN/lib.sh"
accepts=700
# What is not lost is right; pid and uid are null of a process that has ended.
columns() { sed 's/.*\("port":.*\),"tid":[0-9]*\(,.*\)/\1\2/' "$1" | sort; }
try() { # OPTION…
	start -b 8 "$@" $json
	kill -STOP "$tcpwho"
	acceptor -n $accepts >"$W/truth" &
	client -n $accepts 127.0.0.1 5000
	wait_until has_lines $accepts "$W/truth"
	kill -CONT "$tcpwho"
	stop
	rows=$(wc -l <"$W/rows")
	accounts "$rows" $((accepts - rows))
	has_line 'in the ring buffer' "$W/err" || fail "the account gives no reason"
	[ "$rows" -lt $accepts ] || fail "nothing was lost: this shows nothing"
	# Where the buffer was cut, one may have its graft record overwritten.
	columns "$W/rows" | grep -v '"port":null' >"$W/kept"
	[ "$(wc -l <"$W/kept")" -ge $((rows - 2)) ] || fail "rows without ports"
	columns "$W/truth" >"$W/true"
	awk 'NR == FNR { true[$0]; next } !($0 in true)' "$W/true" "$W/kept" >"$W/wrong"
	[ ! -s "$W/wrong" ] || { head -n 3 "$W/wrong"; fail "rows that never were"; }
}
try --probe=accept
try
