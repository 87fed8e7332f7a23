#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""The helper behind the real D-Bus and KAuth, on a private bus with a polkit mock.

Usage: bustest.py TESTHELPER TESTWORKER CLIENT TURNOUT [unittest arguments]
"""

import concurrent.futures
import json
import os
import pty
import signal
import subprocess
import sys
import time
import unittest

import dbus

from onthebus import ACTIONS, BUSY, DENIED, HANG, ID, VERBS, OnTheBus

OnTheBus.helper_program, OnTheBus.worker_program, OnTheBus.client_program, TURNOUT = sys.argv[1:5]


class Authorization(OnTheBus):
    def test_an_authorized_verb_is_carried_out(self):
        reply = self.ask("assign")
        self.assertEqual((reply["kauthError"], reply["outcome"], reply["mine"]), (None, "done", True))
        self.assertEqual(self.driver("0000:01:00.0"), "turnout_vfio_pci")
        self.assertGreater(reply["progress"], 10)
        self.assertEqual(self.ask("release")["outcome"], "done")
        self.assertEqual(self.driver("0000:01:00.0"), "amdgpu")

    def test_a_denied_verb_changes_nothing(self):
        self.allow([])
        for verb in VERBS:
            self.assertEqual(self.ask(verb)["kauthError"], DENIED, verb)
        self.assertEqual((self.writes(), self.audit()), ([], []))
        self.allow(["inspect"])
        self.assertEqual(self.ask("inspect")["outcome"], "done")
        self.assertEqual((self.writes(), len(self.audit())), ([], 1), "a denied request ran later")

    def test_accepting_a_blocker_needs_its_own_permission(self):
        options = ["--address", "0000:00:02.0", "--accept", "display-in-use"]
        self.allow([action for action in ACTIONS if not action.endswith(".accepting")])
        self.assertEqual(self.ask("assign", *options)["kauthError"], DENIED)
        self.assertEqual(self.ask("assign", *options, "--action", "assign")["outcome"], "refused")
        self.assertEqual(self.ask("assign", "--action", "assign.accepting")["kauthError"], DENIED)
        self.assertEqual(self.writes(), [])
        self.allow(["assign.accepting"])
        self.assertEqual(self.ask("assign", "--action", "assign.accepting")["outcome"], "refused", "nothing was accepted")
        self.assertEqual(self.ask("assign", *options)["outcome"], "done")

    def test_authorization_is_per_verb(self):
        self.allow(["inspect", "power"])
        self.assertEqual(self.ask("assign")["kauthError"], DENIED)
        self.assertEqual(self.ask("inspect")["outcome"], "done")
        self.assertEqual(self.writes(), [])

    def test_every_verb_is_audited(self):
        for verb in VERBS:
            self.ask(verb)
        self.assertEqual([line.split()[0] for line in self.audit()], VERBS)

    def test_an_unknown_action_ends_the_helper_before_polkit_is_asked(self):
        """Polkit would answer with an error that never reaches KAuth, which would then stay busy."""
        self.polkit.AllowUnknown(True)
        for name in ["deleteLater", "destroyed", "run", "nothing", ""]:
            with self.assertRaises(dbus.DBusException, msg=name):
                self.raw_call(name)
            self.assertEqual(self.helper.wait(timeout=HANG), 0, name)
            self.start_helper()
        self.assertEqual(self.ask("inspect")["outcome"], "done")

    def test_other_slots_cannot_be_called(self):
        self.polkit.AllowUnknown(True)
        for name in ["deleteLater", "destroyed", "run", "nothing"]:
            self.assertNotEqual(self.ask(name)["kauthError"], None, name)
            self.helper.wait(timeout=HANG)
            self.start_helper()


class Clients(OnTheBus):
    def test_a_change_continues_after_the_client_timed_out(self):
        self.fault("unbind", "0000:01:00.0", "block")
        client = self.start_client("assign", "--timeout", "150")
        self.wait_until(lambda: "unbind 0000:01:00.1" in self.writes(), "the change did not begin")
        reply = self.answer(client)
        (self.machine / "simulated/released").touch()
        self.assertNotEqual(reply["kauthError"], None)
        self.assertFalse(reply["understood"])
        self.wait_until(lambda: self.driver("0000:01:00.0") == "turnout_vfio_pci", "the helper did not continue")

    def test_a_request_during_idle_exit_is_not_denied(self):
        self.ask("inspect")
        time.sleep(9.5)  # KAuth ends an idle helper after 10 s
        self.helper.send_signal(signal.SIGSTOP)
        client = self.start_client("assign")
        time.sleep(1.5)
        self.helper.send_signal(signal.SIGCONT)  # the timeout and the request arrive together
        reply = self.answer(client)
        self.assertEqual((reply["kauthError"], reply.get("outcome")), (None, "done"))
        self.helper.wait(timeout=HANG)
        self.assertEqual(self.helper.returncode, 0, "the helper did not exit afterwards")

    def test_clients_do_not_mistake_each_others_replies(self):
        self.fault("unbind", "0000:01:00.0", "block")
        first = self.start_client("assign")
        self.wait_until(lambda: "unbind 0000:01:00.1" in self.writes(), "the change did not begin")
        second = self.start_client("assign")
        time.sleep(0.2)
        (self.machine / "simulated/released").touch()
        replies = [self.answer(first), self.answer(second)]
        own = [reply for reply in replies if reply.get("mine")]
        self.assertEqual([reply["outcome"] for reply in own][:1], ["done"])
        for reply in replies:
            # KAuth sends the first reply to both clients or reports busy; the nonce tells them apart.
            self.assertTrue(reply.get("mine") or reply["kauthError"] == BUSY or reply["understood"], reply)
        self.assertEqual(self.writes().count("unbind 0000:01:00.0"), 1)

    def test_another_client_cannot_stop_a_change(self):
        self.fault("unbind", "0000:01:00.0", "block")
        client = self.start_client("assign")
        self.wait_until(lambda: "unbind 0000:01:00.1" in self.writes(), "the change did not begin")
        for _ in range(5):
            self.call("stopAction", f"{ID}.assign", ignore_reply=True)
        (self.machine / "simulated/released").touch()
        reply = self.answer(client)
        self.assertEqual((reply["mine"], reply["outcome"]), (True, "done"))
        self.assertEqual(self.driver("0000:01:00.1"), "vfio-pci")

    def test_a_flood_of_requests_during_a_step_is_answered(self):
        self.fault("unbind", "0000:01:00.0", "block")
        client = self.start_client("assign")
        self.wait_until(lambda: "unbind 0000:01:00.1" in self.writes(), "the change did not begin")
        # KAuth's clients wait forever after "busy", so these are only killed; raw calls get every answer.
        clients = [self.start_client(verb) for verb in ["inspect", "power", "recover"] for _ in range(4)]
        with concurrent.futures.ThreadPoolExecutor(40) as flood:
            answers = [flood.submit(self.raw_call, VERBS[i % len(VERBS)]) for i in range(40)]
            time.sleep(0.5)
            (self.machine / "simulated/released").touch()
            reply = self.answer(client)
            self.assertEqual((reply["mine"], reply["outcome"]), (True, "done"), reply)
            for answer in answers:
                self.assertGreater(len(answer.result(timeout=HANG)), 0)
        for other in clients:
            self.end(other)
        self.assertIsNone(self.helper.poll(), "the helper died")
        self.assertEqual(self.ask("recover")["outcome"], "done")
        for journal in (self.machine / "run/turnout/journal").iterdir():
            self.assertIn('"event":"closed"', journal.read_text().splitlines()[-1], "a journal is unfinished")
        self.assertEqual((self.writes().count("unbind 0000:01:00.0"), self.driver("0000:01:00.0")), (1, "turnout_vfio_pci"))

    def test_a_blocked_device_does_not_block_others(self):
        self.fault("unbind", "0000:01:00.0", "block")
        self.assertEqual(self.ask("assign")["outcome"], "blocked")
        self.assertEqual(self.ask("release", "--address", "0000:00:02.0")["outcome"], "done")
        self.assertEqual(self.ask("assign")["outcome"], "busy")
        (self.machine / "simulated/released").touch()
        self.wait_until(lambda: self.ask("recover")["outcome"] == "done", "it was not resolved")
        self.assertEqual(self.driver("0000:01:00.0"), "amdgpu")

    def test_a_blocked_child_does_not_keep_the_bus_name(self):
        self.fault("unbind", "0000:01:00.0", "block")
        self.ask("assign")
        self.helper.kill()
        self.helper.wait()
        self.wait_until(lambda: not self.bus.name_has_owner(ID), "the name is still taken")
        (self.machine / "simulated/released").touch()


class Arguments(OnTheBus):
    def refused(self, *options):
        reply = self.ask("assign", *options)
        self.assertEqual((reply["kauthError"], self.writes()), (None, []), options)
        self.assertEqual(reply.get("outcome", "refused"), "refused", options)
        return reply

    def test_another_protocol_version_is_refused(self):
        self.assertIn("different versions", self.refused("--protocol", "99")["error"])

    def test_missing_unknown_and_malformed_arguments_are_refused(self):
        for options in [["--drop", "nonce"], ["--drop", "protocol"], ["--drop", "fingerprint"], ["--drop", "address"],
                        ["--text", "unknown", "3"], ["--text", "address", "12"], ["--text", "driver", "65"],
                        ["--text", "fingerprint", "64"], ["--nested", "100"]]:
            self.refused(*options)

    def test_oversized_arguments_are_refused(self):
        self.refused("--text", "address", str(8 * 1024 * 1024))
        self.refused("--nested", "5000")
        self.assertEqual(self.ask("assign")["outcome"], "done")

    def test_undecodable_arguments_are_refused(self):
        for blob in [b"", b"\xff" * 64, os.urandom(4096), b"\x7f\xff\xff\xff" + b"\0" * 32]:
            self.call("performAction", f"{ID}.assign", dbus.ByteArray(b"x"), dbus.Dictionary({}, signature="sv"),
                      dbus.ByteArray(blob), dbus.Dictionary({}, signature="sh"))
        self.assertEqual(self.writes(), [])
        self.assertIsNone(self.helper.poll(), "the helper died")
        self.assertEqual(self.ask("assign")["outcome"], "done")

    def test_attached_descriptors_are_refused_and_closed(self):
        def descriptors():
            return len(os.listdir(f"/proc/{self.helper.pid}/fd"))
        self.ask("inspect")
        before = descriptors()
        caller = dbus.ByteArray(self.bus.get_unique_name().encode())
        with open("/dev/null", "rb") as file:
            for _ in range(50):
                self.call("performAction", f"{ID}.inspect", caller, dbus.Dictionary({}, signature="sv"), dbus.ByteArray(b""),
                          dbus.Dictionary({"file": dbus.types.UnixFd(file)}, signature="sh"))
        self.wait_until(lambda: len([line for line in self.audit() if line.endswith("not understand the request.)")]) == 50, self.audit())
        self.assertLess(descriptors(), before + 5)


class CommandLine(OnTheBus):
    """The command line program, from arguments to exit code."""

    def start(self, *arguments, stdin=subprocess.DEVNULL):
        environment = {**os.environ, "TURNOUT_TEST_ROOT": str(self.machine), "LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
        process = subprocess.Popen([TURNOUT, *arguments], env=environment, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(self.end, process)
        return process

    def turnout(self, *arguments):
        process = self.start(*arguments)
        out, err = process.communicate(timeout=HANG)
        return process.returncode, out.decode(), err.decode()

    def test_an_authorized_gpu_is_assigned_and_released(self):
        code, out, err = self.turnout("assign", "01:00.0", "--yes")
        self.assertEqual((code, err), (0, ""), out)
        self.assertIn("Unbind 01:00.0 from the driver amdgpu: done\n", out)
        self.assertIn("Verified: a new scan matches the plan.\n", out)
        self.assertEqual(self.driver("0000:01:00.0"), "turnout_vfio_pci")
        code, out, err = self.turnout("release", "01:00.0", "--yes", "--json")
        self.assertEqual((code, err), (0, ""), out)
        self.assertEqual((json.loads(out)["outcome"], json.loads(out)["result"]), ("done", "verified"))
        self.assertEqual(self.driver("0000:01:00.0"), "amdgpu")

    def test_denial_is_reported(self):
        self.allow([])
        code, out, err = self.turnout("assign", "01:00.0", "--yes")
        self.assertEqual(code, 1)
        self.assertIn("Permission was denied", err)
        self.assertTrue(out.endswith("Nothing was changed.\n"), out)
        self.assertEqual(self.writes(), [])

    def test_a_plan_that_changes_before_confirmation_is_not_carried_out(self):
        master, slave = pty.openpty()
        process = self.start("assign", "01:00.0", stdin=slave)
        os.close(slave)
        shown = b""
        while b"Continue?" not in shown:
            byte = os.read(process.stdout.fileno(), 1024)
            self.assertTrue(byte, shown)
            shown += byte
        (self.machine / "sys/bus/pci/devices/0000:01:00.0/driver_override").write_text("vfio-pci\n")
        os.write(master, b"y\n")
        out, err = process.communicate(timeout=HANG)
        os.close(master)
        self.assertEqual(process.returncode, 1)
        self.assertRegex(err.decode(), "the plan now differs from the one you confirmed. Step [0-9]+ ")
        self.assertEqual(self.writes(), [])

    def test_declining_changes_nothing(self):
        master, slave = pty.openpty()
        process = self.start("assign", "01:00.0", stdin=slave)
        os.close(slave)
        os.write(master, b"n\n")
        out, _ = process.communicate(timeout=HANG)
        os.close(master)
        self.assertEqual(process.returncode, 1)
        self.assertTrue(out.endswith(b"Nothing was changed.\n"), out)
        self.assertEqual((self.writes(), self.audit()), ([], []))

    def test_a_missing_helper_is_reported(self):
        self.helper.kill()
        self.helper.wait()
        self.wait_until(lambda: not self.bus.name_has_owner(ID), "the name is still taken")
        code, _, err = self.turnout("assign", "01:00.0", "--yes")
        self.assertEqual(code, 1)
        self.assertIn("The Turnout helper could not be started", err)

    def test_a_blocked_device_is_reported(self):
        self.fault("unbind", "0000:01:00.0", "block")
        code, out, err = self.turnout("assign", "01:00.0", "--yes")
        (self.machine / "simulated/released").touch()
        self.assertEqual(code, 1)
        self.assertNotIn("Verified", out)
        self.assertIn("01:00.0", err)
        self.wait_until(lambda: self.turnout("recover")[0] == 0, "it was not resolved")
        self.assertEqual(self.driver("0000:01:00.0"), "amdgpu")

    def test_vga_reads_the_arbiter_through_the_helper(self):
        code, out, err = self.turnout("vga", "--json")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual([gpu["address"] for gpu in json.loads(out)["gpus"]], ["0000:00:02.0", "0000:01:00.0"])
        self.assertIn("inspect", self.audit()[0])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[5:]], verbosity=2)
