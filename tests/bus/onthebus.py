# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""A bus, a polkit mock and a simulated machine, for tests that call the helper."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import dbus
import dbusmock

ID = "org.turnout.helper"
KAUTH = "org.kde.kf6auth"
VERBS = ["inspect", "assign", "release", "power", "vga", "reset", "persist", "unpersist", "recover"]
ACTIONS = [*VERBS, "assign.accepting", "persist.accepting", "result"]
HANG = 600  # seconds: a limit for what never ends, not for what is slow on a busy machine
TIMED_OUT, BUSY, DENIED, NO_SUCH_ACTION = "timed out", "helper busy", "denied", "no such action"
# KAuth::ActionReply::Error, kauth/actionreply.h
KAUTH_ERRORS = {0: None, 1: "no responder", 2: NO_SUCH_ACTION, 3: "invalid action", 4: DENIED, 5: "cancelled", 6: BUSY, 8: TIMED_OUT}


class OnTheBus(dbusmock.DBusTestCase):
    """Each test has its own bus, polkit mock and machine."""

    helper_program = None  # testhelper
    worker_program = None  # testworker
    client_program = None  # busclient

    def setUp(self):
        self.directory = tempfile.TemporaryDirectory(prefix="turnout-bus-")
        self.addCleanup(self.directory.cleanup)
        self.start_bus()
        polkit, self.polkit = self.spawn_server_template("polkitd", {}, stdout=subprocess.DEVNULL)
        self.addCleanup(self.end, polkit)
        self.allow(ACTIONS)
        self.start_worker()
        self.start_helper()

    def start_bus(self):
        here = pathlib.Path(self.directory.name)
        configuration = here / "bus.conf"
        configuration.write_text(
            '<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"'
            ' "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">'
            f"<busconfig><listen>unix:path={here}/socket</listen><servicedir>{here}/services</servicedir>{self.policy()}</busconfig>")
        (here / "services").mkdir()
        bus = subprocess.Popen(["dbus-daemon", "--nofork", f"--config-file={configuration}", "--print-address"],
                               stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.end, bus)
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = bus.stdout.readline().strip()
        self.bus = dbus.bus.BusConnection(os.environ["DBUS_SYSTEM_BUS_ADDRESS"])
        # Keeps the application off the user's session bus.
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"

    def policy(self):
        return ('<policy context="default"><allow own="*"/><allow send_destination="*" eavesdrop="true"/><allow receive_sender="*"/>'
                '<allow user="*"/></policy>')

    def spawn_server_template(self, name, parameters, stdout):
        server = subprocess.Popen([sys.executable, "-m", "dbusmock", "--system", "--template", name], stdout=stdout)
        deadline = time.monotonic() + HANG
        while not self.bus.name_has_owner("org.freedesktop.PolicyKit1"):
            self.assertLess(time.monotonic(), deadline, "the mock of polkit did not start")
            time.sleep(0.05)
        mock = self.bus.get_object("org.freedesktop.PolicyKit1", "/org/freedesktop/PolicyKit1/Authority")
        return server, dbus.Interface(mock, dbusmock.MOCK_IFACE)

    def start_worker(self):
        announcement = pathlib.Path(self.directory.name) / "machine"
        worker = subprocess.Popen([self.worker_program, str(announcement)])
        self.addCleanup(self.end, worker)
        self.wait_until(lambda: announcement.exists() and announcement.read_text(), "the worker did not start")
        self.machine = pathlib.Path(announcement.read_text())
        self.addCleanup(shutil.rmtree, self.machine, ignore_errors=True)  # a killed program leaves it

    def start_helper(self):
        self.helper = subprocess.Popen([self.helper_program, str(self.machine)])
        self.addCleanup(self.end, self.helper)
        self.wait_until(lambda: self.bus.name_has_owner(ID), "the helper did not start")

    def start_helper_on_demand(self):
        """The bus starts the helper from now on, as on an installed system."""
        (pathlib.Path(self.directory.name) / "services" / f"{ID}.service").write_text(
            f"[D-BUS Service]\nName={ID}\nExec=/usr/bin/env DBUS_SYSTEM_BUS_ADDRESS={os.environ['DBUS_SYSTEM_BUS_ADDRESS']} "
            f"{self.helper_program} {self.machine}\n")
        self.bus.call_blocking("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "ReloadConfig", "", ())
        self.addCleanup(self.end_helper_on_demand)

    def end_helper_on_demand(self):
        if self.bus.name_has_owner(ID):
            owner = self.bus.call_blocking("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                           "GetConnectionUnixProcessID", "s", (ID,))
            os.kill(owner, signal.SIGKILL)

    @staticmethod
    def end(process):
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()

    def allow(self, verbs):
        self.polkit.SetAllowed(dbus.Array([f"{ID}.{verb}" for verb in verbs], signature="s"))

    def start_client(self, verb, *options):
        return subprocess.Popen([self.client_program, verb, str(self.machine), *options], stdout=subprocess.PIPE, text=True)

    def answer(self, client):
        out, _ = client.communicate(timeout=HANG)
        reply = json.loads(out)
        reply["kauthError"] = KAUTH_ERRORS.get(reply["kauthError"], reply["kauthError"])
        return reply

    def ask(self, verb, *options):
        return self.answer(self.start_client(verb, *options))

    def fault(self, attribute, address, fault):
        faults = self.machine / "simulated/faults"
        faults.mkdir(parents=True, exist_ok=True)
        (faults / f"{attribute}@{address}").write_text(f"{fault} 0")

    def writes(self):
        log = self.machine / "simulated/writes"
        return log.read_text().splitlines() if log.exists() else []

    def audit(self):
        log = self.machine / "audit"
        return log.read_text().splitlines() if log.exists() else []

    def driver(self, address):
        link = self.machine / "sys/bus/pci/devices" / address / "driver"
        return os.path.basename(os.readlink(link)) if link.is_symlink() else None

    def wait_until(self, condition, what):
        deadline = time.monotonic() + HANG
        while not condition():
            self.assertLess(time.monotonic(), deadline, what)
            time.sleep(0.02)

    @staticmethod
    def raw_call(verb):
        """Sends a request without arguments from a new connection; returns KAuth's raw answer."""
        bus = dbus.bus.BusConnection(os.environ["DBUS_SYSTEM_BUS_ADDRESS"])
        try:
            helper = dbus.Interface(bus.get_object(ID, "/", introspect=False), KAUTH)
            caller = dbus.ByteArray(bus.get_unique_name().encode())
            return helper.performAction(f"{ID}.{verb}", caller, dbus.Dictionary({}, signature="sv"), dbus.ByteArray(b""),
                                        dbus.Dictionary({}, signature="sh"), signature="saya{sv}aya{sh}", timeout=HANG)
        finally:
            bus.close()

    def call(self, method, *arguments, **keywords):
        return dbus.Interface(self.bus.get_object(ID, "/"), KAUTH).__getattr__(method)(*arguments, **keywords)
