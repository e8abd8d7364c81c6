# Connections reset before accept(): the kernel has cleared their local port.
# It is known all the same, from where BTF or calibration says.
. "$BIN/lib.sh"
try() { # PROGRAM OPTION…
	program=$1
	shift
	start "$@" $json
	acceptor -n 10 -w "$W/go" >"$W/truth" &
	client -r -n 10 127.0.0.1 5000
	touch "$W/go"
	wait_until has_lines 10 "$W/truth"
	stop
	rm "$W/go"
	same "$W/rows" "$W/truth"
	accounts 10 0
}
try tcpwho
has_kprobes || exit 0
try tcpwho --probe=accept
try tcpwho-no-btf
