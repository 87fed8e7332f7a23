#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails if a program that runs as root takes a path, an option or a setting from its caller.

Usage: nothing_from_the_caller.py ROOT
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])

IN_SOURCES = re.compile(r"\b(secure_)?getenv\b|\bqgetenv\b|qEnvironmentVariable|QProcessEnvironment|\benviron\b|QCommandLineParser"
                        r"|\bargv\s*\[|::arguments\(\)|\bQT_TESTLIB\b|#\s*ifdef\s+\w*TEST")
# A shell variable comes from the caller unless the script sets it. OF_BUILDERS are set by the initramfs builder for its hooks.
IN_SCRIPTS = re.compile(r"\$\{?([A-Za-z_]\w*)")
OF_BUILDERS = {"DESTDIR", "dracutsysrootdir", "moddir", "BASH_SOURCE", "HOOKS"}


def wrong_in_source(text):
    return [match[0] for match in IN_SOURCES.finditer(text)]


def wrong_in_script(text):
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    set_here = set(re.findall(r"(?:^|[\s;(])([A-Za-z_]\w*)=", code)) | set(re.findall(r"\bfor (\w+) in\b", code))
    for words in re.findall(r"\b(?:read -r|local -a|local|mapfile -t) ([\w =/.\-]+)", code):
        set_here |= set(words.split())
    return [name for name in IN_SCRIPTS.findall(code) if name not in set_here | OF_BUILDERS]


found = []
for module in ["helper", "host", "core"]:
    for path in sorted([*(ROOT / module).rglob("*.cpp"), *(ROOT / module).rglob("*.h")]):
        found += [(path, word) for word in wrong_in_source(path.read_text())]
for path in sorted((ROOT / "helper/boot/initramfs").iterdir()):
    found += [(path, word) for word in wrong_in_script(path.read_text())]
for path, word in found:
    print(f"{path.relative_to(ROOT)}: {word}")

# Test the patterns themselves.
assert wrong_in_source('if (qEnvironmentVariableIsSet("TURNOUT_ROOT"))') and wrong_in_source("main(argc, argv[1])")
assert wrong_in_script('cat "${turnout_sysroot-}/etc/x"') == ["turnout_sysroot"]
sys.exit(1 if found else 0)
