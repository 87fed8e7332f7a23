#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails when a room includes what it must not: arrows go app -> host -> core and helper -> host -> core.

Usage: arrows.py TREE
"""

import re
import sys
from pathlib import Path

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')
ROOMS = {
    "core": {"core"},
    "host": {"host", "core"},
    "app": {"app", "host", "core"},
    "helper": {"helper", "host", "core"},
    "kmod": {"kmod"},
}
# System headers a room must not know, by room: the reason, and a pattern.
GUI = r"Qt?(Widgets|Gui)/|Q(Widget|Application|GuiApplication|Painter|Pixmap|Icon|Action|Dialog|Graphics\w*)$"
SYSTEM = {
    "core": [
        ("core has no input or output", r"Q(File|Dir|DirIterator|Process|SaveFile|Socket\w*|DBus\w*)$|fstream$|fcntl\.h|unistd\.h|sys/"),
        ("core reads no machine", r"pci/|libudev|libvirt/|libkmod"),
        ("core knows no KDE Framework but KI18n's KLocalizedString", r"K(?!LocalizedString$)[A-Z]"),
        ("core has no user interface", GUI),
    ],
    "host": [("host has no user interface", GUI)],
    "helper": [
        ("the helper links no GUI library", GUI),
        ("the helper links no libvirt", r"libvirt/"),
    ],
    "kmod": [("the kernel module knows the kernel alone", r"Q[A-Z]|K[A-Z]|c?std\w*(\.h)?$|string$|vector$")],
}
# The part of host/ that reads libvirt; the helper must not reach it.
NOT_FOR_HELPER = re.compile(r"^host/libvirt")


def target_room(tree, file, name):
    """The room a quoted include leads to, or None for a generated file."""
    first = name.split("/")[0]
    if first in ROOMS:
        return first
    beside = (file.parent / name).resolve()
    return beside.relative_to(tree).parts[0] if beside.is_file() else None


def violations(tree):
    tree = Path(tree).resolve()
    for room, allowed in ROOMS.items():
        for file in sorted((tree / room).rglob("*")):
            if file.suffix not in {".h", ".cpp", ".c"}:
                continue
            for number, line in enumerate(file.read_text().splitlines(), 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                quoted, system = match.groups()
                place = f"{file.relative_to(tree)}:{number}: "
                target = target_room(tree, file, quoted) if quoted else None
                if target and target not in allowed:
                    yield place + f"{room} must not include {quoted} of {target}"
                if room == "helper" and quoted and NOT_FOR_HELPER.match(quoted):
                    yield place + f"the helper must not include {quoted}"
                for reason, pattern in SYSTEM.get(room, []):
                    if re.match(pattern, quoted or system):
                        yield place + f"{quoted or system}: {reason}"


if __name__ == "__main__":
    found = list(violations(sys.argv[1]))
    print("\n".join(found) or "Every include follows the arrows.")
    sys.exit(1 if found else 0)
