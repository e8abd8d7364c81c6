# A full disk while -w writes ends tcpwho with status 1, and what was written
# can be read; one on which there is no room to sort keeps the file as it is.
. "$BIN/lib.sh"
mount_tracefs
mkdir "$W/disk"
mount -t tmpfs -o size=64k tmpfs "$W/disk" || skip "a small tmpfs cannot be mounted"
trap 'umount "$W/disk"' EXIT
saved=$W/disk/file.dat
remember

start -w "$saved" $json
acceptor -n 2000 >"$W/truth" &
client -n 2000 127.0.0.1 5000
wait_until has_lines 2000 "$W/truth"
status=0
wait "$tcpwho" || status=$?
[ $status -eq 1 ] || { cat "$W/err"; fail "it ended with $status"; }
[ "$(grep -c 'cannot write the recording .*: No space left on device' "$W/err")" -eq 1 ] ||
	{ cat "$W/err"; fail "it was not said once"; }
unchanged "it ended"
tcpwho report $json "$saved" >"$W/again" 2>"$W/again.err" || { cat "$W/again.err"; fail "report ended with $?"; }
rows=$(wc -l <"$W/again")
[ "$rows" -gt 100 ] || fail "of 64 KB $rows rows are left"
head -n "$rows" "$W/rows" | cmp - "$W/again" || fail "the file has other rows"
awk 'NR == FNR { true[$0]; next } !($0 in true)' "$W/truth" "$W/rows" >"$W/wrong"
[ ! -s "$W/wrong" ] || { head -n 3 "$W/wrong"; fail "rows that never were"; }
rm "$saved"

# Room for it, but not twice.
start -w "$saved" $json
acceptor -n 400 >"$W/truth" &
client -n 400 127.0.0.1 5000
wait_until has_lines 400 "$W/truth"
stop
accounts 400 0
has_line 'could not be sorted by CPU (No space left on device)' "$W/err" || { cat "$W/err"; fail "nothing is said"; }
[ "$(ls "$W/disk")" = file.dat ] || fail "something is left: $(ls "$W/disk")"
tcpwho report $json -w "$W/sorted.dat" "$saved" >"$W/again" 2>"$W/again.err" || { cat "$W/again.err"; fail "report ended with $?"; }
cmp "$W/rows" "$W/again" || fail "the file has other rows"
tcpwho report $json "$W/sorted.dat" >"$W/again" 2>&1
grep -v accepts, "$W/again" | cmp - "$W/rows" || fail "the sorted file has other rows"
# Not even for its first rows: the report says so, and a file that has the name
# is as it was, for it is better than half of one.
echo old >"$W/disk/other.dat"
ends 1 tcpwho report -w "$W/disk/other.dat" "$W/sorted.dat"
[ "$(grep -c 'cannot write the recording .*: No space left on device' "$W/err")" -eq 1 ] || { cat "$W/err"; fail "it was not said once"; }
[ "$(cat "$W/disk/other.dat")" = old ] || fail "half a file has replaced a whole one"
[ "$(ls "$W/disk" | tr '\n' ' ')" = 'file.dat other.dat ' ] || fail "something is left: $(ls "$W/disk")"

# What cannot be written to is refused before the kernel is touched.
ends 1 tcpwho -w /dev/null
has_line 'cannot write /dev/null: it is no regular file' "$W/err" || { cat "$W/err"; fail "not said"; }
ln -s "$W/target" "$W/link"
ends 1 tcpwho -w "$W/link"
[ ! -e "$W/target" ] || fail "it has written through a link"
unchanged "it was refused"
