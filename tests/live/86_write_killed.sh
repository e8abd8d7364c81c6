# kill -9 while -w writes: all that was printed is in the file, which any
# reader takes, and nothing else is.
. "$BIN/lib.sh"
mount_tracefs
saved=$W/file.dat
random() { echo $(($(od -An -N2 -tu2 /dev/urandom) % $1)); }
is_over() { has_lines 800 "$W/truth"; }

# prints_again: complete lines of stdout are the first ones of the file's rows.
prints_again() {
	tcpwho report $json "$saved" >"$W/again" 2>"$W/again.err" ||
		{ cat "$W/again.err"; fail "report ended with $?"; }
	printed=$(wc -l <"$W/rows")
	head -n "$printed" "$W/rows" >"$W/printed"
	head -n "$printed" "$W/again" | cmp - "$W/printed" || fail "a row that was printed is not in the file"
	has_line "^tcpwho: $(wc -l <"$W/again") accepts, 0 lost$" "$W/again.err" ||
		{ cat "$W/again.err"; fail "report says something else"; }
	if command -v trace-cmd >/dev/null; then
		trace-cmd report "$saved" 2>/dev/null | grep -c ' row: ' >"$W/tc"
		[ "$(cat "$W/tc")" -eq "$(wc -l <"$W/again")" ] ||
			fail "trace-cmd prints $(cat "$W/tc") of $(wc -l <"$W/again") rows"
	fi
}

printed_at_all=0
for i in 1 2 3 4 5 6 7 8; do
	rm -f "$saved"
	start -w "$saved" $json
	acceptor -n 800 >"$W/truth" &
	acceptor=$!
	client -n 800 127.0.0.1 5000 &
	client=$!
	wait_until has_lines $((1 + $(random 700))) "$W/truth"
	# While it is being written it can be read.
	[ $((i % 4)) -ne 0 ] || tcpwho report $json "$saved" >"$W/early" 2>&1 || fail "cannot be read meanwhile"
	kill -KILL "$tcpwho"
	wait "$tcpwho"
	wait_until is_swept "$tcpwho"
	wait $client
	wait_until is_over
	wait $acceptor
	prints_again
	awk 'NR == FNR { true[$0]; next } !($0 in true)' "$W/truth" "$W/again" >"$W/wrong"
	[ ! -s "$W/wrong" ] || { head -n 3 "$W/wrong"; fail "rows that never were"; }
	[ "$(wc -l <"$W/again")" -lt 800 ] || echo "# it was over before it was killed"
	[ "$printed" -eq 0 ] || printed_at_all=$((printed_at_all + 1))
	for left in "$saved".*; do [ ! -e "$left" ] || fail "$left is left"; done
done
echo "# killed 8 times, after it had printed rows: $printed_at_all"
[ $printed_at_all -gt 3 ] || fail "mostly nothing was printed: this shows nothing"
