// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "samplemachine.h"
#include "tests/tools/registered.h"
#include "turnoutprocess.h"

#include "core/snapshot/snapshotjson.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace
{
core::Function &functionAt(core::Snapshot &snapshot, const core::PciAddress &address)
{
    return *std::ranges::find(snapshot.functions, address, &core::Function::address);
}

QStringList actions(const QJsonObject &plan)
{
    QStringList words;
    for (const QJsonValue &step : plan.value(u"steps"_s).toArray())
        words << step[u"action"_s].toString() + u' ' + step[u"address"_s].toString() + u' ' + step[u"value"_s].toString();
    return words;
}
}

/// The output of `turnout plan`, as text and JSON, on the sample machine: 03:00.0 can be assigned, 01:00.0 shares its group
/// with the host's disk, 00:02.0 drives the host's display.
class PlanTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    Outcome plan(QStringList arguments, const std::function<void(core::Snapshot &)> &change = {})
    {
        core::Snapshot snapshot = sampleMachine();
        snapshot.machine.vfioModulesLoaded = {};
        if (change)
            change(snapshot);
        QFile file(m_dir.filePath(u"machine.json"_s));
        if (!file.open(QIODevice::WriteOnly) || !core::writeJson(snapshot, file))
            return {};
        file.close();
        return turnout(QStringList{u"plan"_s} + arguments + QStringList{u"--snapshot"_s, file.fileName()});
    }

