#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails if a relative link in a document leads to no file.

Usage: links.py TREE
"""

import pathlib
import re
import sys

top = pathlib.Path(sys.argv[1])
broken = []
for document in [*top.glob("*.md"), *(top / "docs").rglob("*.md"), *(top / "tests").rglob("README.md")]:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
        if "://" not in target and not (document.parent / target).exists():
            broken.append(f"{document.relative_to(top)}: {target} does not exist")
print("\n".join(broken))
sys.exit(bool(broken))
