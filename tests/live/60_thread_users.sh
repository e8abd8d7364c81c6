# Threads of one process that are different users, as those of file servers:
# UID is the accepting thread's, by each witness.
. "$BIN/lib.sh"
probes="auto accept"
has_kprobes || probes=${PROBE:-auto}
for probe in $probes; do
	start --probe=$probe $json
	acceptor -t 4 -T 4711 -n 40 >"$W/truth" &
	client -j 4 -n 10 127.0.0.1 5000
	wait_until has_lines 40 "$W/truth"
	stop
	same "$W/rows" "$W/truth"
	accounts 40 0
	[ "$(cut -d, -f1 "$W/truth" | sort -u | wc -l)" -gt 1 ] ||
		fail "one user took all: this shows nothing"
done
