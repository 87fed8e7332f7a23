# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""The systemd units of the helper's programs.

Usage: unitstest.py DIRECTORY [unittest arguments]; DIRECTORY contains the units to install.
"""

import pathlib
import sys
import unittest

DIRECTORY = pathlib.Path(sys.argv[1])


def unit(name):
    """Maps keys to values; our sections have no key in common."""
    values = {}
    for line in (DIRECTORY / name).read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            values.setdefault(key, []).append(value)
    return values


HELPER, OVERRIDE, PERSIST, RECOVER, BOOT_CHECK, TRIAL = (
    f"turnout-{name}.service" for name in ["helper", "override", "persist", "recover", "boot-check", "trial-boot"])


class Units(unittest.TestCase):
    def test_an_interrupted_change_is_resolved_at_once(self):
        for name in [HELPER, TRIAL]:
            self.assertEqual(unit(name)["OnFailure"], [RECOVER], name)
        self.assertNotIn("OnFailure", unit(RECOVER), "it would trigger itself")

    def test_units_have_no_start_limit(self):
        for name in [HELPER, PERSIST, RECOVER, TRIAL]:
            self.assertEqual(unit(name)["StartLimitIntervalSec"], ["0"], name)

    def test_the_kernels_command_line_disables_boot_assignments(self):
        for name in [OVERRIDE, BOOT_CHECK]:
            self.assertIn("!turnout=off", unit(name)["ConditionKernelCommandLine"], name)

    def test_the_initramfs_builder_is_not_confined(self):
        # Even ProtectClock= denies block devices: it implies DeviceAllow=, systemd.exec(5).
        harmless = {"Description", "Documentation", "ConditionPathExists", "StartLimitIntervalSec", "Type", "ExecStart",
                    "TimeoutStartSec", "StateDirectory", "StateDirectoryMode", "UMask"}
        self.assertLessEqual(unit(PERSIST).keys(), harmless)

    def test_other_units_are_confined(self):
        for name in [HELPER, RECOVER, BOOT_CHECK, TRIAL]:
            values = unit(name)
            for key in ["LockPersonality", "MemoryDenyWriteExecute", "NoNewPrivileges", "PrivateNetwork", "PrivateTmp", "ProtectHome",
                        "RestrictNamespaces", "RestrictSUIDSGID"]:
                self.assertEqual(values.get(key), ["yes"], f"{name}: {key}")
            self.assertEqual(values["ProtectSystem"], ["strict"], name)
            self.assertIn("SystemCallFilter", values, name)

    def test_programs_that_look_for_open_devices_can_read_all_processes(self):
        for name in [HELPER, RECOVER, TRIAL]:
            capabilities = unit(name)["CapabilityBoundingSet"][0].split()
            self.assertLessEqual({"CAP_SYS_PTRACE", "CAP_DAC_READ_SEARCH"}, set(capabilities), name)

    def test_blocked_calls_are_not_killed(self):
        for name in [HELPER, RECOVER, TRIAL]:
            self.assertEqual(unit(name)["KillMode"], ["process"], name)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
