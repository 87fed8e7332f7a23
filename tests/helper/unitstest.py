# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the units of systemd promise to the helper's programs and take from them.

Usage: unitstest.py DIRECTORY [unittest arguments]; the units as they are installed lie in DIRECTORY.
"""

import pathlib
import sys
import unittest

DIRECTORY = pathlib.Path(sys.argv[1])


def unit(name):
    """Key to values, in order; no two sections of ours have a key in common."""
    values = {}
    for line in (DIRECTORY / name).read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            values.setdefault(key, []).append(value)
    return values


HELPER, OVERRIDE, PERSIST, RECOVER, START, TRIAL = (
    f"turnout-{name}.service" for name in ["helper", "override", "persist", "recover", "boot-check", "trial-boot"])


class Units(unittest.TestCase):
    def test_what_was_killed_in_the_midst_of_a_change_has_it_resolved_at_once(self):
        for name in [HELPER, TRIAL]:
            self.assertEqual(unit(name)["OnFailure"], [RECOVER], name)
        self.assertNotIn("OnFailure", unit(RECOVER), "it would go round in circles")

    def test_nobody_can_use_up_the_starts(self):
        for name in [HELPER, PERSIST, RECOVER, TRIAL]:
            self.assertEqual(unit(name)["StartLimitIntervalSec"], ["0"], name)

    def test_the_kernels_command_line_switches_off_what_happens_at_a_start(self):
        for name in [OVERRIDE, START]:
            self.assertIn("!turnout=off", unit(name)["ConditionKernelCommandLine"], name)

    def test_the_builder_of_the_initramfs_has_all_that_it_has_elsewhere(self):
        # Even ProtectClock= would close block devices to it: it implies DeviceAllow=, systemd.exec(5).
        harmless = {"Description", "Documentation", "ConditionPathExists", "StartLimitIntervalSec", "Type", "ExecStart",
                    "TimeoutStartSec", "StateDirectory", "StateDirectoryMode", "UMask"}
        self.assertLessEqual(unit(PERSIST).keys(), harmless)

    def test_all_others_are_confined(self):
        for name in [HELPER, RECOVER, START, TRIAL]:
            values = unit(name)
            for key in ["LockPersonality", "MemoryDenyWriteExecute", "NoNewPrivileges", "PrivateNetwork", "PrivateTmp", "ProtectHome",
                        "RestrictNamespaces", "RestrictSUIDSGID"]:
                self.assertEqual(values.get(key), ["yes"], f"{name}: {key}")
            self.assertEqual(values["ProtectSystem"], ["strict"], name)
            self.assertIn("SystemCallFilter", values, name)

    def test_who_has_to_see_the_holders_of_a_device_may_look_into_all_processes(self):
        for name in [HELPER, RECOVER, TRIAL]:
            capabilities = unit(name)["CapabilityBoundingSet"][0].split()
            self.assertLessEqual({"CAP_SYS_PTRACE", "CAP_DAC_READ_SEARCH"}, set(capabilities), name)

    def test_a_call_that_does_not_come_back_is_left_alone(self):
        for name in [HELPER, RECOVER, TRIAL]:
            self.assertEqual(unit(name)["KillMode"], ["process"], name)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
