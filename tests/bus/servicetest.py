#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""How the helper's service ends, and what the bus lets clients send, on a private bus with a polkit mock.

Usage: servicetest.py TESTHELPER TESTWORKER CLIENT TURNOUT [unittest arguments]
"""

import os
import pathlib
import signal
import struct
import subprocess
import sys
import time
import unittest

import dbus
import dbus.lowlevel
import dbus.service

from onthebus import HANG, ID, KAUTH, OnTheBus

OnTheBus.helper_program, OnTheBus.worker_program, OnTheBus.client_program, TURNOUT = sys.argv[1:5]
SHIPPED_POLICY = pathlib.Path(__file__).resolve().parents[2] / "helper/dbus/dbus_policy.stub"


class Endings(OnTheBus):
    """The service ends at any moment, and its worker does not notice."""

    def begin(self):
        """A change that waits for the kernel."""
        self.start_helper_on_demand()
        self.fault("unbind", "0000:01:00.0", "block")
        environment = {**os.environ, "TURNOUT_TEST_ROOT": str(self.machine), "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
        turnout = subprocess.Popen([TURNOUT, "assign", "01:00.0", "--yes"], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.end, turnout)
        self.wait_until(lambda: "unbind 0000:01:00.1" in self.writes(), "the change did not begin")
        return turnout

    def ends_well(self, turnout):
        time.sleep(0.5)
        (self.machine / "simulated/released").touch()
        out, err = turnout.communicate(timeout=HANG)
        self.assertEqual((turnout.returncode, err), (0, ""), out)
        self.assertIn("Verified: a new scan matches the plan.\n", out)
        self.assertEqual((self.writes().count("unbind 0000:01:00.0"), self.driver("0000:01:00.0")), (1, "turnout_vfio_pci"))

    def test_a_killed_service_does_not_disturb_a_change(self):
        for number in [signal.SIGKILL, signal.SIGTERM]:
            with self.subTest(number):
                turnout = self.begin()
                self.helper.send_signal(number)
                self.helper.wait()
                self.ends_well(turnout)
            self.tearDown()
            self.doCleanups()
            self.setUp()

    def test_a_service_that_is_killed_again_and_again_does_not_either(self):
        turnout = self.begin()
        self.helper.kill()
        self.helper.wait()
        for _ in range(3):
            time.sleep(0.3)
            self.end_helper_on_demand()
        self.ends_well(turnout)

    def test_nested_arguments_crash_the_service_only(self):
        """KAuth decodes them before it asks polkit, with a stack frame for each level."""
        self.start_helper_on_demand()
        level = struct.pack(">IbI", 9, 0, 1)  # a QVariant: a list of one element
        blob = struct.pack(">II", 1, 2) + "n".encode("utf-16-be") + level * 100_000
        with self.assertRaises(dbus.DBusException):
            self.call("performAction", f"{ID}.assign", dbus.ByteArray(self.bus.get_unique_name().encode()), dbus.Dictionary({}, signature="sv"),
                      dbus.ByteArray(blob), dbus.Dictionary({}, signature="sh"))
        self.assertNotEqual(self.helper.wait(timeout=HANG), 0)
        self.assertEqual((self.writes(), self.audit()), ([], []))
        self.assertEqual(self.ask("assign")["outcome"], "done")

    def test_memory_of_a_flood_is_lost_with_the_service_only(self):
        turnout = self.begin()
        flood = dbus.bus.BusConnection(os.environ["DBUS_SYSTEM_BUS_ADDRESS"])
        argument = dbus.ByteArray(b"x" * (4 << 20))
        for _ in range(36):
            flood.send_message(self.message(flood, argument))
        flood.flush()
        flood.close()
        self.helper.kill()  # as MemoryMax= of its unit does
        self.helper.wait()
        self.ends_well(turnout)

    @staticmethod
    def message(caller, argument):
        message = dbus.lowlevel.MethodCallMessage(ID, "/", KAUTH, "performAction")
        message.append(f"{ID}.assign", dbus.ByteArray(caller.get_unique_name().encode()), dbus.Dictionary({}, signature="sv"), argument,
                       dbus.Dictionary({}, signature="sh"), signature="saya{sv}aya{sh}")
        return message

    def ask_polkit(self):
        """A caller whose request waits for polkit's answer. KAuth's client would ask polkit itself first. Not root, because polkit does
        not keep root waiting."""
        self.polkit.SimulateHang(True)
        os.chmod(self.directory.name, 0o755)
        program = (f"import sys, time; sys.path.insert(0, {os.path.dirname(__file__)!r}); sys.argv = {sys.argv!r}; import dbus, servicetest; "
                   f"bus = dbus.bus.BusConnection({os.environ['DBUS_SYSTEM_BUS_ADDRESS']!r}); "
                   "bus.send_message(servicetest.Endings.message(bus, dbus.ByteArray(b''))); bus.flush(); time.sleep(600)")
        caller = subprocess.Popen([sys.executable, "-c", program], **({"user": 65534} if os.getuid() == 0 else {}))
        self.addCleanup(self.end, caller)
        time.sleep(3)
        self.assertIsNone(self.helper.poll())
        return caller

    def test_sigterm_during_polkits_question_is_no_answer(self):
        caller = self.ask_polkit()
        self.helper.send_signal(signal.SIGTERM)
        self.assertEqual(self.helper.wait(timeout=HANG), -signal.SIGTERM)
        self.end(caller)
        self.assertEqual((self.writes(), self.audit()), ([], []))

    def test_a_caller_that_leaves_frees_the_helper(self):
        other = dbus.bus.BusConnection(os.environ["DBUS_SYSTEM_BUS_ADDRESS"])
        caller = self.ask_polkit()
        other.close()
        time.sleep(1)
        self.assertIsNone(self.helper.poll(), "another program left")
        self.end(caller)
        self.assertEqual(self.helper.wait(timeout=240), 0)  # less than the 5 min of a question without an answer
        self.assertEqual((self.writes(), self.audit()), ([], []))


class Policy(OnTheBus):
    """What the shipped policy of the bus lets a client send, where the bus denies everything else, as the system's does."""

    def policy(self):
        shipped = pathlib.Path(self.directory.name) / "shipped.conf"
        shipped.write_text(SHIPPED_POLICY.read_text().replace("@HELPER_USER@", str(os.getuid())).replace("@HELPER_ID@", ID))
        return ('<policy context="default"><allow user="*"/><deny own="*"/><deny send_type="method_call"/><allow send_type="signal"/>'
                '<allow send_requested_reply="true" send_type="method_return"/><allow send_requested_reply="true" send_type="error"/>'
                '<allow receive_type="method_call"/><allow receive_type="method_return"/><allow receive_type="error"/><allow receive_type="signal"/>'
                '<allow send_destination="org.freedesktop.DBus"/><allow own="org.freedesktop.PolicyKit1"/>'
                f'<allow send_destination="org.freedesktop.PolicyKit1"/></policy><include>{shipped}</include>')

    def test_a_request_is_allowed(self):
        self.assertEqual(self.ask("assign")["outcome"], "done")

    def test_other_interfaces_are_denied(self):
        for interface, method, signature, arguments in [("org.freedesktop.DBus.Properties", "GetAll", "s", (KAUTH,)),
                                                        ("org.freedesktop.DBus.Introspectable", "Introspect", "", ()),
                                                        ("org.turnout.helper", "assign", "a{sv}", ({},)),
                                                        ("org.qtproject.QtCore.QObject", "deleteLater", "", ())]:
            with self.assertRaises(dbus.DBusException, msg=interface) as denied:
                self.bus.call_blocking(ID, "/", interface, method, signature, arguments)
            self.assertEqual(denied.exception.get_dbus_name(), "org.freedesktop.DBus.Error.AccessDenied", interface)
        self.assertIsNone(self.helper.poll())

    def test_another_name_cannot_be_owned(self):
        with self.assertRaises(dbus.DBusException):
            dbus.service.BusName("org.turnout.other", self.bus)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[5:]], verbosity=2)
