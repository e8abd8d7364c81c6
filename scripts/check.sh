#!/usr/bin/env bash
# check.sh BUILD check|ci|all|JOB…: runs the test jobs of that tier of the file `jobs`, or those named, and prints a line
# for each test. Writes them to BUILD/results/JOB, the seconds of all to BUILD/times, and as a table, kernels by scenarios,
# to BUILD/matrix.md. Fails when a test failed. Touches nothing outside BUILD but the cache, and installs packages as root
# on Debian alone.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=boots.sh
source "$root/scripts/boots.sh"
# Those that it runs may install too.
export TCPWHO_INSTALL=yes

main() {
    local alone together
    (($# > 1)) || die "usage: check.sh BUILD check|ci|all|JOB…; JOB is a name of scripts/jobs"
    mkdir -p "$1/results"
    build=$(realpath "$1")
    shift
    case $1 in
    check | ci | all) select_tier "$1" ;;
    *) select_named "$@" ;;
    esac
    prepare
    for job in "${alone[@]}"; do run_job "$job"; done
    in_parallel run_job "${together[@]}"
    write_tables
    "$root/scripts/tally.sh" "$build"/results/*
}

write_tables() {
    cat "$build"/results/* | sed -n 's/^time //p' | sort -k 1,1rn >"$build/times"
    cat "$build"/results/* | awk -v scenarios="$(basename -s .sh "$root"/tests/live/*.sh | xargs)" \
        -f "$root/scripts/matrix.awk" >"$build/matrix.md"
}

table() { sed 's/#.*//' "$root/scripts/jobs"; }
select_tier() {
    mapfile -t alone < <(table | awk -v tier="$1" '/ alone / && $0 ~ " " tier "( |$)" { print $1 }')
    mapfile -t together < <(table | awk -v tier="$1" '!/ alone / && $0 ~ " " tier "( |$)" { print $1 }')
}
select_named() {
    mapfile -t alone < <(table | awk '/ alone / { print $1 }' | grep -xFf <(printf '%s\n' "$@"))
    mapfile -t together < <(printf '%s\n' "$@" | grep -vxFf <(table | awk '/ alone / { print $1 }'))
}
jobs() { printf '%s\n' "${alone[@]}" "${together[@]}"; }

# Everything that two jobs would fetch, install or build at once is fetched, installed and built before the first.
prepare() {
    local levels kernel kernels arches
    mapfile -t kernels < <(jobs | sed -n 's/:.*//p' | sort -u)
    read -ra levels <<<"build check ${kernels[*]:+vm} $(jobs | grep -xE 'lint|fuzz' | xargs -r echo lint | cut -d' ' -f1)"
    "$root/scripts/setup.sh" "${levels[@]}"
    [[ $(jobs) != *test* ]] || "$root/scripts/fetch-tests.sh" >/dev/null || say "going on without some tests"
    make -s -j"$(nproc)" -C "$root" BUILD="$build" all live
    for kernel in "${kernels[@]}"; do "$root/scripts/kernel.sh" "${kernel#static-}" >/dev/null; done
    ((${#kernels[@]} == 0)) || make_overlay
    mapfile -t arches < <(for kernel in "${kernels[@]}"; do static_arch "$kernel"; done | sort -u)
    for arch in "${arches[@]}"; do build_static "$arch" >"$build/results/static-$arch"; done
}

run_job() {
    local started=$SECONDS results=$build/results/$1
    case $1 in
    *:*) job_vm "${1%%:*}" "${1#*:}" ;;
    *) "job_$1" ;;
    esac >"$results" 2>&1 || grep -q '^not ok' "$results" || echo "not ok $1" >>"$results"
    echo "time $((SECONDS - started)) job $1" >>"$results"
    grep -E '^(ok|not ok|skip|#)' "$results" || true
    say "$1 took $((SECONDS - started)) s"
}

job_test() { make -s -j"$(nproc)" -C "$root" BUILD="$build" test; }
job_lint() { "$root/scripts/lint.sh"; }
job_reproducible() { "$root/scripts/check-reproducible.sh" "$build"; }
job_debians() {
    ((EUID == 0)) || { echo 'skip debians: only root can change root'; return; }
    "$root/scripts/check-debians.sh" "$build"
}
job_debians() { "$root/scripts/check-debians.sh" "$build"; }
job_asan() {
    make -s -j"$(nproc)" -C "$root" BUILD="$build" asan | sed 's/^ok /&asan: /; s/^not ok /&asan: /; s/^skip /&asan: /'
}
job_fuzz() {
    if make -s -C "$root" BUILD="$build" fuzz ARGS=-runs=20000; then
        echo 'ok fuzz: 20000 recordings'
    else
        echo "not ok fuzz: see $build/crash-*"
    fi
}

# On this machine's kernel: all that does not take long where it has kprobes, else what needs none.
job_native() {
    local set=native why
    ((EUID == 0)) || { echo 'skip native: only root can trace'; return; }
    if why=$("$root/scripts/has-kprobes.sh"); then
        set=quick
    elif ! "$root/scripts/has-tracepoints.sh"; then
        set=no_kprobes
    fi
    echo "# ${why:-this machine has kprobes}"
    SHOW_JSON=1 BIN=$build/live sh "$build/live/run.sh" "$set" | with_json native
}

# Scenarios that want a boot of their own, and what it takes.
declare -A special=(
    [bench]='--icount --append SCENARIO_TIMEOUT=900 -- bench'
    [idle]='--icount -- idle'
    [survival]='--append SCENARIO_TIMEOUT=600 -- torture kill9'
    [many_cpus]='--smp 64 --mem 2048 -- many_cpus'
    [new_cpu]='--append maxcpus=1 -- new_cpu'
    [lockdown]='--append lockdown=confidentiality -- lockdown'
    [lacks]='--append STORM=1250 --append SCENARIO_TIMEOUT=1800 -- lacks'
    [servers]='-- servers'
    [screen]='-- top examples'
)

# job_vm KERNEL SET
job_vm() {
    local kernel=${1#static-} options=() words arch overlay=$build/vm-root
    arch=$(static_arch "$1")
    [[ -z $arch ]] || overlay=$build/static-$arch/vm-root
    read -ra words <<<"${special[$2]-$(set_words "$2")}"
    mapfile -t options < <(folders "$kernel" "$2" "$arch")
    {
        [[ -z $arch ]] || check_bare "$kernel" "$arch"
        boot "$kernel" "${options[@]}" "${words[@]}"
    } | with_json "$1"
}

# In a set the storm is a smaller one: emulated, 20,000 accepts take a while, on another architecture minutes.
set_words() {
    local storm='--append STORM=1250'
    [[ $1 != all ]] || storm=
    echo "$storm --append SHOW_JSON=1 -- $1"
}

# What the guest has beside the programs: the modules that scenarios load, servers, a terminal.
folders() {
    local folder=
    case $2:$3 in
    quick: | all:) folder=$("$root/scripts/modules.sh" "$1" sctp nfsd vsock_loopback) ||
        say "going on without the modules of $1" ;;
    servers:) folder=$("$root/scripts/servers.sh") ;;
    screen:) folder=$build/vm-screen && make_screen "$folder" ;;
    esac
    [[ -z $folder ]] || printf '%s\n' --overlay "$folder"
}

