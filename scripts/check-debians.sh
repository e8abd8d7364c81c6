#!/usr/bin/env bash
# check-debians.sh BUILD [SUITE…]: `make` and `make test` in fresh Debians, bookworm, trixie and sid or those named, with
# gcc and with clang: as nobody, without network, without apt, dpkg, git and the other compiler, and where only the build
# folder can be written to. Prints a line for each, keeps their output in BUILD/debians, and fails when one failed. The
# systems are made once, in the cache (1 GB each); nothing is installed on this machine.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

# What building needs, and what more the tests use.
packages=(gcc clang make pkg-config libtracefs-dev libtraceevent-dev libzstd-dev zlib1g-dev libncurses-dev
    libcmocka-dev dwarves tmux zsh fish bash-completion perl python3-jsonschema)
# These want a browser, root, or what the kernel may refuse a user or lack: of all others none may be skipped.
may_skip='^skip test_(page\.sh|into\.sh|exits|threads|btf): '
declare -A other=([gcc]='clang*' [clang]='*gcc*')

main() {
    local suite compiler system failed=0
    (($#)) || die "usage: check-debians.sh BUILD [SUITE…]"
    ((EUID == 0)) || die "only root can change root; run this as root"
    mkdir -p "$1/debians"
    logs=$(realpath "$1/debians")
    shift
    (($#)) || set -- bookworm trixie sid
    for suite; do
        system=$("$root/scripts/debian-root.sh" --suite "$suite" "${packages[@]}")
        for compiler in gcc clang; do
            unshare --mount --net --pid --fork --kill-child \
                bash "$0" --inside "$system" "$suite" "$compiler" "$logs" || failed=1
            rmdir "$logs"/*.system
        done
    done
    exit $failed
}

# In those namespaces: SYSTEM SUITE COMPILER LOGS.
inside() {
    local name failed=0
    # shellcheck source=/dev/null
    name=$(. "$1/usr/lib/os-release" && echo "debian${VERSION_ID:-"-$2"} $3")
    log=$4/${name// /-}
    : >"$log"
    make_system "$1" "$3"
    try "$name make" there all || failed=1
    try "$name make test" tests_pass || failed=1
    exit $failed
}

# What is written stays in memory. The tree is read-only, and so is all but /build.
make_system() {
    work=$log.system system=$log.system/root compiler=$2
    mkdir -p "$work"
    mount -t tmpfs none "$work"
    mkdir "$work"/{upper,work,root,build}
    mount -t overlay -o "lowerdir=$1,upperdir=$work/upper,workdir=$work/work" none "$system"
    mkdir "$system"/{build,tcpwho} "$system/dev/pts"
    remove_programs 'apt*' 'dpkg*' 'git*' "${other[$compiler]}"
    make_files
    mount -o remount,ro none "$system"
    mount -t proc none "$system/proc"
    mount -t devpts -o newinstance,ptmxmode=666 none "$system/dev/pts"
    mount --bind "$work/build" "$system/build"
    mount --bind "$root" "$system/tcpwho"
    mount -o remount,bind,ro "$system/tcpwho"
}

remove_programs() {
    local pattern
    for pattern; do find "$system"/usr/{,s}bin -name "$pattern" -delete; done
}

# What the packages' own scripts would have made.
make_files() {
    cp "$system/usr/share/base-passwd/passwd.master" "$system/etc/passwd"
    cp "$system/usr/share/base-passwd/group.master" "$system/etc/group"
    mknod -m 666 "$system/dev/full" c 1 7
    mknod -m 666 "$system/dev/tty" c 5 0
    ln -s pts/ptmx "$system/dev/ptmx"
    ln -s /proc/self/fd "$system/dev/fd"
    mkdir "$work/build/tmp"
    chown -R 65534:65534 "$work/build"
}

there() {
    chroot --userspec=65534:65534 "$system" /usr/bin/env -i PATH=/usr/bin:/usr/sbin HOME=/nonexistent TMPDIR=/build/tmp \
        make -s -j"$(nproc)" -C /tcpwho BUILD=/build CC="$compiler" WERROR=1 "$@"
}

tests_pass() {
    there test || return 1
    grep -qE '^[0-9]{3,} passed, 0 failed' "$log" || { echo 'hardly a test has run'; return 1; }
    ! grep '^skip ' "$log" | grep -vE "$may_skip" || { echo 'these are not to be skipped'; return 1; }
    only_us || { echo 'the tests left processes running'; return 1; }
}
# The first process of this namespace is this shell.
only_us() {
    local processes=("$system"/proc/[0-9]*)
    ((${#processes[@]} == 1))
}

try() {
    if "${@:2}" >>"$log" 2>&1 </dev/null; then
        echo "ok $1"
    else
        grep -vE '^(ok|  (CC|LD)) ' "$log" | tail -n 40 | sed 's/^/# /'
        echo "not ok $1"
        return 1
    fi
}

if [[ ${1-} == --inside ]]; then inside "${@:2}"; else main "$@"; fi
