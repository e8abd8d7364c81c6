# Names of strangers: blanks and quotes as they are, whatever could drive a
# terminal as \xNN, in the table and in JSON.
. "$BIN/lib.sh"
esc=$(printf '\033')
start -o CMD,PORT -P 5001-5004 -n 4
table=$tcpwho
mv "$W/rows" "$W/table"
start -J -o CMD,PORT -P 5001-5004 -n 4
printf '%16s %6s\n' CMD PORT >"$W/table.expected"
port=5000
try() { # NAME TABLE JSON
	port=$((port + 1))
	acceptor -p $port -c "$1" >"$W/truth" &
	client 127.0.0.1 $port
	printf '%16s %6s\n' "$2" $port >>"$W/table.expected"
	printf '{"cmd":"%s","port":%s}\n' "$3" $port >>"$W/json.expected"
}
try 'two words "x"' 'two words "x"' 'two words \"x\"'
try "${esc}[31mred" '\x1b[31mred' '\\x1b[31mred'
try 'line
end\' 'line\x0aend\x5c' 'line\\x0aend\\x5c'
try "$(printf 'caf\303\251 \377\302')" "$(printf 'caf\303\251 \\xff\\xc2')" \
	"$(printf 'caf\303\251 \\\\xff\\\\xc2')"
finish
wait $table || fail "that of the table ended with $?"
cmp "$W/table" "$W/table.expected" || { cat -A "$W/table"; fail "not that table"; }
cmp "$W/rows" "$W/json.expected" || { cat -A "$W/rows"; fail "not that JSON"; }
