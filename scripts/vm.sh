#!/usr/bin/env bash
# vm.sh [OPTION…] KERNEL COMMAND [ARG…]: runs COMMAND as root in a throw-away virtual machine, as if it ran here:
# its stdout, stderr and exit status are those of this script. 124 means out of time, 125 that the guest died.
# The guest gets nothing of this machine but the folders given with --overlay, and no network.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"
# shellcheck source=arch.sh
source "$root/scripts/arch.sh"

usage() {
    cat <<'END'
usage: vm.sh [OPTION…] KERNEL COMMAND [ARG…]
KERNEL is a name from scripts/kernels or the path of a kernel image.
  --overlay DIR   lay this folder over the guest's root (may be given again)
  --bare          nothing else in the guest: COMMAND, a single word, is its init
  --arch ARCH     of a kernel given by path, amd64 unless told
  --icount        one instruction takes one nanosecond of the guest's clock, on one CPU
  --smp N         CPUs, 2 unless told
  --mem MB        memory, 1024 unless told
  --timeout SEC   give up after that long, 600 unless told
  --append STR    add to the kernel's command line (may be given again)
  --log FILE      keep the console's output there
END
}

# A byte that "rep stos" clears is an instruction there, so a page is 4,096 of them; and when slabs need new pages is up to
# chance, which made up to 400 instructions an accept from boot to boot.
steady=init_on_alloc=0

main() {
    overlays=() bare='' arch='' append='' log='' smp=2 mem=1024 timeout=600 icount=()
    parse "$@"
    read_arch "${arch:-$(arch_of "$kernel")}"
    need "$package" busybox-static cpio
    work=$(mktemp -d -t tcpwho-vm.XXXXXX)
    trap 'rm -rf "$work"' EXIT
    log=${log:-$work/console}
    find_kernel
    make_initramfs >"$work/initramfs"
    boot
    finish
}

parse() {
    while [[ ${1-} == --* ]]; do
        case $1 in
        --icount) icount=(-icount 'shift=0,sleep=off') smp=1 append+=" $steady" ;;
        --bare) bare=1 ;;
        --help) usage; exit 0 ;;
        --overlay | --arch | --smp | --mem | --timeout | --append | --log)
            (($# > 1)) || die "$1 needs a value; see vm.sh --help"
            option "$1" "$2"
            shift
            ;;
        *) die "no option is called $1; see vm.sh --help" ;;
        esac
        shift
    done
    (($# > 1)) || { usage >&2; exit 2; }
    kernel=$1 command=("${@:2}")
    [[ -z $bare || ${#command[@]} -eq 1 ]] || die "with --bare COMMAND is a program without arguments"
}

option() {
    case $1 in
    --overlay)
        [[ -d $2 ]] || die "there is no folder $2 to overlay"
        overlays+=("$2")
        ;;
    --append) append+=" $2" ;;
    *) printf -v "${1#--}" %s "$2" ;;
    esac
}

find_kernel() {
    [[ $kernel == */* ]] || kernel=$("$root/scripts/kernel.sh" "$kernel")
    [[ -r $kernel ]] || die "there is no kernel image $kernel; give a path or a name from scripts/kernels"
}

make_initramfs() {
    local base=(--base "$arch" "$(quote exec "${command[@]}")")
    [[ -z $bare ]] || base=()
    "$root/scripts/initramfs.sh" "${base[@]}" "${overlays[@]}"
}

# For any POSIX shell; bash's own ways of quoting may yield what the guest's shell does not know.
quote() {
    local word
    for word; do printf "'%s' " "${word//\'/\'\\\'\'}"; done
}

# QEMU writes to pipes of our own, because it would make our stdout non-blocking for everyone who has it.
boot() {
    local readers=()
    exec {out}> >(exec cat)
    readers+=($!)
    exec {err}> >(exec cat >&2)
    readers+=($!)
    start_qemu
    trap 'kill "$qemu" 2>/dev/null; wait "$qemu"; exit 130' INT TERM HUP
    wait "$qemu" && rc=0 || rc=$?
    exec {out}>&- {err}>&-
    wait "${readers[@]}" || true
}

# The guest has a console of its own, and three ports for stdout, stderr and exit status, which the kernel's command line
# names: what it does not know itself it puts into init's environment.
# The kernel measures whether the timer ticks; on a host that is too busy just then it panics (no_timer_check).
start_qemu() {
    local devices names
    place_ports
    [[ ${#icount[@]} -eq 0 ]] || thread=single
    [[ -z $bare ]] || append+=" rdinit=${command[0]}"
    setpriv --pdeathsig TERM timeout --kill-after 5 "$timeout" \
        "${emulator[@]}" -accel "tcg,thread=$thread" "${icount[@]}" -smp "$smp" -m "$mem" \
        -nodefaults -no-user-config -display none -no-reboot \
        -chardev "file,id=console,path=$log" -serial chardev:console \
        -chardev "file,id=out,path=/dev/fd/$out" \
        -chardev "file,id=err,path=/dev/fd/$err" \
        -chardev "file,id=status,path=$work/status" "${devices[@]}" \
        -kernel "$kernel" -initrd "$work/initramfs" \
        -append "console=$console PORTS=$names quiet panic=-1 mitigations=off nokaslr no_timer_check $append" </dev/null &
    qemu=$!
}

# Sets $devices, the three ports beside the console, and $names, what the guest calls them.
place_ports() {
    local port
    devices=() names=hvc0,hvc1,hvc2
    [[ $ports != serial ]] || names=ttyS1,ttyS2,ttyS3
    [[ $ports == serial ]] || devices=(-device "$ports")
    for port in out err status; do
        [[ $ports == serial ]] && devices+=(-serial "chardev:$port") || devices+=(-device "virtconsole,chardev=$port")
    done
}

finish() {
    local status
    status=$(cat "$work/status" 2>/dev/null) || true
    [[ -z $status ]] || exit "$status"
    keep_log
    if ((rc == 124 || rc == 137)); then
        say "the command did not end within $timeout seconds; the console is in $log"
        exit 124
    fi
    tail -n 30 "$log" >&2 || true
    say "the guest died before the command ended; the console is in $log"
    exit 125
}

keep_log() {
    [[ $log == "$work/console" && -e $log ]] || return 0
    log=$(mktemp -t tcpwho-console.XXXXXX)
    cp "$work/console" "$log"
}

main "$@"
