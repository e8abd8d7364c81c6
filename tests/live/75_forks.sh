# Processes that end right after their accept, hundreds a second, amid others
# that merely come and go: each is a row of its own, with its user and, where
# there are perf events, its process; what is not known is unknown, never
# another's. Also where ids come round every few seconds, that of the
# self-test's child among them.
. "$BIN/lib.sh"
processes=400
# only_true FILE TRUTH: each line of FILE is in TRUTH.
only_true() {
	awk 'NR == FNR { true[$0]; next } !($0 in true)' "$2" "$1" >"$W/wrong"
	[ ! -s "$W/wrong" ] || { head -n 3 "$W/wrong"; fail "rows that never were"; }
}
without() { # COLUMNS
	for file in rows truth; do sed -E "s/\"($1)\":[^,]*,//g" "$W/$file" >"$W/$file.rest"; done
}
try() { # LOOKED-UP COLUMNS, OPTION…
	looked_up=$1
	shift
	start "$@" $json
	nice -n 15 sh -c 'while :; do (:); done' &
	busy=$!
	crowd -n $processes -g 8 -l 2 -u 2000 >"$W/truth" &
	client -n $((processes / 2)) 127.0.0.1 5000 &
	client -n $((processes / 2)) 127.0.0.1 5001
	wait_until has_lines $processes "$W/truth"
	kill $busy
	stop
	accounts $processes 0
	! has_perf || ! grep '"pid":null' "$W/rows" || fail "perf events do not tell who that was"
	grep -v ':null' "$W/rows" >"$W/known"
	echo "# all is known of $(wc -l <"$W/known") of $processes"
	[ -s "$W/known" ] || fail "no process was known: this shows nothing"
	only_true "$W/known" "$W/truth"
	without "$looked_up"
	same "$W/rows.rest" "$W/truth.rest"
}
is_guest || skip "not a machine whose process ids may be made few"
ids=/proc/sys/kernel/pid_max
most=$(cat $ids)
trap 'echo $most >$ids' EXIT
if has_graft; then try pid; fi
echo 1000 >$ids
if has_graft; then try pid; fi
try 'uid|pid' --probe=accept
