# Without BTF the offsets come from calibration: the same as BTF says where
# there is some, the same as the compiler said where the kernel was built for
# these tests, and so the same rows.
. "$BIN/lib.sh"
mount_tracefs
definitions() { sed -n "s/^tcpwho: \([pr][0-9]*\):tcpwho_[0-9]*/\1:/p" "$W/err" | grep -v /calibrate | of_interest; }
# Builds without more than BTF say it in other words; offsets are the same.
of_interest() { if [ "${WITHOUT-}" ]; then grep -oE ' (uid|inet_sport)=[+0-9(]*'; else cat; fi; }
program=$BIN/tcpwho
start
stop
definitions >"$W/btf"
remember
program=tcpwho-no-btf
[ "${WITHOUT-}" != 5.0 ] || program=tcpwho-no-5.0
for options in "" "-b 1"; do
	start $options $json
	acceptor -n 20 -u 1234 >"$W/truth" &
	client -n 20 127.0.0.1 5000
	wait_until has_lines 20 "$W/truth"
	stop
	same "$W/rows" "$W/truth"
	unchanged
	has_line 'calibration took' "$W/err" || fail "there was no calibration"
	definitions >"$W/calibrated"
	[ ! -e /sys/kernel/btf/vmlinux ] || diff "$W/btf" "$W/calibrated" ||
		fail "the offsets differ (-BTF +calibrated)"
	has_line inet_sport "$W/calibrated" || fail "inet_sport was not found"
	has_graft || continue
	has_line ' uid=' "$W/calibrated" || fail "uid was not found"
done
[ -e "$BIN/offsets" ] || exit 0
tcpwho-no-btf check -J |
	sed -n 's/.*"offset","name":"\(.*\)","value":\([0-9]*\),.*/\1 \2/p' >"$W/found"
# Without graft nothing else is asked for.
if has_graft; then cat "$BIN/offsets"; else grep inet_sport "$BIN/offsets"; fi >"$W/truth"
same "$W/found" "$W/truth"
