# A buffer far too small and a reader that sleeps: rows and losses add up to
# the accepts, to one.
. "$BIN/lib.sh"
start -b 8 $json
kill -STOP "$tcpwho"
acceptor -n 2000 >"$W/truth" &
client -n 2000 127.0.0.1 5000
wait_until has_lines 2000 "$W/truth"
kill -CONT "$tcpwho"
stop
rows=$(wc -l <"$W/rows")
accounts "$rows" $((2000 - rows))
has_line 'in the ring buffer' "$W/err" || fail "the account gives no reason"
[ "$rows" -lt 2000 ] || fail "nothing was lost: this shows nothing"
# What was not lost is right, but for the uid and pid of an ended process.
cut -d, -f4,5,7,8,9 "$W/rows" | sort >"$W/kept"
cut -d, -f4,5,7,8,9 "$W/truth" | sort >"$W/true"
awk 'NR == FNR { true[$0]; next } !($0 in true)' "$W/true" "$W/kept" >"$W/wrong"
[ ! -s "$W/wrong" ] || { head -n 3 "$W/wrong"; fail "rows that never were"; }
