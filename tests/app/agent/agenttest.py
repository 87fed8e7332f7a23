#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the agent reports at login, by the installed program through real notifications: on private buses, with mocks of the desktop's
notification service, of polkit and of systemd's timer, and the helper's library on a simulated machine.

Usage: agenttest.py BUSAGENT TURNOUT-AGENT TESTHELPER TESTWORKER BUSCLIENT [unittest arguments]
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import unittest

import dbus
import dbusmock

from onthebus import HANG, OnTheBus

AGENT, INSTALLED, OnTheBus.helper_program, OnTheBus.worker_program, OnTheBus.client_program = sys.argv[1:6]
RESOURCES = pathlib.Path(__file__).resolve().parents[3] / "resources"
NOTIFICATIONS = "org.freedesktop.Notifications"
SYSTEMD = "org.freedesktop.systemd1"
UNIT = "turnout-trial-boot.timer"
assert (RESOURCES.parent / f"helper/systemd/{UNIT}.in").exists()
TIMER = "/org/freedesktop/systemd1/unit/" + "".join(c if c.isalnum() else f"_{ord(c):02x}" for c in UNIT)
CARD = "0000:01:00.0"


class AtLogin(OnTheBus):
    def setUp(self):
        super().setUp()
        (self.machine / "etc/udev/rules.d").mkdir(parents=True)
        self.start_session()
        self.start_systemd()

    def start_session(self):
        bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.end, bus)
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        self.session = dbus.bus.BusConnection(os.environ["DBUS_SESSION_BUS_ADDRESS"])
        self.mock(self.session, "--session", "--template", "notification_daemon", "-p", '{"capabilities": "actions body persistence"}', name=NOTIFICATIONS)
        self.desktop = dbus.Interface(self.session.get_object(NOTIFICATIONS, "/org/freedesktop/Notifications"), dbusmock.MOCK_IFACE)

    def start_systemd(self):
        self.mock(self.bus, "--system", SYSTEMD, "/org/freedesktop/systemd1", f"{SYSTEMD}.Manager", name=SYSTEMD)
        self.systemd = dbus.Interface(self.bus.get_object(SYSTEMD, "/org/freedesktop/systemd1"), dbusmock.MOCK_IFACE)
        self.systemd.AddObject(TIMER, f"{SYSTEMD}.Timer", {"NextElapseUSecMonotonic": dbus.UInt64(0)}, dbus.Array([], signature="(ssss)"))

    def mock(self, bus, *arguments, name):
        self.addCleanup(self.end, subprocess.Popen([sys.executable, "-m", "dbusmock", *arguments], stdout=subprocess.DEVNULL))
        self.wait_until(lambda: bus.name_has_owner(name), f"the mock of {name} did not start")

    def trial_ends_in(self, seconds):
        timer = dbus.Interface(self.bus.get_object(SYSTEMD, TIMER), dbus.PROPERTIES_IFACE)
        timer.Set(f"{SYSTEMD}.Timer", "NextElapseUSecMonotonic", dbus.UInt64(int((time.monotonic() + seconds) * 1e6)))

    def log_in(self):
        data = pathlib.Path(self.directory.name) / "data/knotifications6"
        data.mkdir(parents=True, exist_ok=True)
        shutil.copy(RESOURCES / "turnout.notifyrc", data)
        environment = {**os.environ, "TURNOUT_TEST_ROOT": str(self.machine), "XDG_DATA_DIRS": f"{data.parent}:/usr/share", "HOME": self.directory.name,
                       "LC_ALL": "C.UTF-8", "LANGUAGE": "en", "QT_QPA_PLATFORM": "offscreen"}
        self.agent = subprocess.Popen([AGENT], env=environment, stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.end, self.agent)

    def leaves(self):
        self.assertEqual(self.agent.wait(timeout=HANG), 0)

    # The boot assignments.

    def stored(self):
        file = self.machine / "etc/turnout/boot-assignments.json"
        return json.loads(file.read_text())["assignments"] if file.exists() else []

    def check_boot(self):
        """As the helper does once in each boot."""
        (self.machine / "run/turnout").mkdir(parents=True, exist_ok=True)
        (self.machine / "run/turnout/boot-checked").touch()

    def has_done(self, verb):
        reply = self.ask(verb)
        self.assertEqual(reply.get("outcome"), "done", reply)

    def persist(self):
        self.has_done("persist")

    def put_on_trial(self):
        self.has_done("assign")
        self.persist()
        self.begin_trial()

    def begin_trial(self):
        assignments = self.stored()
        assignments[0]["nextBootOnly"] = True
        self.has_done("unpersist")
        self.check_boot()
        (self.machine / "run/turnout/trial-boot.json").write_text(json.dumps({"turnout": 1, "assignments": assignments}))

    def end_trial(self):
        self.has_done("release")
        self.assertFalse((self.machine / "run/turnout/trial-boot.json").exists())

    # The notifications.

    def notifications(self):
        """Each call of Notify, as a dictionary."""
        names = ["app", "replaces", "icon", "title", "text", "actions", "hints", "timeout"]
        return [dict(zip(names, arguments)) for _, arguments in self.desktop.GetMethodCalls("Notify")]

    def last(self, count):
        """The last of at least so many."""
        self.wait_until(lambda: len(self.notifications()) >= count, f"no {count} notifications: {[one['title'] for one in self.notifications()]}")
        return self.notifications()[-1]

    def wait_for(self, part):
        self.wait_until(lambda: any(part in one["title"] + one["text"] for one in self.notifications()), f"no notification has: {part}")

    def number(self):
        """Of the newest notification; the mock counts those that replace no other."""
        return sum(1 for one in self.notifications() if not one["replaces"])

    def press(self, label):
        actions = self.notifications()[-1]["actions"]
        key = dict(zip(actions[1::2], actions[0::2]))[label]
        self.desktop.EmitSignal(NOTIFICATIONS, "ActionInvoked", "us", [dbus.UInt32(self.number()), key])

    def dismiss(self):
        self.desktop.EmitSignal(NOTIFICATIONS, "NotificationClosed", "uu", [dbus.UInt32(self.number()), dbus.UInt32(2)])


