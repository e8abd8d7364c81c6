# What the static file asks of the files on a machine: nothing but the kernel's
# own, its mounts and the time zone, and it can do without those two.
. "$BIN/lib.sh"
program="strace -f -y -e trace=%file -o $W/trace tcpwho"
start -n 5 -t $json
acceptor -n 5 >"$W/truth" &
client -n 5 127.0.0.1 5000
finish
[ "$(wc -l <"$W/rows")" -eq 5 ] || fail "not 5 rows"
# A name that is relative to an open folder comes after that folder's.
sed -nE 's/^[^"(]*\([0-9]+<([^>]*)>, "([^/"][^"]*)".*/\1\/\2/p; t
	s/^[^"]*"([^"]+)".*/\1/p' "$W/trace" | sort -u >"$W/files"
grep -q '^/proc/' "$W/files" || fail "strace saw nothing"
# mount() has names too, and file systems that are mounted nowhere begin at /.
grep -vE '^/(proc|sys|dev)(/|$)|^/etc/localtime$' "$W/files" |
	grep -vE '/tcpwho$|^(/|tracefs|//kprobes/enabled|//lockdown)$' >"$W/others"
[ ! -s "$W/others" ] || fail "it looked for: $(tr '\n' ' ' <"$W/others")"
