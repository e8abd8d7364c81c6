# Started and stopped amid accepts: its rows are those of some moment to
# another, none is missing in between, and each is whole.
. "$BIN/lib.sh"

# Whether the rows are lines of the truth one after the other. A row alone does not tell its place, since source ports
# come again.
amid() {
	awk 'NR == FNR { truth[NR] = $0; next } { rows[FNR] = $0 }
		END {
			for (first = 1; first + FNR - 1 <= NR - FNR; first++) {
				for (n = 0; n < FNR && truth[first + n] == rows[n + 1]; n++);
				if (n == FNR) exit 0
			}
			exit 1
		}' "$W/truth" "$W/rows"
}

acceptor -n 1000000 >"$W/truth" &
client -n 1000000 127.0.0.1 5000 &
i=0
while [ $i -lt 5 ]; do
	start $json
	wait_until has_lines 40 "$W/rows"
	stop
	i=$((i + 1))
	wait_until amid
	accounts "$(wc -l <"$W/rows")" 0
done
