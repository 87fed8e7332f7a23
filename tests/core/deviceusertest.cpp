// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/checks/deviceuser.h"
#include "core/checks/preflight.h"
#include "readymachine.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::Holder;
using fixture::at;
using fixture::gpuOf;
using fixture::SnapshotBuilder;

class DeviceUserTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRemedyNamesProgramUnitAndCommand_data()
    {
        QTest::addColumn<Holder>("holder");
        QTest::addColumn<QString>("remedy");
        const auto row = [](const char *name, const QString &command, const QString &node, const QString &group, const QString &remedy) {
            QTest::newRow(name) << Holder{.pid = 42, .command = command, .node = node, .controlGroup = group} << remedy;
        };
        const QString card = u"/dev/dri/card1"_s;
        row("a system service", u"lactd"_s, card, u"/system.slice/lactd.service"_s, u"Stop lactd first: “sudo systemctl stop lactd.service”."_s);
        row("a user's service",
            u"org_kde_powerde"_s,
            u"/dev/i2c-4"_s,
            u"/user.slice/user-1000.slice/user@1000.service/background.slice/plasma-powerdevil.service"_s,
            u"Stop org_kde_powerde first: “systemctl --user stop plasma-powerdevil.service”."_s);
        row("a program of a session",
            u"game"_s,
            card,
            u"/user.slice/user-1000.slice/user@1000.service/app.slice/app-game-1.scope"_s,
            u"Close game (42) first."_s);
        row("a program of an old session", u"game"_s, card, u"/user.slice/user-1000.slice/session-2.scope"_s, u"Close game (42) first."_s);
        row("nothing known", u"game"_s, card, QString(), u"Close game (42) first."_s);
        // Stopping its unit would end the session.
        row("the desktop itself",
            u"kwin_wayland"_s,
            card,
            u"/user.slice/user-1000.slice/user@1000.service/session.slice/plasma-kwin_wayland.service"_s,
            u"Configure kwin_wayland to ignore this GPU, then log in again."_s);
        row("a display server of a display manager",
            u"Xorg"_s,
            card,
            u"/system.slice/sddm.service"_s,
            u"Configure Xorg to ignore this GPU, then log in again."_s);
        row("a VM of libvirt",
            u"qemu-system-x86"_s,
            u"/dev/vfio/2"_s,
            u"/machine.slice/machine-qemu\\x2d3\\x2dwin\\x2d11.scope/libvirt/emulator"_s,
            u"Shut down the VM “win-11” first: “virsh shutdown win-11”."_s);
        row("a VM of Proxmox", u"kvm"_s, u"/dev/vfio/2"_s, u"/qemu.slice/101.scope"_s, u"Shut down VM 101 first: “qm shutdown 101”."_s);
        row("another VM", u"qemu"_s, u"/dev/vfio/devices/vfio0"_s, QString(), u"Shut down that VM first."_s);
    }
    void theRemedyNamesProgramUnitAndCommand()
    {
        QFETCH(Holder, holder);
        QFETCH(QString, remedy);
        QCOMPARE(core::howToStop(holder), remedy);
    }

    void manyUsersAreCountedOnce()
    {
        QList<Holder> holders;
        for (int i = 0; i < 9; ++i)
            holders.append({.pid = i / 2, .command = u"game"_s, .node = u"/dev/dri/card%1"_s.arg(i)});
        const QString remedy = core::howToStop(holders);
        QCOMPARE(remedy.count(u"Close game"_s), 4);
        QVERIFY(remedy.endsWith(u"Close the other programs, too."_s));
    }

    void aShareIsNotTheGpu()
    {
        const core::Snapshot snapshot = fixture::machine([](SnapshotBuilder &builder) {
            gpuOf(builder).driver = u"nvidia"_s;
            gpuOf(builder).mediatedDevices = {{.uuid = u"a-1"_s, .type = {}, .group = core::IommuGroupId{20}, .vfioDevice = {}}};
            gpuOf(builder).holders = fixture::heldBy(u"kvm"_s, u"/dev/vfio/20"_s);
        });
        const QList<core::Finding> findings = core::preflight(snapshot, at("01:00.0"));
        const auto found = std::ranges::find(findings, u"in-use"_s, &core::Finding::id);
        QVERIFY(found != findings.end());
        QCOMPARE(found->text,
                 u"A VM uses a share of 01:00.0 VGA controller 10de:1f02: kvm (1234). Unbinding the driver nvidia would take it away from the running VM."_s);
    }

    void onlyBlockersAboutUsersStopAnUnbind()
    {
        const auto ids = [](const fixture::Change &change) {
            QStringList found;
            for (const core::Finding &finding : core::unbindBlockers(fixture::machine(change), at("01:00.0")))
                found << finding.id;
            return found.join(u' ');
        };
        QCOMPARE(ids({}), QString());
        QCOMPARE(ids([](SnapshotBuilder &builder) {
                     gpuOf(builder).bootVga = true; // a blocker, but no user
                     gpuOf(builder).holders = core::Holders{.processes = {}, .complete = false};
                 }),
                 QString());
        QCOMPARE(ids([](SnapshotBuilder &builder) {
                     gpuOf(builder).holders = fixture::heldBy(u"ddcutil"_s, u"/dev/i2c-1"_s);
                 }),
                 u"held-by-process"_s);
        QCOMPARE(ids([](SnapshotBuilder &builder) {
                     builder.at("01:00.1").holders = fixture::heldBy(u"pipewire"_s, u"/dev/snd/controlC1"_s);
                 }),
                 QString());
    }
};

TURNOUT_TEST(DeviceUserTest)

#include "deviceusertest.moc"
