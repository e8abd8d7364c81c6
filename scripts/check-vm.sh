#!/usr/bin/env bash
# check-vm.sh BUILD [KERNEL…]: runs the live scenarios in a VM on each kernel
# of scripts/kernels but the `named`, or on those given, some VMs at a time.
# Prints a line for each scenario and adds it to BUILD/results; fails when one
# failed.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=boots.sh
source "$root/scripts/boots.sh"

build=$(realpath "$1")
shift
overlay=$build/vm-root
make_overlay() {
    rm -rf "$overlay"
    "$root/scripts/bundle.sh" "$overlay" "$build/tcpwho" "$(type -P strace)" "$(type -P trace-cmd)"
    mkdir -p "$overlay/live"
    cp "$build"/live/* "$root"/scripts/{servers-init,clients}.sh "$overlay/live"
}

make_screen() {
    local folder=$build/vm-screen
    rm -rf "$folder"
    "$root/scripts/bundle.sh" "$folder" "${screen_files[@]}"
    echo "$folder"
}

# What the scenarios load; a kernel that lacks one has them skip.
modules() {
    "$root/scripts/modules.sh" "$1" sctp nfsd vsock_loopback || say "going on without the modules of $1"
}

# check_kernel KERNEL [SET]: the scenarios of that set of run.sh, or all; the storm is a smaller one in a set.
check_kernel() {
    local started=$SECONDS folder
    folder=$(modules "$1")
    {
        boot "$1" ${folder:+--overlay "$folder"} --append "SHOW_JSON=1 ${2:+STORM=1250}" -- "${@:2}" |
            apart "$build/json.$1"
        boot "$1" --icount -- idle
        check_json "$build/json.$1"
    } | label "$1" >"$build/results.$1"
    tee -a "$build/results" <"$build/results.$1"
    say "$1 took $((SECONDS - started)) s"
}

# Scenarios that want more than a kernel, on 6.12.
declare -A special=(
    [bench]='--icount --append SCENARIO_TIMEOUT=900 -- bench'
    [survival]='--append SCENARIO_TIMEOUT=600 -- torture kill9'
    [new_cpu]='--append maxcpus=1 -- new_cpu'
    [lockdown]='--append lockdown=confidentiality -- lockdown'
    [servers]='-- servers'
    [screen]='-- top examples'
)
check_special() {
    local words folders=()
    read -ra words <<<"${special[$1]}"
    [[ $1 != servers ]] || folders=(--overlay "$("$root/scripts/servers.sh")")
    [[ $1 != screen ]] || folders=(--overlay "$(make_screen)")
    boot 6.12 "${folders[@]}" "${words[@]}" | label 6.12 >"$build/results.6.12.$1"
    tee -a "$build/results" <"$build/results.6.12.$1"
}

# A job is a kernel, KERNEL:quick, or :SPECIAL.
check_job() {
    case $1 in
    :*) check_special "${1#:}" ;;
    *:*) check_kernel "${1%:*}" "${1#*:}" ;;
    *) check_kernel "$1" ;;
    esac
}

make_overlay
if (($#)); then
    jobs=("$@")
else
    mapfile -t jobs < <(sed 's/#.*//' "$root/scripts/kernels" |
        awk 'NF && $3 != "named" { print $1 ($3 ? ":" $3 : "") }')
fi
# Fetched one by one before any boot: two at once would only share the line.
for job in "${jobs[@]}"; do modules "${job%:*}" >/dev/null; done
[[ " ${jobs[*]} " != *' 6.12 '* ]] || for name in "${!special[@]}"; do jobs+=(":$name"); done
in_parallel check_job "${jobs[@]}"
! grep -q '^not ok' "$build"/results
