// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/boot/bootassignment.h"
#include "plansamples.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::BootAssignment;
using core::Snapshot;
using core::Verb;
using fixture::assigned;
using fixture::at;
using fixture::goal;
using fixture::gpuOf;
using fixture::SnapshotBuilder;
using fixture::spare;
using BootAssignments = QList<core::BootAssignment>;

namespace
{
BootAssignment chosen(const Snapshot &snapshot = spare(), const QString &driver = {})
{
    return *core::bootAssignmentFor(snapshot, goal(Verb::Persist, driver));
}

const QByteArray rules =
    "# Made by Turnout of /etc/turnout/boot-assignments.json; \"turnout unpersist\" takes it away.\n"
    "ACTION!=\"add\", GOTO=\"turnout_end\"\n"
    "SUBSYSTEM!=\"pci\", GOTO=\"turnout_end\"\n"
    "# turnout=off on the kernel's command line is the way out.\n"
    "IMPORT{cmdline}=\"turnout\"\n"
    "ENV{turnout}==\"off\", GOTO=\"turnout_end\"\n"
    "DEVPATH==\"*/pci0000:00/0000:00:03.1/0000:??:00.0\", DRIVER==\"\", ATTR{class}==\"0x030000\", ATTR{vendor}==\"0x10de\", ATTR{device}==\"0x1f02\", "
    "ATTR{subsystem_vendor}==\"0x0000\", ATTR{subsystem_device}==\"0x0000\", ATTR{revision}==\"0x00\", ATTR{driver_override}=\"turnout_vfio_pci\", "
    "RUN{builtin}+=\"kmod load turnout_vfio_pci\"\n"
    "DEVPATH==\"*/pci0000:00/0000:00:03.1/0000:??:00.1\", DRIVER==\"\", ATTR{class}==\"0x040300\", ATTR{vendor}==\"0x0000\", ATTR{device}==\"0x0000\", "
    "ATTR{subsystem_vendor}==\"0x0000\", ATTR{subsystem_device}==\"0x0000\", ATTR{revision}==\"0x00\", ATTR{driver_override}=\"vfio-pci\", "
    "RUN{builtin}+=\"kmod load vfio-pci\"\n"
    "LABEL=\"turnout_end\"\n";
}

