# shellcheck shell=bash
# Owns how the live scenarios are run in VMs and how their results look, for check.sh and flakes.sh.
# Sourced after lib.sh, never run.

# shellcheck disable=SC2154  # of lib.sh and of those who source this

# shellcheck source-path=SCRIPTDIR source=arch.sh
source "$root/scripts/arch.sh"

# For bundle.sh: a terminal for top, what is known of two kinds of them, and a locale with UTF-8.
# shellcheck disable=SC2034
screen_files=("$(type -P tmux || true)" /lib/terminfo/{s/screen,d/dumb} /usr/lib/locale/C.utf8/LC_CTYPE)

# make_overlay: what every guest has, in the folder $overlay of $build.
make_overlay() {
    overlay=$build/vm-root
    rm -rf "$overlay"
    "$root/scripts/bundle.sh" "$overlay" "$build/tcpwho" "$(type -P strace)" "$(type -P trace-cmd)"
    mkdir -p "$overlay/live"
    cp "$build"/live/* "$root"/scripts/{servers-init,clients}.sh "$overlay/live"
}

# boot KERNEL [VM OPTION…] -- NAME…: the scenarios named, or all, over the folder $overlay and what was built with it.
boot() {
    local kernel options=(--arch "$(arch_of "$1")") status=0 guest
    kernel=$("$root/scripts/kernel.sh" "$1")
    guest=$(dirname "$kernel")/guest
    [[ ! -d $guest ]] || options+=(--overlay "$guest")
    shift
    while [[ ${1---} != -- ]]; do options+=("$1"); shift; done
    "$root/scripts/vm.sh" --timeout 2400 --overlay "$overlay" "${options[@]}" \
        "$kernel" sh /live/run.sh "${@:2}" 2>&1 || status=$?
    ((status == 0)) || echo "not ok VM (status $status)"
}

# with_json NAME: results with that name in front, from what run.sh prints, and one more: whether all that was printed as
# JSON is as the schema says.
with_json() {
    local json
    json=$(mktemp "$build/json.XXXXXX")
    sed -ue "/^json: /{s///w $json" -e 'd}' | label "$1"
    [[ ! -s $json ]] || check_json "$json" | label "$1"
    rm "$json"
}
label() { sed -unE "s/^(ok|not ok|skip|time [0-9.]+) /&$1 /p; s/^# /&/p"; }
check_json() {
    local said result=ok
    said=$(/usr/bin/python3 "$root/tests/json_schema.py" validate <"$1" 2>&1) || result='not ok'
    printf '# %s\n%s JSON of the scenarios\n' "$said" "$result"
}

# in_parallel COMMAND WORD…: for each of them, one VM more at a time than there are cores: each sleeps a third of its time.
in_parallel() {
    local word running=0
    for word in "${@:2}"; do
        ((running <= $(nproc))) || { wait -n || true; running=$((running - 1)); }
        "$1" "$word" &
        running=$((running + 1))
    done
    wait
}
