#!/usr/bin/env bash
# vm.sh [OPTION…] KERNEL COMMAND [ARG…]: runs COMMAND as root in a throw-away virtual machine, as if it ran here:
# its stdout, stderr and exit status are those of this script. 124 means out of time, 125 that the guest died.
# The guest gets nothing of this machine but the folders given with --overlay, and no network.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

usage() {
    cat <<'END'
usage: vm.sh [OPTION…] KERNEL COMMAND [ARG…]
KERNEL is a name from scripts/kernels or the path of a kernel image.
  --overlay DIR   lay this folder over the guest's root (may be given again)
  --icount        one instruction takes one nanosecond of the guest's clock, on one CPU
  --smp N         CPUs, 2 unless told
  --mem MB        memory, 1024 unless told
  --timeout SEC   give up after that long, 600 unless told
  --append STR    add to the kernel's command line
  --log FILE      keep the console's output there
END
}

main() {
    overlays=() append='' log='' smp=2 mem=1024 timeout=600 accel=(-accel 'tcg,thread=single')
    parse "$@"
    need qemu-system-x86 busybox-static cpio
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
        --icount) accel=(-accel 'tcg,thread=single' -icount 'shift=0,sleep=off') smp=1 ;;
        --help) usage; exit 0 ;;
        --overlay | --smp | --mem | --timeout | --append | --log)
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
}

option() {
    case $1 in
    --overlay)
        [[ -d $2 ]] || die "there is no folder $2 to overlay"
        overlays+=("$2")
        ;;
    *) printf -v "${1#--}" %s "$2" ;;
    esac
}

find_kernel() {
    [[ $kernel == */* ]] || kernel=$("$root/scripts/kernel.sh" "$kernel")
    [[ -r $kernel ]] || die "there is no kernel image $kernel; give a path or a name from scripts/kernels"
}

# The kernel unpacks one cpio archive after the other, later files over earlier ones: nothing is copied first.
make_initramfs() {
    local overlay
    make_base "$work/base"
    archive "$work/base"
    for overlay in "${overlays[@]}"; do archive "$overlay"; done
}

# Uncompressed, because an emulated guest is slow to unpack. /bin, /lib and the like are links into /usr in the
# base, so an overlay's folders of these names are left out; the files in them follow the links.
archive() {
    local owner=()
    ((EUID == 0)) || owner=(-R +0:+0)
    (
        cd "$1"
        find . -mindepth 1 ! \( -type d -regex '\./\(bin\|sbin\|lib\|lib64\)' \) -print0 |
            cpio --quiet -0 -o -H newc "${owner[@]}"
    )
}

make_base() {
    mkdir -p "$1"/{dev,etc,proc,root,run,sys,tmp,var} "$1"/usr/{bin,sbin,lib,lib64}
    ln -s usr/{bin,sbin,lib,lib64} "$1"
    ln -s ../run "$1/var/run"
    install -m 755 "$(type -P busybox)" "$1/usr/bin/busybox"
    install -m 755 "$root/scripts/vm-init.sh" "$1/init"
    install -m 644 "$root/scripts/vm-passwd" "$1/etc/passwd"
    awk -F: '{ print $1 ":x:" $4 ":" }' "$1/etc/passwd" >"$1/etc/group"
    printf '127.0.0.1 localhost\n::1 localhost\n' >"$1/etc/hosts"
    quote exec "${command[@]}" >"$1/command"
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

# On QEMU 7.2, thread=multi and cx16 corrupt guests now and then. The four serial ports are the guest's console,
# stdout, stderr and exit status.
start_qemu() {
    setpriv --pdeathsig TERM timeout --kill-after 5 "$timeout" \
        qemu-system-x86_64 "${accel[@]}" -cpu max,cx16=off -smp "$smp" -m "$mem" \
        -nodefaults -no-user-config -display none -no-reboot \
        -chardev "file,id=console,path=$log" -serial chardev:console \
        -chardev "file,id=out,path=/dev/fd/$out" -serial chardev:out \
        -chardev "file,id=err,path=/dev/fd/$err" -serial chardev:err \
        -chardev "file,id=status,path=$work/status" -serial chardev:status \
        -kernel "$kernel" -initrd "$work/initramfs" \
        -append "console=ttyS0 quiet panic=-1 mitigations=off nokaslr $append" </dev/null &
    qemu=$!
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
