#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails when a source file has grown beyond what one reads in one go.

Usage: length.py TREE
"""

import sys
from pathlib import Path

LIMIT = 450
FOLDERS = ("app", "core", "helper", "host", "kmod", "dev.d", "tests")
SUFFIXES = {".h", ".cpp", ".c", ".py", ".sh"}

tree = Path(sys.argv[1])
sources = [file for folder in FOLDERS for file in (tree / folder).rglob("*") if file.suffix in SUFFIXES]
lengths = {file: len(file.read_text().splitlines()) for file in [tree / "dev", *sources]}
too_long = {file: lines for file, lines in lengths.items() if lines > LIMIT}
for file, lines in sorted(too_long.items()):
    print(f"{file.relative_to(tree)}: {lines} lines, more than {LIMIT}; give a part of it a file of its own")
print(f"{len(lengths)} files, the longest has {max(lengths.values())} lines")
sys.exit(1 if too_long else 0)
