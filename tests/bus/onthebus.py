# SPDX-FileCopyrightText: 2026 The Turnout authors
# SPDX-License-Identifier: GPL-2.0-or-later
"""A bus, a polkit mock and a simulated machine, for tests that call the helper."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import dbus
import dbusmock

ID = "org.turnout.helper"
KAUTH = "org.kde.kf6auth"
VERBS = ["inspect", "assign", "release", "power", "vga", "reset", "persist", "unpersist", "recover"]
TIMED_OUT, BUSY, DENIED, NO_SUCH_ACTION = "timed out", "helper busy", "denied", "no such action"
# KAuth::ActionReply::Error, kauth/actionreply.h
KAUTH_ERRORS = {0: None, 1: "no responder", 2: NO_SUCH_ACTION, 3: "invalid action", 4: DENIED, 5: "cancelled", 6: BUSY, 8: TIMED_OUT}


class OnTheBus(dbusmock.DBusTestCase):
    """Each test has its own bus, polkit mock and machine."""

    helper_program = None  # testhelper
    client_program = None  # busclient

    def setUp(self):
        self.directory = tempfile.TemporaryDirectory(prefix="turnout-bus-")
        self.addCleanup(self.directory.cleanup)
        self.start_bus()
        polkit, self.polkit = self.spawn_server_template("polkitd", {}, stdout=subprocess.DEVNULL)
        self.addCleanup(self.end, polkit)
        self.allow(VERBS)
        self.start_helper()

    def start_bus(self):
        here = pathlib.Path(self.directory.name)
        configuration = here / "bus.conf"
        configuration.write_text(
            '<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"'
            ' "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">'
            f"<busconfig><listen>unix:path={here}/socket</listen>"
            '<policy context="default"><allow own="*"/><allow send_destination="*" eavesdrop="true"/><allow receive_sender="*"/><allow user="*"/></policy></busconfig>')
        bus = subprocess.Popen(["dbus-daemon", "--nofork", f"--config-file={configuration}", "--print-address"],
                               stdout=subprocess.PIPE, text=True)
        self.addCleanup(self.end, bus)
        os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = bus.stdout.readline().strip()
        self.bus = dbus.bus.BusConnection(os.environ["DBUS_SYSTEM_BUS_ADDRESS"])
        # Keeps the application off the user's session bus.
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"

    def spawn_server_template(self, name, parameters, stdout):
        server = subprocess.Popen([sys.executable, "-m", "dbusmock", "--system", "--template", name], stdout=stdout)
        deadline = time.monotonic() + 30
        while not self.bus.name_has_owner("org.freedesktop.PolicyKit1"):
            self.assertLess(time.monotonic(), deadline, "the mock of polkit did not start")
            time.sleep(0.05)
        mock = self.bus.get_object("org.freedesktop.PolicyKit1", "/org/freedesktop/PolicyKit1/Authority")
        return server, dbus.Interface(mock, dbusmock.MOCK_IFACE)

    def start_helper(self):
        announcement = pathlib.Path(self.directory.name) / "machine"
        announcement.unlink(missing_ok=True)
        self.helper = subprocess.Popen([self.helper_program, str(announcement)])
        self.addCleanup(self.end, self.helper)
        deadline = time.monotonic() + 30
        while not self.bus.name_has_owner(ID):
            self.assertLess(time.monotonic(), deadline, "the helper did not start")
            time.sleep(0.05)
        self.machine = pathlib.Path(announcement.read_text())

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
        out, _ = client.communicate(timeout=120)
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
        deadline = time.monotonic() + 30
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
                                        dbus.Dictionary({}, signature="sh"), signature="saya{sv}aya{sh}", timeout=60)
        finally:
            bus.close()

    def call(self, method, *arguments, **keywords):
        return dbus.Interface(self.bus.get_object(ID, "/"), KAUTH).__getattr__(method)(*arguments, **keywords)
