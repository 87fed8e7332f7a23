#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every relative link of the documents leads to a file that is there."""

import pathlib
import re
import sys

top = pathlib.Path(sys.argv[1])
broken = []
for document in [top / "README.md", *(top / "docs").glob("*.md"), *(top / "tests").rglob("README.md")]:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
        if "://" not in target and not (document.parent / target).exists():
            broken.append(f"{document.relative_to(top)}: {target} is not there")
print("\n".join(broken))
sys.exit(bool(broken))