class NothingToReport(AtLogin):
    def test_nothing_stored_it_is_gone_at_once_without_a_bus_or_a_display(self):
        bare = {"PATH": os.environ["PATH"], "HOME": self.directory.name, "TURNOUT_TEST_ROOT": str(self.machine)}
        for program in [AGENT, INSTALLED]:
            done = subprocess.run([program], env=bare, capture_output=True, timeout=HANG, check=False)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""), program)

    def test_all_applied_nothing_is_reported(self):
        self.has_done("assign")
        self.persist()
        self.check_boot()
        self.log_in()
        self.leaves()
        self.assertEqual(self.notifications(), [])

    def test_a_pending_assignment_is_not_reported(self):
        self.check_boot()
        self.persist()
        self.log_in()
        self.leaves()
        self.assertEqual(self.notifications(), [])


class Unmet(AtLogin):
    def test_a_different_card_in_the_slot_is_reported_and_shown(self):
        self.persist()
        (self.machine / "sys/bus/pci/devices" / CARD / "modalias").write_text("pci:v00001002d0000731Fsv00001462sd00003752bc03sc00i00\n")
        self.log_in()
        notification = self.last(1)
        self.assertIn("A different device is now at 01:00.0", notification["text"])
        self.assertEqual(notification["timeout"], 0, "it stays until it is read")
        self.press("Show")
        self.assertEqual(self.agent.stdout.readline().strip(), CARD)
        self.leaves()

    def test_a_different_driver_is_reported_once(self):
        self.persist()
        self.check_boot()
        self.log_in()
        self.assertRegex(self.last(1)["text"], r"^01:00.0 \(.+\) should be bound to turnout_vfio_pci, but its driver is amdgpu")
        self.dismiss()
        self.leaves()
        self.assertEqual(len(self.notifications()), 1)

    def test_what_cannot_be_read_is_reported(self):
        (self.machine / "etc/turnout").mkdir()
        (self.machine / "etc/turnout/boot-assignments.json").write_text("tea")
        self.log_in()
        self.assertIn("cannot be read", self.last(1)["title"])
        self.dismiss()
        self.leaves()


