# Where debugfs is mounted and tracefs is not: tcpwho mounts tracefs for
# itself, and for others it appears neither there nor below debugfs.
. "$BIN/lib.sh"
export tracing json
cat >"$W/alone" <<'END'
debug=/sys/kernel/debug
while umount $tracing || umount $debug/tracing || umount $debug; do :; done 2>/dev/null
mount -t debugfs debugfs $debug || exit 77
cat /proc/self/mounts >"$W/before"
tcpwho -v $json -- client -n 5 127.0.0.1 5000 >"$W/rows" 2>"$W/err" || exit
cat /proc/self/mounts >"$W/after"
END
acceptor -n 5 >"$W/truth" &
status=0
unshare -m sh "$W/alone" || status=$?
[ $status -ne 77 ] || skip "this kernel has no debugfs"
[ $status -eq 0 ] || { cat "$W/err"; fail "ended with $status"; }
diff "$W/before" "$W/after" || fail "something is mounted that was not"
same "$W/rows" "$W/truth"
accounts 5 0
