# As on kernels before 5.0: builds that act as if the kernel lacked one thing, or
# all of them, print the same rows. The core scenarios for all together, the
# smoke test for each.
. "$BIN/lib.sh"
failed=
for build in "$BIN"/tcpwho-no-*; do
	thing=${build##*/tcpwho-no-}
	case $thing in
	function | event) continue ;; # other scenarios have these
	5.0) set=core ;;
	*) set=smoke ;;
	esac
	mkdir "$W/$thing"
	WITHOUT=$thing TMPDIR=$W/$thing sh "$BIN/run.sh" $set >"$W/results"
	sed "s/^ok /&$thing: /; s/^not ok /&$thing: /; s/^skip /&$thing: /" "$W/results" >"$W/named"
	grep -v '^time ' "$W/named"
	! grep -q '^not ok' "$W/results" || failed="$failed $thing"
	grep -q '^ok' "$W/results" || fail "without $thing nothing was run"
done
[ ! "$failed" ] || fail "not as with all that this kernel has:$failed"
