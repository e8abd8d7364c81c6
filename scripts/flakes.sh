#!/usr/bin/env bash
# flakes.sh N SCENARIO…|all [--kernel KERNEL]: runs live scenarios N times on a busy machine, in one VM more than there
# are cores, or in $VMS, and prints how often each failed, and the longest that it took. Keeps what failed ones have
# printed in build/flakes/NAME.VM.log. Fails when one failed. Judges nothing else: whether a failure is the scenario's
# fault or tcpwho's has to be read there.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=boots.sh
source "$root/scripts/boots.sh"

kernel=6.12
build=$root/build
logs=$build/flakes
vms=${VMS:-$(($(nproc) + 1))}

main() {
    local rounds names=() vm
    parse "$@"
    "$root/scripts/setup.sh" vm
    make -s -C "$root" live
    modules=$("$root/scripts/modules.sh" "$kernel" sctp nfsd vsock_loopback)
    rm -rf "$logs"
    mkdir -p "$logs"
    make_overlay
    ((rounds >= vms)) || vms=$rounds
    for ((vm = 1; vm <= vms; vm++)); do run_rounds "$vm" & done
    wait
    for vm in "$logs"/vm.*; do by_name "$vm"; done | sort -s -k 2,2 | rates
}

usage() { die "usage: flakes.sh N SCENARIO…|all [--kernel KERNEL]"; }

parse() {
    [[ ${1-} =~ ^[1-9][0-9]*$ ]] || usage
    rounds=$1
    shift
    while (($#)); do
        case $1 in
        --kernel) (($# > 1)) || usage; kernel=$2; shift ;;
        all) mapfile -t names < <(cd "$root/tests/live" && printf '%s\n' [0-9]*.sh | sed 's/\.sh$//') ;;
        *) [[ -e $root/tests/live/$1.sh ]] || die "there is no scenario tests/live/$1.sh"; names+=("$1") ;;
        esac
        shift
    done
    ((${#names[@]})) || usage
}

# run_rounds VM: its share of the rounds, in one boot.
run_rounds() {
    local words=() round
    for ((round = $1; round <= rounds; round += vms)); do words+=("${names[@]}"); done
    boot "$kernel" ${modules:+--overlay "$modules"} --timeout $((rounds * 3600)) --append SCENARIO_TIMEOUT=600 \
        -- "${words[@]}" >"$logs/vm.$1"
}

# by_name OUTPUT: as lines "RESULT NAME SECONDS". What a scenario has said stands in front of its result.
by_name() {
    awk -v file="$logs/%s.${1##*.}.log" '
        { said = said $0 "\n" }
        $1 == "time" { print result, $3, $2; said = ""; next }
        /^(ok|not ok|skip) / {
            result = $1
            name = $1 == "not" ? $3 : $2
            if ($1 == "not") printf "%s", said >>sprintf(file, name)
            if (name == "VM") print "not VM 0"
            said = ""
        }' "$1"
}

rates() {
    awk 'BEGIN { format = "%-24s %6s %9s %7s %9s\n"; printf format, "NAME", "RUNS", "FAILURES", "RATE", "SLOWEST_S" }
        function end() {
            if (name && runs) printf format, name, runs, failures, sprintf("%.1f%%", 100 * failures / runs), slowest
            else if (name) printf "%-24s skipped\n", name
            runs = failures = slowest = 0
        }
        $2 != name { end(); name = $2 }
        $1 != "skip" { runs++; ran++ }
        $1 == "not" { failures++; failed++ }
        $3 + 0 > slowest + 0 { slowest = $3 }
        END { end(); exit failed || !ran }'
}

main "$@"