make_screen() {
    rm -rf "$1"
    "$root/scripts/bundle.sh" "$1" "${screen_files[@]}"
}

# static_arch KERNEL: the architecture of the static file that runs there, or nothing.
static_arch() {
    local arch
    arch=$(arch_of "${1#static-}")
    [[ $1 != static-* && $arch == amd64 ]] || echo "$arch"
}

build_static() {
    local static=$build/static-$1
    read_arch "$1"
    need "$package"
    "$root/scripts/static.sh" "$build" "$1" live >&2 || { echo "not ok $1 building"; return; }
    rm -rf "$static"/vm-{root,bare}
    mkdir -p "$static"/vm-{root/live,bare}
    cp "$static"/live/* "$static/vm-root/live"
    cp "$static"/live/{tcpwho,bare} "$static/vm-bare"
    [[ $1 != "$native" ]] || "$root/scripts/bundle.sh" "$static/vm-root" "$(type -P strace)" "${screen_files[@]}"
    check_file "$1"
}

# One file, small, and the kernel loads nothing else: no interpreter, no library.
check_file() {
    local file=$build/static-$1/tcpwho headers bytes
    headers=$(readelf --wide --program-headers "$file")
    bytes=$(stat -c %s "$file")
    if ((bytes <= 1500000)) && grep -q ' LOAD ' <<<"$headers" && ! grep -qE ' (INTERP|DYNAMIC) ' <<<"$headers"; then
        echo "ok static-$1 file"
    else
        echo "# $bytes bytes; $headers"
        echo "not ok static-$1 file"
    fi
}

# check_bare KERNEL ARCH: in a guest in which there is nothing but tcpwho and what runs it. The rows are on stdout, the
# truth is on stderr.
check_bare() {
    local said=$build/bare.$1
    if "$root/scripts/vm.sh" --timeout 300 --bare --overlay "$build/static-$2/vm-bare" "$1" /bare >"$said.rows" 2>"$said.err" &&
        grep -q '^tcpwho: 5 accepts, 0 lost' "$said.err" &&
        grep '^{' "$said.err" | diff - "$said.rows" >>"$said.err"; then
        echo "ok bare"
    else
        sed 's/^/# /' "$said.err"
        echo "not ok bare"
    fi
    rm "$said".*
}

main "$@"
