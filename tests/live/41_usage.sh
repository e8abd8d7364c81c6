# Wrong usage: exit 2 and one sentence, before anything is touched.
. "$BIN/lib.sh"
refuses() { # SENTENCE OPTION…
	sentence=$1
	shift
	ends 2 tcpwho "$@"
	has_line "$sentence" "$W/err" || { cat "$W/err"; fail "not said: $sentence"; }
	[ "$(wc -l <"$W/err")" -eq 1 ] || fail "more than one line"
}
refuses 'no column is called "FOO"; there are UID CMD PID PORT IP_SOURCE TIME' -o FOO
refuses 'no such option as --frob' --frob
refuses 'no such option as -Z' -Z
refuses '--count wants an argument' -n
refuses 'give a number from 1 on' -n 0
refuses 'give a number from 1 on' -n 12abc
refuses 'give a time' -d 5x
refuses 'give a number of KB' -b -1
refuses 'give ports from 1 to 65535, such as 22,8000-8099' -P ssh
refuses 'give users of /etc/passwd or their numbers' -u nobody-of-that-name
refuses 'A command to run goes behind --' ls
refuses 'wants a command' --
tcpwho --help >"$W/help" || fail "--help ended with $?"
has_line '^Usage: tcpwho' "$W/help" || fail "no help"
tcpwho --version | grep -q '^tcpwho [0-9]' || fail "no version"