class Trial(AtLogin):
    def setUp(self):
        super().setUp()
        self.put_on_trial()

    def test_it_asks_and_says_how_long_it_asks(self):
        self.trial_ends_in(100)
        self.log_in()
        notification = self.last(1)
        self.assertIn("is assigned to VMs for this boot", notification["title"])
        self.assertIn(self.promised(notification), range(15, 106, 15))
        self.assertEqual(notification["actions"][1::2], ["Keep for VMs", "Return to Host Now"])
        self.assertEqual((notification["hints"]["urgency"], notification["timeout"]), (2, 0), "it stays, also above a presentation")

    def test_the_time_that_is_left_is_never_more_than_there_is(self):
        end = time.monotonic() + 76
        self.trial_ends_in(76)
        self.log_in()
        first = self.promised(self.last(1))
        self.assertGreater(first, end - time.monotonic())
        self.assertLessEqual(first, 90)
        notification = self.last(2)
        self.assertGreater(self.promised(notification), end - time.monotonic())
        self.assertLess(self.promised(notification), first)
        self.assertNotEqual(notification["replaces"], 0, "it is the same notification")

    @staticmethod
    def promised(notification):
        """Seconds, at most; the notification is renewed as they pass."""
        minutes, seconds = re.search("at most ([0-9]+):([0-9]{2})", notification["text"]).groups()
        return int(minutes) * 60 + int(seconds)

    def test_before_the_boot_is_complete_the_time_is_not_known(self):
        self.log_in()
        self.assertIn("two minutes after the boot is complete", self.last(1)["text"])
        self.trial_ends_in(119)
        self.systemd.EmitSignal(f"{SYSTEMD}.Manager", "StartupFinished", "tttttt", [dbus.UInt64(1)] * 6)
        self.assertIn(self.promised(self.last(2)), range(15, 121, 15))

    def test_kept_it_is_assigned_at_every_boot(self):
        self.trial_ends_in(100)
        self.log_in()
        self.last(1)
        self.press("Keep for VMs")
        self.wait_for("is assigned to VMs at every boot from now on")
        self.assertEqual([one["nextBootOnly"] for one in self.stored()], [False])
        self.dismiss()
        self.leaves()

    def test_without_permission_it_asks_again_and_says_why(self):
        self.trial_ends_in(100)
        self.allow([])
        self.log_in()
        self.last(1)
        self.press("Keep for VMs")
        notification = self.last(2)
        self.assertIn("Permission was denied", notification["text"])
        self.assertIn("It returns to the host in at most", notification["text"])
        self.assertEqual(self.stored(), [])
        self.allow(["persist"])
        self.press("Keep for VMs")
        self.wait_for("is assigned to VMs at every boot from now on")

    def test_a_login_after_its_end_is_notified_once(self):
        self.end_trial()
        self.log_in()
        notification = self.last(1)
        self.assertEqual((notification["title"], notification["timeout"]), ("GPU returned to the host", 0))
        self.dismiss()
        self.leaves()
        self.log_in()
        self.leaves()
        self.assertEqual(len(self.notifications()), 1)

    def test_one_that_was_never_applied_is_not_reported_as_returned(self):
        self.has_done("release")
        trial = self.machine / "run/turnout/ended-trial-boot.json"
        trial.rename(trial.with_name("trial-boot.json"))
        self.log_in()
        self.assertEqual(self.last(1)["title"], "GPU not assigned to VMs")

    def test_a_login_after_its_end_hears_nothing_of_a_gpu_that_was_assigned_again(self):
        self.end_trial()
        self.has_done("assign")
        self.log_in()
        self.leaves()
        self.assertEqual(self.notifications(), [])

    def test_returned_it_is_on_the_host(self):
        self.trial_ends_in(100)
        self.log_in()
        self.last(1)
        self.press("Return to Host Now")
        self.wait_for("is on the host again")
        self.assertEqual(self.driver(CARD), "amdgpu")
        self.dismiss()
        self.leaves()

    def test_its_end_is_reported_when_the_time_is_over(self):
        self.trial_ends_in(100)
        self.log_in()
        self.last(1)
        self.end_trial()
        self.wait_for("is on the host again")
        self.assertTrue(self.desktop.GetMethodCalls("CloseNotification"), "the question is closed")
        self.dismiss()
        self.leaves()

    def test_dismissed_it_does_not_ask_again_and_still_reports_the_end(self):
        self.trial_ends_in(16)
        self.log_in()
        self.last(1)
        self.dismiss()
        shown = len(self.notifications())
        time.sleep(2)  # past the next full quarter
        self.assertEqual(len(self.notifications()), shown)
        self.end_trial()
        self.wait_for("is on the host again")

    def test_kept_in_the_window_meanwhile_it_asks_no_more(self):
        self.trial_ends_in(100)
        self.log_in()
        self.last(1)
        self.persist()
        self.wait_for("is assigned to VMs at every boot from now on")

    def test_a_virtual_machine_that_has_it_is_the_reason_why_it_stays(self):
        self.trial_ends_in(100)
        self.log_in()
        self.last(1)
        (self.machine / "run/turnout/trial-boot.json").unlink()
        self.wait_for("could not return to the host")

    def test_on_its_way_back_no_end_is_reported(self):
        self.trial_ends_in(100)
        self.log_in()
        self.last(1)
        (self.machine / "sys/bus/pci/devices/0000:01:00.1/driver").unlink()
        (self.machine / "run/turnout/boot-checked").touch()
        time.sleep(2)
        self.assertFalse([one["title"] for one in self.notifications() if one["title"] != self.notifications()[0]["title"]])

    def test_waiting_it_sleeps(self):
        self.log_in()
        self.last(1)
        time.sleep(1)
        before = self.switches()
        time.sleep(3)
        self.assertLessEqual(self.switches() - before, 2)

    def switches(self):
        """How often its threads were given the processor."""
        total = 0
        for status in pathlib.Path(f"/proc/{self.agent.pid}/task").glob("*/status"):
            total += sum(int(line.split()[1]) for line in status.read_text().splitlines() if "voluntary_ctxt_switches" in line)
        return total


class FasterThanTheBootCheck(AtLogin):
    def test_a_login_before_the_boot_check_waits_for_it(self):
        self.has_done("assign")
        self.persist()
        file = self.machine / "etc/turnout/boot-assignments.json"
        file.write_text(file.read_text().replace('"nextBootOnly": false', '"nextBootOnly": true'))
        self.trial_ends_in(110)
        self.log_in()
        time.sleep(1)
        self.assertIsNone(self.agent.poll())
        self.assertEqual(self.notifications(), [])
        self.begin_trial()
        self.assertIn("is assigned to VMs for this boot", self.last(1)["title"])

    def test_an_open_notification_watches_nothing(self):
        self.persist()
        self.log_in()
        self.wait_until(self.watches, "it does not wait for the boot check")
        self.check_boot()
        self.last(1)
        self.wait_until(lambda: not self.watches(), "it still watches")
        self.assertIsNone(self.agent.poll())

    def watches(self):
        for file in pathlib.Path(f"/proc/{self.agent.pid}/fdinfo").iterdir():
            with contextlib.suppress(FileNotFoundError):  # closed meanwhile
                if "inotify wd" in file.read_text():
                    return True
        return False


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[6:]], verbosity=2)
