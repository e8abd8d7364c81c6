# A server in the kernel, the NFS server: user 0, the kernel thread's name and
# id. What accepts there has no file.
. "$BIN/lib.sh"
load nfsd || skip "no NFS server here: $(cat "$W/load")"
mount -t nfsd nfsd /proc/fs/nfsd || fail "no /proc/fs/nfsd"
# Version 4 alone does without a port mapper.
echo '-2 -3 +4' >/proc/fs/nfsd/versions
echo 'tcp 2049' >/proc/fs/nfsd/portlist
echo 1 >/proc/fs/nfsd/threads
pid=$(pidof nfsd) || fail "there is no nfsd"
wait_until is_listening 2049
for probe in auto accept graft; do
	start --probe=$probe $json
	client -kl -n 10 127.0.0.1 2049 >"$W/clients"
	client -kl -n 10 ::1 2049 >>"$W/clients"
	wait_until has_lines 20 "$W/rows"
	stop
	while read -r address port; do
		family=4
		[ "$address" = 127.0.0.1 ] || family=6
		echo "{\"uid\":0,\"cmd\":\"nfsd\",\"pid\":$pid,\"port\":2049,\"ip_source\":\"$address\",\"tid\":$pid,\"port_source\":$port,\"ip_local\":\"$address\",\"family\":$family}"
	done <"$W/clients" >"$W/truth"
	same "$W/rows" "$W/truth"
	accounts 20 0
done
echo 0 >/proc/fs/nfsd/threads
umount /proc/fs/nfsd
