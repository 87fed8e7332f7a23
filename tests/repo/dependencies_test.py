#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""Each forbidden arrow, put into a made-up tree, is found; the allowed ones are not."""

import tempfile
import unittest
from pathlib import Path

import dependencies


def found(file, line):
    with tempfile.TemporaryDirectory() as tree:
        for path, text in {"app/a.h": "", "host/h.h": "", "core/c.h": "", "helper/p.h": "", file: line + "\n"}.items():
            (Path(tree) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(tree) / path).write_text(text)
        return list(dependencies.violations(tree))


class Arrows(unittest.TestCase):
    def test_forbidden_arrows_are_found(self):
        for file, line in [
            ("core/x.cpp", '#include "host/h.h"'),
            ("core/x.cpp", '#include "../app/a.h"'),
            ("core/x.cpp", "#include <KConfig>"),
            ("core/x.cpp", "#include <QFile>"),
            ("core/x.cpp", "#include <pci/pci.h>"),
            ("host/x.cpp", '#include "app/a.h"'),
            ("host/x.cpp", "#  include <QWidget>"),
            ("app/deep/x.h", '#include "helper/p.h"'),
            ("helper/x.cpp", '#include "app/a.h"'),
            ("helper/x.cpp", '#include "host/libvirtreader.h"'),
            ("helper/x.cpp", "#include <QApplication>"),
            ("kmod/x.c", '#include "core/c.h"'),
        ]:
            with self.subTest(file=file, line=line):
                self.assertEqual(len(found(file, line)), 1)

    def test_allowed_arrows_are_not(self):
        for file, line in [
            ("core/x.cpp", "#include <KLocalizedString>"),
            ("core/x.cpp", "#include <QString>"),
            ("host/x.cpp", '#include "core/c.h"'),
            ("host/x.cpp", "#include <pci/pci.h>"),
            ("app/deep/x.h", '#include "host/h.h"'),
            ("helper/x.cpp", '#include "host/h.h"'),
            ("app/x.cpp", '#include "turnout_version.h"'),
            ("kmod/x.c", "#include <linux/pci.h>"),
        ]:
            with self.subTest(file=file, line=line):
                self.assertEqual(found(file, line), [])


if __name__ == "__main__":
    unittest.main()
