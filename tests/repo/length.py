#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails if a source file is too long to be read in one sitting.

Usage: length.py TREE
"""

import sys
from pathlib import Path

LIMIT = 400
NOT_SOURCES = {".git", ".github", "build", "docs", "LICENSES"}
SUFFIXES = {".h", ".cpp", ".c", ".py", ".sh", ".cmake", ".bash", ".fish", ".in", ".rules", ".stub"}
NAMES = {"CMakeLists.txt", "Makefile", "Kbuild", "_turnout"}


def is_source(file):
    if file.suffix in SUFFIXES or file.name in NAMES:
        return True
    if file.suffix:
        return False
    with file.open("rb") as stream:
        return stream.read(2) == b"#!"


tree = Path(sys.argv[1])
top = [path for path in tree.iterdir() if path.name not in NOT_SOURCES]
files = [file for path in top for file in ([path] if path.is_file() else path.rglob("*")) if file.is_file() and is_source(file)]
lengths = {file: len(file.read_text().splitlines()) for file in files}
too_long = {file: lines for file, lines in lengths.items() if lines > LIMIT}
for file, lines in sorted(too_long.items()):
    print(f"{file.relative_to(tree)}: {lines} lines, more than {LIMIT}; move a part of it to its own file")
print(f"{len(lengths)} files, the longest has {max(lengths.values())} lines")
sys.exit(1 if too_long else 0)
