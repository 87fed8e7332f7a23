# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Packages of another Debian suite, for scripts that run inside the build root.

# suite_apt CACHE SUITE TOOL ARGUMENTS...: with lists of its own, so that the root's packages stay what they are, and no
# state: what the root has installed must not stand for what the suite has.
suite_apt() {
    local dir=$1/apt-$2 suite=$2 tool=$3
    shift 3
    mkdir -p "$dir/lists/partial" "$dir/archives/partial"
    : >"$dir/status"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${TURNOUT_MIRROR:-http://deb.debian.org/debian} $suite main" \
        >"$dir/sources.list"
    "$tool" -q -o Dir::Etc::sourcelist="$dir/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::State::lists="$dir/lists" -o Dir::State::status="$dir/status" \
        -o Dir::Cache="$dir" -o APT::Sandbox::User=root "$@"
}
