#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Fails if a module includes what it must not depend on, or if headers include each other in a circle.

Usage: dependencies.py TREE
"""

import re
import sys
from pathlib import Path

# A module or one of its folders, and what it may include besides itself: folders with everything below them, single
# headers, or with /* the headers of a folder without those below it. The longest key that contains a file applies to it.
SNAPSHOT = ["core/*", "core/pci", "core/snapshot"]
GOAL = ["core/operation/goal.h", "core/operation/driverchoice.h"]  # the request, without the planning
DEPENDENCIES = {
    "core": [],
    "core/pci": ["core/*", "core/snapshot/snapshot.h"],
    "core/snapshot": ["core/*", "core/pci", "core/boot/bootassignment.h"],
    "core/power": SNAPSHOT,
    "core/iommu": SNAPSHOT,
    "core/domain": [*SNAPSHOT, "core/iommu", "core/checks/finding.h"],
    "core/boot": [*SNAPSHOT, "core/iommu", *GOAL],
    "core/checks": [*SNAPSHOT, "core/iommu", "core/power", "core/boot", *GOAL],
    "core/operation": [*SNAPSHOT, "core/iommu", "core/power", "core/boot", "core/checks"],
    "host": [],
    "host/sysfs": ["core"],
    "host/devices": ["host/sysfs", "core"],
    "host/machine": ["host/*", "host/devices", "host/sysfs", "core"],
    "host/monitors": ["host/machine", "host/sysfs", "core"],
    "vm": ["core"],
    "helper": ["host/sysfs", "core"],
    "helper/worker": ["helper/*", "helper/journal", "helper/boot", "host", "core"],
    "helper/journal": ["helper/*", "helper/worker", "host", "core"],
    "helper/boot": ["helper/*", "helper/worker", "helper/journal", "host", "core"],
    "helper/service": ["helper/*", "helper/journal/results.h", "core"],  # it changes nothing
    "app": [],
    "app/text": ["core"],
    "app/operation": ["app/text", "host", "core"],
    "app/model": ["app/operation", "app/text", "host", "core"],
    "app/map": ["app/model", "app/text", "core"],
    "app/window": ["app/map", "app/model", "app/operation", "app/text", "vm", "host", "core"],
    "app/agent": ["app/map", "app/model", "app/operation", "app/text", "vm", "host", "core"],
    "app/cli": ["app/map", "app/model", "app/operation", "app/text", "vm", "host", "core"],
    "kmod": [],
}

# Libraries that a module must not know: the reason, and a pattern for the header.
GUI = r"Qt?(Widgets|Gui)/|Q(Widget|Application|GuiApplication|Painter|Pixmap|Icon|Action|Dialog|Graphics\w*)$"
LIBVIRT = ("only vm/ uses libvirt", r"libvirt/")
MACHINE = ("only host/ reads the machine", r"pci/|libudev|libkmod")
LIBRARIES = {
    "core": [
        ("core has no input or output", r"Q(File|Dir|DirIterator|Process|SaveFile|Socket\w*|DBus\w*)$|fstream$|fcntl\.h|unistd\.h|sys/"),
        ("core uses no KDE Framework other than KI18n's KLocalizedString", r"K(?!LocalizedString$)[A-Z]"),
        ("core has no user interface", GUI), MACHINE, LIBVIRT,
    ],
    "host": [("host has no user interface", GUI), LIBVIRT],
    "vm": [("vm has no user interface", GUI), MACHINE],
    "helper": [("the helper links no GUI library", GUI), MACHINE, LIBVIRT],
    "app": [MACHINE, LIBVIRT],
    "app/cli": [("the command line links no GUI library", GUI)],
    "app/operation": [("the command line, which uses app/operation, links no GUI library", GUI)],
    "app/text": [("the command line, which uses app/text, links no GUI library", GUI)],
    "kmod": [("the kernel module uses only kernel headers", r"Q[A-Z]|K[A-Z]|c?std\w*(\.h)?$|string$|vector$")],
}

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')


def contains(entry, path):
    if entry.endswith("/*"):
        return path.rpartition("/")[0] == entry.removesuffix("/*")
    return path == entry or path.startswith(entry + "/")


def folder_of(path):
    return max((entry for entry in DEPENDENCIES if contains(entry, path)), key=len, default=None)


def target_of(tree, file, name):
    """The path in the tree to which a quoted include leads, or None for a generated header."""
    if name.split("/")[0] in DEPENDENCIES:
        return name
    beside = (tree / file).parent.joinpath(name).resolve()
    return beside.relative_to(tree).as_posix() if beside.is_file() and beside.is_relative_to(tree) else None


def includes(tree):
    """Every include below the modules: file, line, the path it leads to or None, and the name as written."""
    for module in (entry for entry in DEPENDENCIES if "/" not in entry):
        for path in sorted((tree / module).rglob("*")):
            if path.suffix not in {".h", ".cpp", ".c"}:
                continue
            file = path.relative_to(tree).as_posix()
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if match := INCLUDE.match(line):
                    quoted, system = match.groups()
                    yield file, number, target_of(tree, file, quoted) if quoted else None, quoted or system


def circles(graph):
    """Each circle of headers once, as the list of its headers."""
    done, path = set(), []

    def visit(file):
        if file in path:
            yield path[path.index(file):] + [file]
        elif file not in done:
            path.append(file)
            for target in graph.get(file, []):
                yield from visit(target)
            path.pop()
            done.add(file)

    for file in graph:
        yield from visit(file)


def violations(tree):
    tree = Path(tree).resolve()
    graph = {}
    for file, number, target, name in includes(tree):
        place = f"{file}:{number}: "
        if target:
            folder = folder_of(file)
            if folder_of(target) != folder and not any(contains(entry, target) for entry in DEPENDENCIES[folder]):
                yield place + f"{folder} must not depend on {target}"
            if file.endswith(".h"):
                graph.setdefault(file, []).append(target)
        for module, rules in LIBRARIES.items():
            if contains(module, file) and not target:
                for reason, pattern in rules:
                    if re.match(pattern, name):
                        yield place + f"{name}: {reason}"
    for circle in circles(graph):
        yield "headers include each other: " + " -> ".join(circle)


if __name__ == "__main__":
    found = list(violations(sys.argv[1]))
    print("\n".join(found) or "Every include is allowed.")
    sys.exit(1 if found else 0)
