# The commands of the manual's EXAMPLES, word for word and in their order, while
# somebody connects: each must do what it is there for.
. "$BIN/lib.sh"
command -v trace-cmd >/dev/null || skip "one of the examples needs trace-cmd"
sed -n '/^\.Sh EXAMPLES/,/^\.Sh [^E]/s/^\.Dl //p' "$BIN/tcpwho.8" |
	sed 's/\\-/-/g; s/\\&//g' >"$W/examples"
has_terminal || skip "one of the examples needs tmux"
has_lines 15 "$W/examples" || fail "the manual has fewer than 15 examples"
mount_tracefs

# Somebody connects all the time; what is accepted is the truth.
acceptor -p 80 -n 100000 -c httpd >"$W/truth" &
while sleep 0.02; do client -n 1 127.0.0.1 80; done &
accepted() { wc -l <"$W/truth"; }
has_accepted() { [ "$(accepted)" -ge "$1" ]; }
more() { wait_until has_accepted $(($(accepted) + $1)); }
more 1

# What `make test` and the recordings of other machines stand for.
mkdir "$W/bin" "$W/here"
cat >"$W/bin/make" <<'END'
#!/bin/sh
[ "$*" = test ] || exit 2
acceptor -n 3 -p 5003 -c suite >truth & client -n 3 127.0.0.1 5003
wait
END
chmod +x "$W/bin/make"
PATH=$W/bin:$PATH
cd "$W/here" || exit 1

is_there() { [ -d "$tracing/instances/tcpwho_$tcpwho" ]; }
counted() { sed -n 's/^tcpwho: \([0-9]*\) accepts, 0 lost.*/\1/p' "$W/err"; }

# run EXAMPLE: as a shell runs it.
run() {
	rm -f "$W/err"
	sh -c "exec $1" >"$W/rows" 2>"$W/err" &
	tcpwho=$!
}

# interrupted EXAMPLE: as by Ctrl-C, once there was something to see.
interrupted() {
	run "$1"
	wait_until is_there
	more 20
	stop INT
	[ "$(counted)" -gt 0 ] || fail "it has seen nothing: $(cat "$W/err")"
}

# Lines of those rows or counts, and not only a header.
prints() { has_line "$1" "$W/rows" || { cat "$W/rows"; fail "no $1 printed"; }; }

try() {
	case $1 in
	tcpwho)
		interrupted "$1"
		prints '^     0            httpd .*     80        127.0.0.1$' ;;
	'tcpwho -t -o '*PORT_SOURCE,IP_LOCAL)
		interrupted "$1"
		prints '^..:..:......      0            httpd .* 127.0.0.1$' ;;
	'tcpwho top')
		LC_CTYPE=C.UTF-8 tmux -f "$W/tmux.conf" new-session -d \
			-x 80 -y 24 "$1; echo status \$?; sleep 100"
		wait_until shows ' 80 httpd 127.0.0.1$'
		tmux send-keys q
		wait_until shows '^status 0$'
		tmux kill-server ;;
	'tcpwho -J -n 10')
		run "$1"
		finish
		[ "$(grep -c '"cmd":"httpd","pid":[0-9]*,"port":80' "$W/rows")" -eq 10 ] ||
			fail "not ten rows" ;;
	'tcpwho -S '* | 'tcpwho -i '*)
		interrupted "$1"
		[ "$(awk '$1 == 80 { n += $(NF - 3) } END { print n }' \
			"$W/rows")" = "$(counted)" ] ||
			{ cat "$W/rows"; fail "the counts are not $(counted)"; } ;;
	'tcpwho arm --recorder')
		run "$1"
		finish
		[ -d $tracing/instances/tcpwho ] || fail "no recorder"
		more 10 ;;
	'tcpwho dump -t -n '*)
		run "$1"
		finish
		prints '^..:..:......      0            httpd .* 127.0.0.1$' ;;
	'tcpwho dump --follow')
		interrupted "$1"
		prints ' httpd .*     80        127.0.0.1$'
		ends 0 tcpwho disarm ;;
	'tcpwho -P 80,443 -s '*)
		interrupted "$1"
		prints ' httpd .*     80        127.0.0.1$' ;;
	'tcpwho check')
		run "$1"
		finish
		prints 'proven' ;;
	'tcpwho -- make test')
		run "$1"
		finish
		[ "$(grep -c ' suite .* 5003 ' "$W/rows")" -eq 3 ] ||
			fail "not the three of the test suite" ;;
	'tcpwho -w trace.dat')
		interrupted "$1"
		cp "$W/rows" "$W/recorded"
		for host in web1 web2 db; do cp trace.dat $host.dat; done ;;
	'tcpwho report -t '*' trace.dat')
		run "$1"
		finish
		[ "$(wc -l <"$W/rows")" -eq "$(wc -l <"$W/recorded")" ] ||
			fail "not as many rows as were recorded" ;;
	'trace-cmd report trace.dat')
		run "$1"
		finish
		[ "$(grep -c ' row: ' "$W/rows")" -eq \
			$(($(wc -l <"$W/recorded") - 1)) ] ||
			fail "not as many rows as were recorded" ;;
	'tcpwho report --html page.html trace.dat')
		run "$1"
		finish
		[ "$(grep -c '^<tr>.*<td>httpd<' page.html)" -gt 0 ] ||
			fail "the page has no line of the server" ;;
	'tcpwho report -w all.dat '*)
		run "$1"
		finish
		ends 0 tcpwho report all.dat
		[ "$(wc -l <"$W/out")" -eq \
			$((3 * ($(wc -l <"$W/recorded") - 1) + 1)) ] ||
			fail "not the rows of all three" ;;
	*) fail "nobody has said what this is to do" ;;
	esac
}

remember
while read -r example; do
	echo "example: $example"
	try "$example"
done <"$W/examples"
unchanged
