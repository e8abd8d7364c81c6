#!/usr/bin/env bash
# install.sh install|uninstall PROGRAM: puts tcpwho, its manual and the completions of three shells where each is looked
# for, below DESTDIR and PREFIX, or removes them again. Changes nothing else. Debug information, four fifths of the
# program, is left behind unless STRIP is empty.

# shellcheck source-path=SCRIPTDIR source=lib.sh
source "$(dirname "$0")/lib.sh"

share=$PREFIX/share
# make hands on what its command line says.
strip=${STRIP-yes}
# OPTIONS FROM TO
files() {
    cat <<END
-${strip:+s}m755 $1 $SBINDIR/tcpwho
-m644 src/tcpwho.8 $MANDIR/man8/tcpwho.8
-m644 src/completion/tcpwho.bash $share/bash-completion/completions/tcpwho
-m644 src/completion/_tcpwho $share/zsh/site-functions/_tcpwho
-m644 src/completion/tcpwho.fish $share/fish/vendor_completions.d/tcpwho.fish
END
}

[[ ${1-} == @(install|uninstall) && $# -eq 2 ]] || die "usage: install.sh install|uninstall PROGRAM"
cd "$root"
while read -r options from to; do
    if [[ $1 == install ]]; then
        (set -x; install -D "$options" "$from" "${DESTDIR-}$to")
    else
        (set -x; rm -f "${DESTDIR-}$to")
    fi
done < <(files "$2")
