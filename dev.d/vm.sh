# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Tests and benchmarks on virtual machines, from the bench root on every system, so that the machines
# are the same everywhere. Sourced by ./dev.

in_bench() { # COMMAND... of tests/, as root of the bench root; kernels and disk images are kept for all trees
    local dir=$TREE/build/vm
    cd "$TREE" || return
    # shellcheck disable=SC2034 # for inside
    HOST=root
    prepare_root bench
    mkdir -p "$dir" "$ROOT.vm/kernels"
    ln -sfn "$ROOT.vm/kernels" "$dir/kernels"
    inside env TURNOUT_VM_DIR="$dir" TURNOUT_VM_CACHE="$ROOT.vm" TURNOUT_MIRROR="$(debian_mirror)" "$@"
}

cmd_vm() { # ARGUMENTS of tests/vm/run
    [[ ${1:-} != --list ]] || exec "$TREE/tests/vm/run" --list
    in_bench "$TREE/tests/vm/run" "$@"
}
