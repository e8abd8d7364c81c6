#!/usr/bin/env bash
# lint.sh [RESULTS]: looks the sources over without building them: cppcheck,
# clang-tidy, shellcheck, mandoc, gcc and clang without a warning, and that
# every option and column is in the manual and the README. Adds a line for
# each to RESULTS where that is given; changes no file.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

results=${1:-/dev/null}
failed=0
scratch=$(mktemp -d "${TMPDIR:-/tmp}/tcpwho-lint.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
cd "$root"
read -ra flags <<<"-std=gnu11 -D_GNU_SOURCE -DVERSION=\"0\" $(pkg-config --cflags libtracefs libtraceevent libzstd zlib ncursesw)"
flags+=("-I$root/include")

check() {
    local name=$1 output
    shift
    if output=$("$@" 2>&1); then
        echo "ok lint: $name" | tee -a "$results"
    else
        sed 's/^/# /' <<<"$output"
        echo "not ok lint: $name" | tee -a "$results"
        failed=1
    fi
}

run_cppcheck() {
    cppcheck -j "$(nproc)" --quiet --error-exitcode=1 --std=c11 --enable=warning,performance,portability \
        --inline-suppr --suppress=missingIncludeSystem -Iinclude -D_GNU_SOURCE -DVERSION='"0"' src tests/live
}
run_tidy() {
    printf '%s\n' "${flags[@]}" >"$scratch/compile_flags.txt"
    printf '%s\n' src/*.c | xargs -P "$(nproc)" -n 8 clang-tidy --quiet -p "$scratch"
}
run_shellcheck() {
    shellcheck --severity=warning -x scripts/*.sh .ci/run tests/*.sh src/completion/tcpwho.bash &&
        # Sourced, with variables that run.sh sets; what dash and busybox have beyond POSIX is fine.
        shellcheck --severity=warning -x -s sh -e SC1091,SC2034,SC2154,SC3045 tests/live/*.sh
}
run_mandoc() { mandoc -Tlint -W warning src/tcpwho.8; }
build_with() { make -s CC="$1" WERROR=1 BUILD="$scratch/$1" "$scratch/$1/tcpwho"; }

# Sizes that keep modules readable.
run_sizes() {
    local long
    long=$(wc -l src/*.c include/*.h | awk '$2 != "total" && $1 > 400')
    [[ -z $long && $(wc -l <Makefile) -lt 150 ]] || { echo "too long: ${long:-Makefile}"; return 1; }
}

# Every option and column that --help lists stands in manual and README.
run_docs() {
    local help word
    help=$("$scratch/gcc/tcpwho" --help)
    for word in $(grep -oE -- '--[a-z-]+' <<<"$help"); do
        grep -qF -- "${word#--}" src/tcpwho.8 || { echo "$word is not in the manual"; return 1; }
    done
    for word in $(sed -n '/^Columns:/,$ { s/Columns://; p }' <<<"$help"); do
        grep -qw "$word" src/tcpwho.8 || { echo "$word is not in the manual"; return 1; }
        grep -qw "$word" README.md || { echo "$word is not in the README"; return 1; }
    done
}

check 'gcc without a warning' build_with gcc
check 'clang without a warning' build_with clang
check cppcheck run_cppcheck
check clang-tidy run_tidy
check clang-format clang-format --dry-run -Werror src/*.c src/static/*.c include/*.h tests/*.[ch] tests/live/*.[ch]
check shellcheck run_shellcheck
check mandoc run_mandoc
check 'size of modules' run_sizes
check 'options and columns are documented' run_docs
exit $failed
