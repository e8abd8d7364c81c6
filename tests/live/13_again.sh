# A non-blocking acceptor that gets EAGAIN thousands of times: no ghost rows
# out of what the fetch of a NULL socket leaves behind.
. "$BIN/lib.sh"
start $json
acceptor -n 20 -e 200 >"$W/truth" &
client -n 20 -i 10 127.0.0.1 5000
wait_until has_lines 20 "$W/truth"
stop
same "$W/rows" "$W/truth"
accounts 20 0
