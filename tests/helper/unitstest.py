# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""The systemd units of the helper's programs.

Usage: unitstest.py DIRECTORY [unittest arguments]; DIRECTORY contains the units to install.
"""

import pathlib
import subprocess
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


HELPER, WORKER, OVERRIDE, PERSIST, RECOVER, BOOT_CHECK, TRIAL = (
    f"turnout-{name}.service" for name in ["helper", "worker@", "override", "persist", "recover", "boot-check", "trial-boot"])
SOCKET = "turnout-worker.socket"
LOOK = {"CAP_SYS_PTRACE", "CAP_DAC_READ_SEARCH"}  # the processes of all users


class Units(unittest.TestCase):
    def test_an_interrupted_change_is_resolved_at_once(self):
        for name in [WORKER, TRIAL]:
            self.assertEqual(unit(name)["OnFailure"], [RECOVER], name)
        for name in [HELPER, RECOVER]:
            self.assertNotIn("OnFailure", unit(name), "anybody could trigger it, or it itself")

    def test_only_root_reaches_a_worker_and_no_text_names_it(self):
        socket = unit(SOCKET)
        self.assertEqual((socket["ListenStream"], socket["SocketMode"], socket["Accept"]), (["/run/turnout/worker.socket"], ["0600"], ["yes"]))
        self.assertEqual((unit(HELPER)["Requires"], unit(WORKER)["StandardInput"]), ([SOCKET], ["socket"]))

    def test_no_unit_empties_the_runtime_directory(self):
        for path in DIRECTORY.glob("turnout-*.service"):
            values = unit(path.name)
            if "RuntimeDirectory" in values:
                self.assertEqual(values["RuntimeDirectoryPreserve"], ["yes"], path.name)

    def test_no_unit_leaves_a_core_dump(self):
        for name in [HELPER, WORKER, RECOVER, TRIAL, BOOT_CHECK, OVERRIDE]:
            self.assertEqual(unit(name).get("LimitCORE"), ["0"], name)

    def test_units_have_no_start_limit(self):
        for name in [HELPER, WORKER, PERSIST, RECOVER, TRIAL]:
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
        for name in [HELPER, WORKER, RECOVER, BOOT_CHECK, TRIAL]:
            values = unit(name)
            for key in ["LockPersonality", "MemoryDenyWriteExecute", "NoNewPrivileges", "PrivateNetwork", "PrivateTmp", "ProtectHome",
                        "RestrictNamespaces", "RestrictSUIDSGID"]:
                self.assertEqual(values.get(key), ["yes"], f"{name}: {key}")
            self.assertEqual(values["ProtectSystem"], ["strict"], name)
            self.assertIn("SystemCallFilter", values, name)

    def test_capabilities_are_exactly_those_that_are_needed(self):
        needed = {HELPER: set(), WORKER: {"CAP_SYS_ADMIN", *LOOK}, RECOVER: {"CAP_SYS_ADMIN", *LOOK}, TRIAL: {"CAP_SYS_ADMIN", *LOOK},
                  BOOT_CHECK: set(), OVERRIDE: set()}
        for name, capabilities in needed.items():
            self.assertEqual(set(unit(name)["CapabilityBoundingSet"][0].split()), capabilities, name)

    def test_system_calls_are_those_of_services_without_privileged_ones(self):
        for name in [HELPER, WORKER, RECOVER, TRIAL, BOOT_CHECK, OVERRIDE]:
            self.assertEqual(unit(name)["SystemCallErrorNumber"], ["EPERM"], f"{name}: a call that is denied must not kill it in a change")
            self.assertEqual(unit(name)["SystemCallFilter"], ["@system-service", "~@privileged @resources"], name)
            self.assertEqual(unit(name)["SystemCallArchitectures"], ["native"], name)

    def test_blocked_calls_are_not_killed(self):
        for name in [WORKER, RECOVER, TRIAL]:
            self.assertEqual(unit(name)["KillMode"], ["process"], name)

    def test_planners_can_read_the_lists_of_modules(self):
        for name in [WORKER, RECOVER, TRIAL]:
            self.assertNotIn("ProtectKernelModules", unit(name), f"{name}: it hides /lib/modules, systemd.exec(5)")

    def test_exposure(self):
        """As systemd-analyze rates it: 0 to 10, in tenths."""
        for name, most in {HELPER: 20, WORKER: 20, RECOVER: 20, TRIAL: 20, BOOT_CHECK: 10, OVERRIDE: 15}.items():
            run = subprocess.run(["systemd-analyze", "security", "--offline=yes", f"--threshold={most}", str(DIRECTORY / name)],
                                 capture_output=True, text=True)
            self.assertEqual(run.returncode, 0, f"{name}:\n{run.stdout}{run.stderr}")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
