# Makes the data of the replay tests: stops a tcpwho that is armed, lets a
# program accept, and prints the sub-buffers and the truth as a tar. Called
# by scripts/record.sh, not a scenario.
. "$BIN/lib.sh"
columns='s/"uid":[0-9]*,//; s/"pid":[0-9]*,//'
mount_tracefs
start --probe=accept
mkdir "$W/out"
instance=$tracing/instances/tcpwho_$tcpwho
cp $tracing/events/header_page $instance/events/tcpwho_$tcpwho/accept/format "$W/out"
kill -STOP "$tcpwho"
acceptor -n 8 -t 3 -c worker >"$W/truth1" &
acceptor -n 8 -p 5001 -6 -e 20 >"$W/truth2" &
acceptor -n 4 -p 5002 -c 'two "words"' >"$W/truth3" &
taskset 1 client -n 8 127.0.0.1 5000
taskset 2 client -n 4 ::1 5001
taskset 2 client -n 4 127.0.0.1 5001
client -n 4 127.0.0.1 5002
for file in "$W"/truth?; do wait_until has_lines 4 "$file"; done
wait_until has_lines 8 "$W/truth2"
cat "$W"/truth? | sed "$columns" >"$W/out/truth.json"
for cpu in 0 1; do
	timeout 2 dd bs=4096 if=$instance/per_cpu/cpu$cpu/trace_pipe_raw \
		of="$W/out/cpu$cpu.raw" 2>/dev/null
done
kill -CONT "$tcpwho"
kill "$tcpwho"
cp -r "$W/out" "$OUT"
