#!/usr/bin/env bash
# fuzz.sh BUILD OPTION…: builds tests/fuzz_recording.c with clang and runs it over damaged recordings, as long as
# libFuzzer's OPTIONs say (-runs=N, -max_total_time=SEC). Starts from tests/data/recordings, which it never changes, and
# from what earlier runs have found worth keeping in BUILD/corpus. A finding is left in BUILD/crash-… and the like.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

(($# > 1)) || die "usage: fuzz.sh BUILD OPTION…"
build=$1
shift
cd "$root"
scripts/setup.sh lint
read -ra flags <<<"$(pkg-config --cflags --libs libtracefs libtraceevent libzstd zlib ncursesw)"
mkdir -p "$build/corpus"
modules=()
for file in src/*.c; do [[ $file == src/main.c ]] || modules+=("$file"); done
clang -std=gnu11 -D_GNU_SOURCE -DVERSION='"0"' -Iinclude -O1 -g -fsanitize=fuzzer,address,undefined \
    -fno-sanitize-recover=all -o "$build/fuzz_recording" tests/fuzz_recording.c "${modules[@]}" "${flags[@]}"
# What the program says of each input is of no interest; the sanitizers speak all the same. An input takes some ms,
# but a shared machine may stop us for ten seconds.
# ASan keeps 256 MB of what was freed unless told, which would count as ours.
export ASAN_OPTIONS=quarantine_size_mb=32
exec "$build/fuzz_recording" -close_fd_mask=3 -max_len=65536 -rss_limit_mb=512 -timeout=60 \
    -artifact_prefix="$build/" "$@" "$build/corpus" tests/data/recordings
