# Names of strangers: blanks and quotes as they are, whatever could drive a
# terminal as \xNN, in the table and in JSON.
. "$BIN/lib.sh"
esc=$(printf '\033')
try() { # NAME TABLE JSON
	start -o CMD,PORT -n 1
	acceptor -c "$1" >"$W/truth" & client 127.0.0.1 5000
	finish
	printf '%16s %6s\n%16s %6s\n' CMD PORT "$2" 5000 >"$W/expected"
	cmp "$W/rows" "$W/expected" || { cat -A "$W/rows"; fail "table: $2"; }
	start -J -o CMD -n 1
	acceptor -c "$1" >"$W/truth" & client 127.0.0.1 5000
	finish
	printf '{"cmd":"%s"}\n' "$3" >"$W/expected"
	cmp "$W/rows" "$W/expected" || { cat -A "$W/rows"; fail "JSON: $3"; }
}
try 'two words "x"' 'two words "x"' 'two words \"x\"'
try "${esc}[31mred" '\x1b[31mred' '\\x1b[31mred'
try 'line
end\' 'line\x0aend\x5c' 'line\\x0aend\\x5c'
try "$(printf 'caf\303\251 \377\302')" "$(printf 'caf\303\251 \\xff\\xc2')" \
	"$(printf 'caf\303\251 \\\\xff\\\\xc2')"
