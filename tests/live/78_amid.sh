# Started and stopped amid accepts: its rows are those of some moment to
# another, none is missing in between, and each is whole.
. "$BIN/lib.sh"
acceptor -n 1000000 >"$W/truth" &
client -n 1000000 127.0.0.1 5000 &
i=0
while [ $i -lt 5 ]; do
	start $json
	sleep 0.2
	stop
	i=$((i + 1))
	wait_until has_line "$(tail -n 1 "$W/rows")" "$W/truth"
	# Rows by their place in the truth; 0 is nowhere.
	awk 'NR == FNR { place[$0] = FNR; next } { print place[$0] + 0, $0 }' \
		"$W/truth" "$W/rows" >"$W/places"
	[ "$(wc -l <"$W/places")" -gt 20 ] || fail "too few accepts: this shows nothing"
	awk 'NR > 1 && $1 != last + 1 { print "not next:", $0; bad = 1 }
		!$1 { print "not true:", $0; bad = 1 } { last = $1 } END { exit bad }' \
		"$W/places" || fail "run $i has other rows than the truth"
	accounts "$(wc -l <"$W/rows")" 0
done
