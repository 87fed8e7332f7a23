# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""The systemd units of boot assignments: what they may do.

Usage: bootunitstest.py DIRECTORY [unittest arguments]; DIRECTORY contains the units to install.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

DIRECTORY = pathlib.Path(sys.argv[1])
UNITS = sorted(path.name for path in DIRECTORY.glob("turnout-*.service"))
PERSIST, OVERRIDE, BOOT_CHECK, TRIAL = (f"turnout-{name}.service" for name in ["persist", "override", "boot-check", "trial-boot"])
# The highest level that systemd-analyze may give, 0 to 10. A release writes below /sys and reads all processes.
EXPOSURE = {OVERRIDE: 0.9, BOOT_CHECK: 0.7, TRIAL: 2.0}


def lines(name):
    return [line for line in (DIRECTORY / name).read_text().splitlines() if "=" in line and not line.startswith("#")]


def values(name, key):
    return [line.split("=", 1)[1] for line in lines(name) if line.split("=", 1)[0] == key]


class BootUnits(unittest.TestCase):
    def test_only_the_persist_service_can_write_below_etc(self):
        self.assertIn(PERSIST, UNITS)
        for name in UNITS:
            if name == PERSIST:
                continue
            self.assertEqual(values(name, "ProtectSystem"), ["strict"], name)
            self.assertEqual(values(name, "ConfigurationDirectory"), [], name)
            for key in ["ReadWritePaths", "BindPaths"]:
                for value in values(name, key):
                    self.assertFalse([path for path in value.split() if not path.lstrip("-+").startswith(("/sys/", "/dev/"))], f"{name}: {key}")
            capabilities = values(name, "CapabilityBoundingSet")
            self.assertEqual(len(capabilities), 1, name)

    def test_no_unit_reads_memory(self):
        for name in UNITS:
            text = "\n".join(lines(name))
            self.assertNotIn("/dev/mem", text, name)
            self.assertNotIn("CAP_SYS_RAWIO", text, name)

    def test_the_override_script_can_write_its_attribute_and_runs_before_tmp_is_there(self):
        self.assertEqual(values(OVERRIDE, "ReadWritePaths"), ["/sys/devices"])
        self.assertEqual(values(OVERRIDE, "DefaultDependencies"), ["no"])
        for key in ["PrivateTmp", "PrivateDevices"]:
            self.assertEqual(values(OVERRIDE, key), [], f"{key}= needs /tmp")

    def test_it_runs_only_with_a_table(self):
        self.assertEqual(values(OVERRIDE, "ConditionPathExists"), ["/etc/turnout/boot-assignments.table"])

    @unittest.skipUnless(shutil.which("systemd-analyze"), "no systemd-analyze")
    def test_their_exposure_is_low(self):
        with tempfile.TemporaryDirectory() as directory:
            for name, highest in EXPOSURE.items():
                copy = pathlib.Path(directory) / name  # with a program that exists
                copy.write_text("\n".join("ExecStart=/bin/true" if line.startswith("ExecStart=") else line
                                          for line in (DIRECTORY / name).read_text().splitlines()))
                ran = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={int(highest * 10)}", str(copy)],
                                     capture_output=True, text=True, check=False)
                self.assertEqual(ran.returncode, 0, f"{name}: {ran.stdout[-200:]}{ran.stderr}")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
