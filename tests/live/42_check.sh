# tcpwho check: a table and JSON Lines of what the kernel has and proves; what
# is wrong is told by the exit status; nothing is left.
. "$BIN/lib.sh"
mount_tracefs
tcpwho check >/dev/null || fail "it failed"
remember
check() { # STATUS PROGRAM OPTION…
	ends "$@"
	unchanged "$*"
}
line() { has_line "^{\"check\":\"$1\",\"name\":\"$2\",\"value\":$3,\"detail\":" "$W/out" ||
	{ cat "$W/out"; fail "$1 $2 is not $3"; }; }
check 0 tcpwho check
head -n 1 "$W/out" | grep -qx 'CHECK     NAME                 VALUE      DETAIL' || fail "no header"
has_line "^kernel    release              $(uname -r)  *$(uname -m)\$" "$W/out" || fail "no kernel"
grep -q 'wrong\|missed' "$W/out" && fail "not proven"
[ "$(grep -c '^selftest.* proven ' "$W/out")" -ge 4 ] || fail "hardly a self-test"
check 0 tcpwho check --json
grep -qv '^{"check":"[a-z]*","name":"[^"]*","value":[^:]*,"detail":[^:]*}$' "$W/out" && fail "not JSON"
graft=false
! has_graft || graft=true
line kernel release "\"$(uname -r)\""
accept=false
! has_accept || accept=true
line witness accept $accept
line witness graft $graft
line process ended "$(has_perf && echo true || echo false)"
line clock mono '"proven"'
size=$(sed -n 's/^{"check":"buffer","name":"size","value":\([0-9]*\),.*/\1/p' "$W/out")
cpus=$(grep -c '^cpu[0-9]' /proc/stat)
[ "$cpus" -gt 8 ] || [ "$size" -ge 1024 ] || fail "$size KB for each of $cpus CPUs"
line buffer total $((size * cpus))
line selftest ipv4 '"proven"'
line selftest reset '"proven"'
btf=false
source=calibration
[ ! -e /sys/kernel/btf/vmlinux ] || { btf=true; source=btf; }
line btf vmlinux $btf
has_line "inet_sport.*\"detail\":\"$source\"" "$W/out" || fail "inet_sport is not from $source"
check 0 tcpwho-no-btf check -J --probe=accept
line witness graft false
has_line 'inet_sport.*"detail":"calibration"' "$W/out" || fail "inet_sport is not from calibration"
has_line '"value":null,"detail":"unknown"' "$W/out" || [ $btf = true ] || ! has_graft ||
	fail "something is known that was not asked for"
check 1 tcpwho-not-probeable check --probe=accept
has_line '^witness   accept               no ' "$W/out" || fail "it has a witness"
has_line 'get_kprobe: this kernel' "$W/err" || fail "no reason"
check 1 sh -c 'tcpwho check >/dev/full'
