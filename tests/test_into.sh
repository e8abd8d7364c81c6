#!/usr/bin/env bash
# The examples of "Into other programs" in the manual and the README, word for word and in their order, against the
# truth beside the recordings: jq, the journal, rsyslog, SQLite and ClickHouse as Debian 12 has them. They run in a
# system of their own, unpacked in the cache, and in namespaces that end with this script and take all with them that
# was started there: no package is installed, no port or socket is this machine's. BUILD is the folder with the program.
# Prints TAP.

# shellcheck source-path=SCRIPTDIR source=tap.sh
source "$(dirname "$0")/tap.sh"

recordings=$root/tests/data/recordings

main() {
    local system
    system=$(scripts/fetch-tests.sh --cached programs) ||
        missing 'there is no system with these programs in the cache; as root, run: make deps-check'
    [[ -x /usr/bin/python3 ]] || missing 'there is no python3; as root, run: make deps-check'
    begin
    apart true 2>"$scratch/why" || missing "only root can change root; run it as root: $(<"$scratch/why")"
    apart timeout 80 bash "$root/tests/test_into.sh" "$system" "$scratch"
}

apart() { unshare --mount --net --pid --fork --kill-child "$@"; }
missing() { skip examples "$1"; plan; }

# In those namespaces: SYSTEM SCRATCH. What is written to either stays in memory.
inside() {
    scratch=$2 system=$2/system here=$2/system/here
    make_system "$1"
    start_services
    examples >"$scratch/examples"
    while IFS= read -r -d '' example; do check "$(head -n 1 <<<"$example")" try "$example"; done <"$scratch/examples"
    check 'there are six examples' test "$number" -ge 6
    plan
}

make_system() {
    mount -t tmpfs none "$scratch"
    mkdir "$scratch"/{upper,work,system}
    mount -t overlay -o "lowerdir=$1,upperdir=$scratch/upper,workdir=$scratch/work" none "$system"
    mkdir -p "$here" "$system/sys/fs/cgroup"
    mount -t proc none "$system/proc"
    mount -t cgroup2 none "$system/sys/fs/cgroup"
    chroot "$system" ip link set lo up
    echo 127.0.0.1 localhost >"$system/etc/hosts"
    ln -sf /usr/share/zoneinfo/Etc/UTC "$system/etc/localtime"
    echo 0123456789abcdef0123456789abcdef >"$system/etc/machine-id"
    echo adm:x:4: >>"$system/etc/group"
    install_tcpwho
    make_recordings
}

# With the libraries that it was built with. This kernel may have no kprobes: what a live run prints is in trace.dat.
install_tcpwho() {
    "$root/scripts/bundle.sh" "$system/opt" "$build/tcpwho"
    cat >"$system/usr/bin/tcpwho" <<END
#!/bin/sh
[ "\$1" = report ] || set -- report "\$@" trace.dat
exec /opt/lib64/ld-linux-x86-64.so.2 --inhibit-cache \
    --library-path /opt/lib/x86_64-linux-gnu:/opt/usr/lib/x86_64-linux-gnu /opt$build/tcpwho "\$@"
END
    chmod +x "$system/usr/bin/tcpwho"
}

# One for the live runs, and those of three machines, one of which has no IPv6.
make_recordings() {
    of_machine tcpwho 6.12-own trace
    of_machine web-01 5.10-v6-date web1
    of_machine web-02 6.12-own web2
    of_machine db-001 6.1-v7-none all
    run 'tcpwho report -q -4 -w db.dat all.dat' >/dev/null
    grep '"family":4' "$here/all.json" >"$here/db.json"
}

# of_machine HOST RECORDING NAME: that recording and its truth, as of that host, whose name has as many letters.
of_machine() {
    LC_ALL=C sed "s/Linux tcpwho /Linux $1 /" "$recordings/$2.dat" >"$here/$3.dat"
    cp "$recordings/$2.json" "$here/$3.json"
}

run() { chroot "$system" /bin/sh -c "cd /here; $1"; }
service() { chroot "$system" "$@" >>"$scratch/services" 2>&1 & }
wait_until() {
    local tries=0
    until "$@" >"$scratch/last" 2>&1; do
        ((++tries < 200)) || { echo "waited in vain for: $*"; cat "$scratch"/{last,services}; return 1; }
        sleep 0.1
    done
}

start_services() {
    service /usr/sbin/clickhouse-server --config-file=/etc/clickhouse-server/config.xml
    service /lib/systemd/systemd-journald
    wait_until test -S "$system/run/systemd/journal/stdout"
}
start_rsyslog() {
    service /usr/sbin/rsyslogd -n
    wait_until test -S "$system/dev/log"
}

# Each with a NUL behind: the literal blocks of the manual, and the paragraphs of code of the README.
examples() {
    sed -n '/^\.Ss Into other programs/,/^\.S[hs] [^I]/p' "$root/src/tcpwho.8" |
        sed -n '/^\.Bd/,/^\.Ed/{/^\.Bd/d; s/^\.Ed/\x00/; s/\\e/\\/g; s/\\&//g; p}' | paragraphs
    sed -n '/^## Into other programs/,/^## [^I]/{s/^    //p; s/^$/\x00/p}' "$root/README.md" | paragraphs
}
paragraphs() { tr '\n\0' '\0\n' | sed -n 's/^\x00*//; /./p' | tr '\n\0' '\0\n'; }

try() {
    case $1 in
    *systemd-cat*) journal_has "$1" ;;
    *'cat >/etc/rsyslog.d/'*) run "$1" && start_rsyslog ;;
    *logger*) run "$1" && wait_until is_logged ;;
    *sqlite3*) prints "$1" kinds ;;
    *clickhouse-client*) wait_until run 'clickhouse-client --query "SELECT 1"' && prints "$1" machines ;;
    *jq*) prints "$1" of_others ;;
    *) echo 'nobody has said what this is to do'; return 1 ;;
    esac
}

# prints EXAMPLE TRUTH
prints() { run "$1" >"$scratch/printed" && diff <("$2") "$scratch/printed"; }

# The journal is written to while the first command has ended already.
journal_has() { run "$(head -n 1 <<<"$1")" && wait_until prints "$(tail -n +2 <<<"$1")" sources; }

# truth FORMAT NAME: that of a recording, or a log of rows, in the words of an example.
truth() {
    /usr/bin/python3 -c 'import json, sys
for line in open(sys.argv[2]): print(sys.argv[1].format(**json.loads(line)))' "$1" "$here/$2"
}
of_others() { truth '{uid} {cmd} {ip_source}' trace.json | sed -n '/^0 /d; s/^[0-9]* //p'; }
sources() { truth '{ip_source}' trace.json | sort | uniq -c | sort -rn; }
kinds() { truth '{port}|{cmd}' trace.json | sort | uniq -c | sed -E 's/^ *([0-9]+) (.*)/\2|\1/'; }
is_logged() {
    local row='{uid} {cmd} {port} {ip_source}'
    diff <(truth "$row" trace.json | sort) <(truth "$row" ../var/log/tcpwho.json | sort)
}
machines() {
    local name
    for name in web1 web2 db; do truth "{ip_source} $name" $name.json; done | sort | uniq -c |
        awk '{ hosts[$2]++; accepts[$2] += $1 } END { for (ip in hosts) print ip "\t" hosts[ip] "\t" accepts[ip] }' |
        sort -t $'\t' -k2,2rn -k3,3rn
}

if (($#)); then inside "$@"; else main; fi
