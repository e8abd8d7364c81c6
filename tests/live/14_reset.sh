# Connections reset before accept(): the kernel has cleared their local port.
# Known from inet_sport where the kernel has BTF, from the listener from 6.9
# on, and else it is null, never 0.
. "$BIN/lib.sh"
start $json
acceptor -n 10 -w "$W/go" >"$W/accepted" &
client -r -n 10 127.0.0.1 5000
touch "$W/go"
wait_until has_lines 10 "$W/accepted"
stop
port=null
if [ -e /sys/kernel/btf/vmlinux ] || kernel_at_least 6.9; then port=5000; fi
sed "s/\"port\":5000,/\"port\":$port,/" "$W/accepted" >"$W/truth"
same "$W/rows" "$W/truth"
accounts 10 0
