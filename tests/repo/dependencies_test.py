#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Tests dependencies.py on a made-up tree: forbidden includes are found, allowed ones are not."""

import tempfile
import unittest
from pathlib import Path

import dependencies

HEADERS = """
core/c.h core/pci/p.h core/snapshot/snapshot.h core/snapshot/json.h core/iommu/i.h core/domain/d.h core/boot/b.h core/power/w.h
core/checks/k.h core/operation/goal.h core/operation/plan.h core/vga/v.h core/igd/g.h
host/sysfs/s.h host/devices/d.h host/machine/m.h host/monitors/w.h vm/v.h
helper/service/s.h helper/worker/w.h helper/journal/j.h helper/boot/b.h
app/text/t.h app/operation/o.h app/model/m.h app/map/m.h app/window/w.h app/window/pages/p.h app/agent/a.h app/cli/c.h
""".split()


FOLDER = tempfile.TemporaryDirectory()
TREE = Path(FOLDER.name)


def write(path, text=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n")


def found(*files):
    for file, text in files:
        write(TREE / file, text)
    try:
        return list(dependencies.violations(TREE))
    finally:
        for file, _ in files:
            (TREE / file).unlink()


def setUpModule():
    for header in HEADERS:
        write(TREE / header)


def tearDownModule():
    FOLDER.cleanup()


class Includes(unittest.TestCase):
    FORBIDDEN = {
        "core/x.cpp": ["core/pci/p.h", "host/sysfs/s.h", "../app/text/t.h", "../helper/worker/w.h"],
        "core/pci/x.cpp": ["core/snapshot/json.h", "../snapshot/json.h", "core/iommu/i.h", "core/operation/goal.h"],
        "core/snapshot/x.cpp": ["core/iommu/i.h", "core/checks/k.h", "../operation/plan.h"],
        "core/power/x.h": ["core/checks/k.h", "core/operation/goal.h"],
        "core/vga/x.h": ["core/checks/k.h"],
        "core/igd/x.h": ["core/operation/plan.h"],
        "core/iommu/x.cpp": ["core/checks/k.h", "core/operation/goal.h"],
        "core/domain/x.cpp": ["core/operation/plan.h", "core/checks/k.h", "../boot/b.h"],
        "core/boot/x.cpp": ["core/operation/plan.h", "core/checks/k.h"],
        "core/checks/x.cpp": ["core/operation/plan.h", "../operation/plan.h", "core/domain/d.h"],
        "core/operation/x.cpp": ["core/domain/d.h"],
        "host/x.cpp": ["sysfs/s.h"],
        "host/sysfs/x.cpp": ["host/devices/d.h", "../machine/m.h", "app/text/t.h", "helper/worker/w.h", "vm/v.h"],
        "host/devices/x.cpp": ["host/machine/m.h", "../monitors/w.h"],
        "host/machine/x.cpp": ["host/monitors/w.h"],
        "host/monitors/x.cpp": ["../devices/d.h", "app/model/m.h"],
        "vm/x.cpp": ["host/sysfs/s.h", "../app/model/m.h", "helper/worker/w.h"],
        "helper/x.cpp": ["worker/w.h"],
        "helper/service/x.cpp": ["app/text/t.h", "vm/v.h", "helper/worker/w.h", "helper/journal/journal.h", "helper/boot/b.h"],
        "helper/worker/x.cpp": ["helper/service/s.h", "../service/s.h", "vm/v.h", "app/text/t.h"],
        "helper/journal/x.cpp": ["helper/service/s.h"],
        "helper/boot/x.cpp": ["../service/s.h"],
        "helper/boot/initramfs/x.h": ["../../service/s.h"],
        "app/x.cpp": ["window/w.h"],
        "app/text/x.cpp": ["app/operation/o.h", "../cli/c.h", "host/sysfs/s.h"],
        "app/operation/x.cpp": ["app/model/m.h", "../window/w.h", "vm/v.h", "helper/worker/w.h"],
        "app/model/x.cpp": ["app/map/m.h", "../map/m.h", "app/window/w.h", "app/cli/c.h", "app/agent/a.h"],
        "app/map/x.cpp": ["app/window/w.h", "../agent/a.h", "app/cli/c.h", "app/operation/o.h", "host/sysfs/s.h", "vm/v.h"],
        "app/window/x.cpp": ["app/agent/a.h", "../cli/c.h", "helper/worker/w.h"],
        "app/window/pages/x.cpp": ["../../agent/a.h", "app/cli/c.h"],
        "app/agent/x.cpp": ["app/window/w.h", "../window/pages/p.h", "app/cli/c.h"],
        "app/cli/x.cpp": ["app/window/w.h", "../agent/a.h"],
        "kmod/x.c": ["core/c.h"],
    }
    ALLOWED = {
        "core/x.cpp": ["c.h", "core/c.h"],
        "core/pci/x.cpp": ["p.h", "core/pci/p.h", "core/c.h", "core/snapshot/snapshot.h"],
        "core/snapshot/x.cpp": ["core/pci/p.h", "../pci/p.h"],
        "core/checks/x.cpp": ["core/operation/goal.h", "../operation/goal.h", "core/iommu/i.h", "core/boot/b.h"],
        "core/operation/x.cpp": ["core/checks/k.h", "plan.h", "core/power/w.h"],
        "core/domain/x.cpp": ["../iommu/i.h", "core/snapshot/json.h"],
        "host/sysfs/x.cpp": ["core/c.h", "core/checks/k.h"],
        "host/machine/x.cpp": ["../devices/d.h", "host/sysfs/s.h"],
        "vm/x.cpp": ["core/domain/d.h"],
        "helper/service/x.cpp": ["helper/order.h", "../journal/results.h"],
        "helper/worker/x.cpp": ["helper/journal/j.h", "../boot/b.h", "host/sysfs/s.h"],
        "helper/journal/x.cpp": ["../worker/w.h"],
        "app/operation/x.cpp": ["../text/t.h", "host/machine/m.h"],
        "app/model/x.cpp": ["../operation/o.h", "app/text/t.h"],
        "app/map/x.cpp": ["../model/m.h", "app/text/t.h", "m.h"],
        "app/window/x.cpp": ["pages/p.h", "app/map/m.h", "vm/v.h", "turnout_version.h"],
        "app/window/pages/x.cpp": ["../w.h", "../../model/m.h", "host/sysfs/s.h"],
        "app/agent/x.cpp": ["app/model/m.h"],
        "app/cli/x.cpp": ["../operation/o.h", "app/text/t.h", "vm/v.h"],
    }

    def test_forbidden(self):
        for file, names in self.FORBIDDEN.items():
            for name in names:
                with self.subTest(file=file, name=name):
                    self.assertEqual(len(found((file, f'#include "{name}"'))), 1)

    def test_allowed(self):
        for file, names in self.ALLOWED.items():
            for name in names:
                with self.subTest(file=file, name=name):
                    self.assertEqual(found((file, f'#  include "{name}"')), [])

    def test_every_folder_is_tested(self):
        folders = {dependencies.folder_of(file) for file in self.FORBIDDEN}
        self.assertEqual(folders, set(dependencies.DEPENDENCIES))


class Libraries(unittest.TestCase):
    def test_forbidden(self):
        for file, names in {
            "core/pci/x.cpp": ["KConfig", "QFile", "QDBusConnection", "pci/pci.h", "libvirt/libvirt.h", "QWidget"],
            "host/sysfs/x.cpp": ["QWidget", "libvirt/libvirt.h"],
            "vm/x.cpp": ["QWidget", "libudev.h"],
            "helper/worker/x.cpp": ["QApplication", "libvirt/virterror.h", "pci/pci.h"],
            "app/window/x.cpp": ["libvirt/libvirt.h", "libudev.h"],
            "app/cli/x.cpp": ["QGuiApplication", "QtGui/QColor"],
            "app/operation/x.cpp": ["QWidget"],
            "app/text/x.cpp": ["QIcon"],
            "kmod/x.c": ["QString", "stdint.h"],
        }.items():
            for name in names:
                with self.subTest(file=file, name=name):
                    self.assertEqual(len(found((file, f"#  include <{name}>"))), 1)

    def test_allowed(self):
        for file, name in [
            ("core/pci/x.cpp", "KLocalizedString"),
            ("core/pci/x.cpp", "QString"),
            ("host/sysfs/x.cpp", "pci/pci.h"),
            ("vm/x.cpp", "libvirt/libvirt.h"),
            ("app/window/x.cpp", "QWidget"),
            ("kmod/x.c", "linux/pci.h"),
        ]:
            with self.subTest(file=file, name=name):
                self.assertEqual(found((file, f"#include <{name}>")), [])


class Circles(unittest.TestCase):
    def test_a_circle_of_headers_is_found_once(self):
        circle = found(("core/pci/a.h", '#include "b.h"'), ("core/pci/b.h", '#include "core/pci/a.h"'))
        self.assertEqual(circle, ["headers include each other: core/pci/a.h -> core/pci/b.h -> core/pci/a.h"])

    def test_two_ways_to_a_header_are_no_circle(self):
        self.assertEqual(found(("core/pci/a.h", '#include "b.h"\n#include "p.h"'), ("core/pci/b.h", '#include "p.h"')), [])


if __name__ == "__main__":
    unittest.main()