private Q_SLOTS:
    void every_step_is_shown_with_its_write()
    {
        const Outcome outcome = plan({u"assign"_s, u"03:00.0"_s});
        QCOMPARE(outcome.code, 0);
        QCOMPARE(outcome.err, QByteArray());
        for (const char *part : {"Assign AMD Radeon RX 5600 XT (03:00.0) to VMs",
                                 "Load the kernel module vfio_pci\n      modprobe vfio_pci\n",
                                 "echo vfio-pci > /sys/bus/pci/devices/0000:03:00.0/driver_override\n",
                                 "Unbind 03:00.0 from the driver amdgpu\n",
                                 "echo 0000:03:00.0 > /sys/bus/pci/devices/0000:03:00.0/driver/unbind\n",
                                 "echo 0000:03:00.0 > /sys/bus/pci/drivers_probe\n",
                                 "Nothing was changed."})
            QVERIFY2(outcome.out.contains(part), outcome.out.constData());
    }

    void json_has_the_steps_in_order()
    {
        const Outcome outcome = plan({u"assign"_s, u"03:00.0"_s, u"--json"_s});
        QCOMPARE(outcome.code, 0);
        const QJsonObject object = QJsonDocument::fromJson(outcome.out).object();
        QCOMPARE(object.value(u"turnout"_s), QJsonValue(core::formatVersion));
        QCOMPARE(object.value(u"refused"_s), QJsonValue(false));
        QVERIFY(object.value(u"findings"_s).isArray());
        QCOMPARE(object.value(u"fingerprint"_s).toString().size(), 64);
        const QStringList steps = actions(object);
        QCOMPARE(steps.first(), u"load-module 0000:03:00.0 vfio_pci"_s);
        QCOMPARE(steps.last(), u"probe 0000:03:00.0 "_s);
        QVERIFY(steps.contains(u"unbind 0000:03:00.0 "_s));
    }

    void a_named_driver_replaces_the_default()
    {
        const Outcome outcome = plan({u"assign"_s, u"03:00.0"_s, u"--driver"_s, u"turnout_vfio_pci"_s, u"--json"_s});
        QVERIFY(actions(QJsonDocument::fromJson(outcome.out).object()).contains(u"set-driver-override 0000:03:00.0 turnout_vfio_pci"_s));
    }

    void a_refused_plan_has_a_reason_and_no_steps()
    {
        const Outcome outcome = plan({u"assign"_s, u"01:00.0"_s, u"--json"_s});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.startsWith("turnout: The plan is refused: ") && outcome.err.contains("group-not-viable"), outcome.err.constData());
        const QJsonObject object = QJsonDocument::fromJson(outcome.out).object();
        QCOMPARE(object.value(u"refused"_s), QJsonValue(true));
        QVERIFY(object.value(u"steps"_s).toArray().isEmpty());
    }

    void an_acceptable_blocker_is_offered_and_accepted_by_id()
    {
        const auto withoutHolders = [](core::Snapshot &snapshot) {
            functionAt(snapshot, {0, 0, 2, 0}).holders = core::Holders{{}, true};
        };
        const Outcome refused = plan({u"assign"_s, u"00:02.0"_s}, withoutHolders);
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.contains("add: --accept display-in-use\n"), refused.err.constData());
        const Outcome accepted = plan({u"assign"_s, u"00:02.0"_s, u"--accept"_s, u"display-in-use"_s}, withoutHolders);
        QCOMPARE(accepted.code, 0);
        QVERIFY2(accepted.out.contains("blocker") && accepted.out.contains("driver_override"), accepted.out.constData());
    }

    void the_loss_of_accepting_a_blocker_is_shown_before_and_with_the_plan()
    {
        const QString loss = u"No VM can use the GPU until the other devices in its IOMMU group are unbound"_s;
        const Outcome refused = plan({u"assign"_s, u"01:00.0"_s}, [](core::Snapshot &snapshot) {
            functionAt(snapshot, {0, 2, 0, 0}).blockDevices = {};
        });
        QCOMPARE(refused.err, QByteArray("turnout: The plan is refused: 1 blocker. To continue anyway, add: --accept group-not-viable\n"));
        const QString findings = QString::fromUtf8(refused.out).simplified();
        QVERIFY2(findings.contains(u"Acceptable with --accept group-not-viable. "_s + loss), qPrintable(findings));
        const auto accepted = [&](const QStringList &verb) {
            return QString::fromUtf8(plan(verb + QStringList{u"00:02.0"_s, u"--accept"_s, u"display-in-use"_s},
                                          [](core::Snapshot &snapshot) {
                                              functionAt(snapshot, {0, 0, 2, 0}).holders = core::Holders{{}, true};
                                          })
                                         .out)
                .simplified();
        };
        const QString by = u"Accepted by --accept display-in-use. Displays on this GPU "_s;
        for (const QString &text : {accepted({u"assign"_s}), accepted({u"persist"_s}), accepted({u"persist"_s, u"--next-boot"_s})})
            QVERIFY2(text.contains(by), qPrintable(text));
        QVERIFY(accepted({u"assign"_s}).contains(by + u"go blank"_s));
        QVERIFY(accepted({u"persist"_s}).contains(by + u"stay blank at every boot"_s));
        QVERIFY(accepted({u"persist"_s, u"--next-boot"_s}).contains(by + u"stay blank at the next boot"_s));
    }

    void the_plan_says_how_to_undo_it()
    {
        const Outcome outcome = plan({u"assign"_s, u"03:00.0"_s});
        QVERIFY2(QString::fromUtf8(outcome.out).simplified().contains(u"The GPU stays assigned until you return it (turnout release 03:00.0) or reboot."_s),
                 outcome.out.constData());
    }

    void nothing_is_offered_where_another_blocker_cannot_be_accepted()
    {
        const Outcome refused = plan({u"assign"_s, u"00:02.0"_s}); // kwin has it open
        QCOMPARE(refused.code, 1);
        QVERIFY2(!refused.out.contains("--accept") && !refused.err.contains("--accept"), refused.out.constData());
    }

    void a_verb_without_accept_does_not_offer_it()
    {
        const Outcome refused = plan({u"reset"_s, u"00:02.0"_s}, [](core::Snapshot &snapshot) {
            core::Function &gpu = functionAt(snapshot, {0, 0, 2, 0});
            gpu.holders = core::Holders{{}, true};
            gpu.driver = core::Unread::Absent;
            gpu.firmwareFramebuffer = u"BOOTFB"_s;
            gpu.resetMethods = QStringList{u"flr"_s};
        });
        QVERIFY2(refused.err.contains("(display-in-use)"), refused.err.constData());
        QVERIFY2(!refused.out.contains("--accept") && !refused.err.contains("--accept"), refused.out.constData());
    }

    void release_plans_the_return_from_a_vfio_driver()
    {
        const Outcome outcome = plan({u"release"_s, u"03:00.0"_s}, [](core::Snapshot &snapshot) {
            core::Function &gpu = functionAt(snapshot, {0, 3, 0, 0});
            gpu.driver = u"vfio-pci"_s;
            gpu.driverOverride = u"vfio-pci"_s;
            gpu.moduleCandidates = {u"amdgpu"_s};
        });
        QCOMPARE(outcome.code, 0);
        for (const char *part : {"Return AMD Radeon RX 5600 XT (03:00.0) to the host",
                                 "Clear the driver override of 03:00.0\n      echo > /sys/bus/pci/devices/0000:03:00.0/driver_override\n",
                                 "Bind 03:00.0 to its host driver\n"})
            QVERIFY2(outcome.out.contains(part), outcome.out.constData());
    }

    void only_gpus_are_assigned()
    {
        for (const QString &address : {u"02:00.0"_s, u"01:00.1"_s, u"00:01.0"_s}) {
            const Outcome outcome = plan({u"assign"_s, address});
            QCOMPARE(outcome.code, 1);
            QVERIFY2(outcome.err.contains("The plan is refused: 1 blocker (not-a-gpu)."), outcome.err.constData());
            const QString findings = QString::fromUtf8(outcome.out).simplified();
            QVERIFY2(findings.contains(address + u" is not a GPU."_s), qPrintable(findings));
            QVERIFY2(findings.contains(u"Choose one of the GPUs at 00:02.0, 01:00.0, 03:00.0."_s), qPrintable(findings));
        }
    }

    void a_goal_that_is_reached_needs_no_step_and_has_no_cautions()
    {
        const auto unknownUsers = [](core::Snapshot &snapshot) {
            functionAt(snapshot, {0, 3, 0, 0}).holders = core::Unread::NeedsPermission;
        };
        const Outcome outcome = plan({u"release"_s, u"03:00.0"_s}, unknownUsers);
        QCOMPARE(outcome.code, 0);
        QCOMPARE(outcome.out, QByteArray("Return AMD Radeon RX 5600 XT (03:00.0) to the host\n\nNo changes needed.\n"));
        const QJsonObject json = QJsonDocument::fromJson(plan({u"release"_s, u"03:00.0"_s, u"--json"_s}, unknownUsers).out).object();
        QVERIFY(!json.value(u"findings"_s).toArray().isEmpty());
    }
};

TURNOUT_TEST(PlanTest)
#include "plantest.moc"
