#!/bin/sh
# clients.sh [ROUNDS [PAUSE]]: runs in the guest beside servers-init.sh. Each round connects once with ssh, curl,
# redis-cli and psql, over IPv4 and over IPv6, so eight connections; PAUSE seconds lie between rounds.
# Prints the number of connections at the end, and nothing before that. It fails with the first client that does.

set -eu
rounds=${1:-1} pause=${2:-0}
PATH=$PATH:/usr/lib/postgresql/15/bin
export PGSSLMODE=disable PGGSSENCMODE=disable

client() {
    output=$("$@" 2>&1) || { echo "clients.sh: failed: $*: $output" >&2; exit 1; }
    connections=$((connections + 1))
}

connections=0
round=0
while [ "$round" -lt "$rounds" ]; do
    [ "$round" -eq 0 ] || sleep "$pause"
    for host in 127.0.0.1 ::1; do
        client ssh -o BatchMode=yes "$host" true
        client curl -sS --globoff "http://$(echo $host | sed 's/.*:.*/[&]/')/"
        client redis-cli -h "$host" ping
        client psql -h "$host" -p 1921 -U postgres -c 'select 1'
    done
    round=$((round + 1))
done
echo "$connections"
