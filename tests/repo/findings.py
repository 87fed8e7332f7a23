#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails unless docs/findings.md has exactly the findings and checks that core/checks and core/domain make.

Usage: findings.py TREE
"""

import re
import sys
from pathlib import Path

# The ID is a designated member, a local variable, or the first argument of a function that makes a finding.
MADE = re.compile(r'(?:\bid = (?:isOff \? )?|\b(?:blocker|caution|note|loss|check)\(\s*|\bpassed,\s*|\b(?:hidden|vendor),\s*)u"([a-z0-9-]+)"_s')
DOCUMENTED = re.compile(r"^\| `([a-z0-9-]+)` \|", re.M)

tree = Path(sys.argv[1])
made = {name for file in [*(tree / "core/checks").glob("*.cpp"), *(tree / "core/domain").glob("lint*.cpp")] for name in MADE.findall(file.read_text())}
documented = set(DOCUMENTED.findall((tree / "docs/findings.md").read_text()))
for name in sorted(made - documented):
    print(f"docs/findings.md does not explain {name}")
for name in sorted(documented - made):
    print(f"docs/findings.md explains {name}, which no check makes")
print(f"{len(made)} findings and checks")
sys.exit(1 if made != documented or not made else 0)
