#!/usr/bin/env bash
# bench-peers.sh BUILD [TOOL…]: measures tcpwho and the other tools of tests/live/peers_table.sh, or those named, on the
# same accepts of one VM with Debian 13's kernel and packages, and how tcpwho's cost grows in one with 8 CPUs. Writes
# BUILD/bench.md and bench.json, prints which goals are met, and fails when one is not. Figures come from these runs alone:
# a tool that does not run here gets a row with what it said. Takes an hour, and 2 GB in the cache.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
suite=trixie kernel=6.12
# What only building needs, and what no tool reads: the guest has its root in memory.
only_here=(./boot './dev/*' ./usr/lib/{debug,gcc} './usr/lib/x86_64-linux-gnu/perl*' './usr/share/perl*'
    ./usr/share/ieee-data './usr/bin/*-lto-dump*')
declare -A packages=()

main() {
    (($#)) || die "usage: bench-peers.sh BUILD [TOOL…]"
    build=$(realpath "$1") tools=${*:2}
    "$root/scripts/setup.sh" vm
    make -s -C "$root" BUILD="$build" live
    name_kernel
    read_peers
    overlay=$(mktemp -d "$build/bench.XXXXXX")
    mkdir -p "$overlay"/{peers,live}
    trap 'rm -rf "$overlay"' EXIT
    rm -f "$build/bench.log"
    {
        echo "kernel $release"
        weigh_all
        prepare >&2
        # shellcheck disable=SC2086  # words
        measure --mem 3072 --timeout 7200 -- peers.sh $tools
        [[ -n $tools ]] || growth
    } | tee "$build/bench.results" >&2
    write
}

name_kernel() {
    local image
    image=$("$root/scripts/kernel.sh" $kernel)
    release=$(basename "$(dirname "$image")")
    release=${release#linux-image-}
}

# Of the table only what is to be installed is of use here.
read_peers() {
    peer() { packages[$1]=${2//KERNEL/$release}; }
    # shellcheck source=../tests/live/peers_table.sh
    source "$root/tests/live/peers_table.sh"
    peers
}

# On top of a Debian that has nothing but what it requires.
weigh_all() {
    local name required
    available=$(private_apt "$suite" apt-cache dumpavail | awk '
        function flush() { if (name) print name, kb + 0, version, required + 0; name = "" }
        /^Package:/ { flush(); name = $2; kb = required = 0 }
        /^Installed-Size:/ { kb = $2 }
        /^Version:/ { version = $2 }
        /^Priority: required|^Essential: yes/ { required = 1 }
        END { flush() }')
    mapfile -t required < <(awk '$4 { print $1 }' <<<"$available")
    base=$(closure "${required[@]}")
    for name in "${!packages[@]}"; do weigh "$name"; done
}
closure() { private_apt "$suite" apt-get -s install "$@" | awk '$1 == "Inst" { print $2 }' | sort -u; }
weigh() {
    local more kb list own=0
    read -ra list <<<"${packages[$1]}"
    more=$(closure "${list[@]}" 2>"$overlay/why") || { leave_out "$1"; return; }
    more=$(comm -13 <(echo "$base") <(echo "$more"))
    [[ $1 != tcpwho ]] || { more+=$'\ntcpwho' own=$(installed_kb); }
    kb=$(awk -v own="$own" 'NR == FNR { wanted[$1]; next } $1 in wanted { sum += $2 } END { print sum + own }' \
        <(echo "$more") <(echo "$available"))
    echo "result $1 packages $(grep -c . <<<"$more")"
    echo "result $1 install_kb $kb"
    ((!${#list[@]})) || echo "result $1 version $(version_of "$1" "${list[0]}")"
}
# What the suite does not have gets a row with apt's words.
leave_out() {
    sed -n '/^E: /{ s///; p; q }' "$overlay/why" >"$overlay/peers/$1.reason"
    unset "packages[$1]"
}
# As dpkg counts: each file in KB of its own.
installed_kb() {
    local folder
    folder=$(mktemp -d "$overlay/installed.XXXXXX")
    quietly make -s -C "$root" BUILD="$build" DESTDIR="$folder" install || die "make install failed; see above"
    find "$folder" -type f -printf '%s\n' | awk '{ kb += int(($1 + 1023) / 1024) } END { print kb }'
    rm -rf "$folder"
}
version_of() {
    [[ $1 != tcpwho ]] || { "$build/tcpwho" --version | sed 's/.* //'; return; }
    awk -v name="$2" '$1 == name { print $3 }' <<<"$available"
}

# The guest's root: Debian's tools in a system of their own, and what can only be built where there is a compiler.
prepare() {
    local wanted
    mapfile -t wanted < <(printf '%s\n' "${packages[@]}" | xargs -n 1 | sort -u)
    system=$("$root/scripts/debian-root.sh" --suite $suite "${wanted[@]}" bpftool gcc make)
    tar -C "$system" "${only_here[@]/#/--exclude=}" -c . | tar -C "$overlay/peers" -x
    "$root/scripts/bundle.sh" "$overlay" "$build/tcpwho"
    install -t "$overlay/peers/usr/bin" "$build/tcpwho" "$build/live/stamp"
    cp "$build"/live/* "$overlay/live"
    build_module
}

# SystemTap's module for the guest, or in its place why there is none.
build_module() {
    local tries said module=tcp_connections
    tries=$(mktemp -d "$system/tmp/tries.XXXXXX") said=$tries/said
    if chroot "$system" env -C "${tries#"$system"}" PATH=/usr/sbin:/usr/bin HOME="${tries#"$system"}" \
        stap -p4 -r "$release" -m $module /usr/share/systemtap/examples/network/$module.stp >"$said" 2>&1; then
        cp "$tries/$module.ko" "$overlay/peers"
    else
        grep -m 1 -E 'error|Error|rror:' "$said" | sed 's|^.*/\([^/]*:[0-9]*:\)|it does not compile: \1|' \
            >"$overlay/peers/systemtap.reason"
    fi
    rm -rf "$tries"
}

# measure OPTION… -- SCRIPT: only its figures go on; what else it said stays for who wants to know.
measure() {
    local options=()
    while [[ $1 != -- ]]; do options+=("$1"); shift; done
    say "running $2 in a VM"
    nice "$root/scripts/vm.sh" --icount "${options[@]}" --overlay "$overlay" $kernel \
        sh -c "BIN=/live W=/tmp sh /live/${*:2}" | tee -a "$build/bench.log" | grep --line-buffered -E '^(result|growth|storm) '
}

# One figure is as good as another where there is one CPU; with more it matters which of them the reader is woken on.
growth() {
    # Without the other tools, which do not fit into these guests' memory.
    rm -rf "$overlay/peers"
    measure --timeout 3600 -- growth.sh reading listeners accepts
    measure --smp 8 --append maxcpus=1 --timeout 3600 -- growth.sh cpus storm
}

write() {
    local form
    for form in md json; do
        awk -v form=$form -f "$root/scripts/bench.awk" "$build/bench.results" >"$build/bench.$form"
    done
    awk -v form=goals -f "$root/scripts/bench.awk" "$build/bench.results"
}

main "$@"
