# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Packages of another Debian suite, for scripts inside the bench root. Sourced.

# suite_apt CACHE SUITE TOOL ARGUMENTS...: runs an apt tool with its own lists, to leave the root's alone, and an empty
# status, so that no installed package counts as one of the suite.
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
