# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Nothing that is installed with root's rights takes a path, a switch or a setting from its caller.

Usage: nothing_from_the_caller.py ROOT
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])

IN_SOURCES = re.compile(r"\b(secure_)?getenv\b|\bqgetenv\b|qEnvironmentVariable|QProcessEnvironment|\benviron\b|QCommandLineParser"
                        r"|\bargv\s*\[|::arguments\(\)|\bQT_TESTLIB\b|#\s*ifdef\s+\w*TEST")
# In a shell a variable is its caller's unless the script has set it; those of ours are. The rest is what builders of an
# initramfs hand to their hooks.
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
for room in ["helper", "host", "core"]:
    for path in sorted([*(ROOT / room).rglob("*.cpp"), *(ROOT / room).rglob("*.h")]):
        found += [(path, word) for word in wrong_in_source(path.read_text())]
for path in sorted((ROOT / "helper/boot/initramfs").iterdir()):
    found += [(path, word) for word in wrong_in_script(path.read_text())]
for path, word in found:
    print(f"{path.relative_to(ROOT)}: {word}")

# The look itself must see what it is for.
assert wrong_in_source('if (qEnvironmentVariableIsSet("TURNOUT_ROOT"))') and wrong_in_source("main(argc, argv[1])")
assert wrong_in_script('cat "${turnout_sysroot-}/etc/x"') == ["turnout_sysroot"]
sys.exit(1 if found else 0)