/// What is to be at every start.
class BootAssignmentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofSeveralWhosePlaceIsEmptyTheAddressSaysWhichIsMeant()
    {
        Snapshot empty = spare();
        std::erase_if(empty.functions, [](const core::Function &function) {
            return function.address.sameSlot(at("01:00.0"));
        });
        BootAssignment other = chosen();
        other.parts.first().identity.path = u"pci0000:00/1c.0/00.0"_s;
        const BootAssignments all{chosen(), other};
        for (const BootAssignment &gpu : all) {
            const core::Identity &meant = gpu.parts.first().identity;
            const auto found = core::assignedAt(empty, all, core::addressOf(empty, meant.path));
            QVERIFY2(found.ok() && *found == meant, qPrintable(meant.path));
            QVERIFY(core::assignedAt(empty, {gpu}, at("77:00.0")).ok()); // the only one: any address where nothing is
        }
        QVERIFY(!core::assignedAt(empty, all, at("77:00.0")).ok());
        QVERIFY(!core::assignedAt(spare(), all, at("00:03.1")).ok());
        QCOMPARE(core::assignedAt(spare(), all, at("01:00.0"))->path, chosen().parts.first().identity.path);
    }

    void theWholeSlotIsStoredGpuFirst()
    {
        const BootAssignment gpu = chosen();
        QCOMPARE(gpu.parts.size(), 2);
        QCOMPARE(gpu.parts[0].identity.path, u"pci0000:00/03.1/00.0"_s);
        QCOMPARE(gpu.parts[0].driver, u"turnout_vfio_pci"_s);
        QCOMPARE(gpu.parts[1].driver, u"vfio-pci"_s);
        QCOMPARE(chosen(spare(), u"vfio-pci"_s).parts[0].driver, u"vfio-pci"_s);
        QCOMPARE(chosen(spare(), u"turnout_vfio_pci"_s), gpu); // which is not for sound
    }

    void becomesUdevRules()
    {
        QCOMPARE(core::udevRules({chosen()}), rules);
        QCOMPARE(core::udevRules({}), QByteArray());
    }

    void whatCannotBeFoundAgainIsNotStored()
    {
        const Snapshot snapshot = spare([](SnapshotBuilder &builder) {
            gpuOf(builder).parent = at("00:05.0");
        });
        const auto stored = core::bootAssignmentFor(snapshot, goal(Verb::Persist));
        QVERIFY(!stored.ok());
        QVERIFY(!stored.error().what.isEmpty() && !stored.error().remedy.isEmpty());
    }

    void aChoiceReplacesThatForTheSamePlace()
    {
        const BootAssignment first = chosen();
        BootAssignment second = chosen(spare(), u"vfio-pci"_s);
        second.nextBootOnly = true;
        QCOMPARE(core::with({first}, second), BootAssignments{second});
        QCOMPARE(core::without({first}, second.parts[0].identity), BootAssignments());
        core::Identity elsewhere = first.parts[0].identity;
        elsewhere.path = u"pci0000:00/01.0"_s;
        QCOMPARE(core::without({first}, elsewhere), BootAssignments{first});
    }

    void whatIsWrittenIsRead()
    {
        BootAssignment once = chosen();
        once.nextBootOnly = true;
        const BootAssignments all{once};
        const auto read = core::bootAssignmentsFromJson(core::toJson(all));
        QVERIFY(read.ok());
        QVERIFY(*read == all);
        QVERIFY(core::bootAssignmentsFromJson(core::toJson(BootAssignments()))->isEmpty());
    }

    void whatMakesNoSenseIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        const QByteArray whole = core::toJson(BootAssignments{chosen()});
        QVERIFY(core::bootAssignmentsFromJson(whole).ok());
        const auto spoiled = [&whole](const char *name, const QByteArray &before, const QByteArray &after) {
            QVERIFY2(whole.contains(before), name);
            QTest::newRow(name) << QByteArray(whole).replace(before, after);
        };
        QTest::newRow("no JSON") << "tea"_ba;
        QTest::newRow("no choices") << "{\"turnout\": 1}"_ba;
        spoiled("another format", "\"turnout\": 1", "\"turnout\": 2");
        spoiled("a host driver", "\"vfio-pci\"", "\"nouveau\"");
        spoiled("a driver that is no name", "\"vfio-pci\"", "\"x\\\", RUN=\\\"vfio-pci\"");
        spoiled("a place that is none", "pci0000:00/03.1/00.0", "pci0000:00/*");
        spoiled("a member more", "\"tryOnce\": false", "\"tryOnce\": false, \"tea\": 1");
        spoiled("a member of the wrong type", "\"tryOnce\": false", "\"tryOnce\": 0");
    }
    void whatMakesNoSenseIsRefused()
    {
        QFETCH(QByteArray, json);
        QVERIFY(!core::bootAssignmentsFromJson(json).ok());
    }

    void whatDidNotComeTrueIsSaid()
    {
        const BootAssignments all{chosen()};
        QCOMPARE(core::unmet(assigned(), all), QStringList());
        QCOMPARE(core::unmet(spare(), all).size(), 2);
        QVERIFY(core::unmet(spare(), all).first().contains(u"nouveau"_s));
        const QStringList another = core::unmet(assigned([](SnapshotBuilder &builder) {
                                                    gpuOf(builder).device = 1;
                                                }),
                                                all);
        QCOMPARE(another.size(), 1);
        QVERIFY2(another.first().startsWith(u"Another device is now at 01:00.0"_s), qPrintable(another.first()));
        Snapshot empty = assigned();
        std::erase_if(empty.functions, [](const core::Function &function) {
            return function.address.bus == 1;
        });
        QVERIFY(core::unmet(empty, all).first().startsWith(u"Nothing is at pci0000:00/03.1/00.0"_s));
    }

    void whoUsesTheGpuNowDoesNotMatterForTheNextStart()
    {
        const Snapshot held = spare([](SnapshotBuilder &builder) {
            gpuOf(builder).holders = fixture::heldBy(u"kwin_wayland"_s, u"/dev/dri/card1"_s);
        });
        QVERIFY(core::plan(held, goal(Verb::Assign)).refused);
        const core::Plan plan = core::plan(held, goal(Verb::Persist));
        QVERIFY(!plan.refused);
        QVERIFY(plan.steps.isEmpty());
        QVERIFY(core::isFingerprint(plan.fingerprint));
        const Snapshot root = spare([](SnapshotBuilder &builder) {
            builder.at("01:00.1").blockDevices = {fixture::disk({u"/"_s})};
        });
        QVERIFY(core::plan(root, goal(Verb::Persist)).refused);
    }
};

TURNOUT_TEST(BootAssignmentTest)

#include "bootassignmenttest.moc"
