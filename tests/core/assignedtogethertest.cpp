// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/iommu/assignedtogether.h"
#include "core/boot/bootassignment.h"
#include "core/iommu/movable.h"
#include "core/operation/plan.h"
#include "plansamples.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::Snapshot;
using core::Verb;
using fixture::at;
using fixture::gpuOf;
using fixture::SnapshotBuilder;

namespace
{
using Addresses = QList<core::PciAddress>;

/// The GPU of spare(), whose audio has a group of its own, with a USB controller of the board in its slot and a disk in its
/// group.
Snapshot withCompanions(const fixture::Change &change = {})
{
    return fixture::spare([&change](SnapshotBuilder &builder) {
        builder.at("01:00.1").group = core::IommuGroupId{3};
        builder.at("01:00.1").vendor = gpuOf(builder).vendor;
        builder.add("01:00.2", SnapshotBuilder::usb, 4, "00:03.1").driver = u"xhci_hcd"_s;
        builder.add("02:00.0", SnapshotBuilder::nvme, 2).driver = u"nvme"_s;
        if (change)
            change(builder);
    });
}

QString text(const QList<const core::Function *> &functions)
{
    QStringList texts;
    for (const core::Function *function : functions)
        texts << function->address.toShortString();
    return texts.join(u' ');
}

QString together(const Snapshot &snapshot, const Addresses &with = {}, const Addresses &without = {})
{
    return text(core::assignedTogetherWith(snapshot, *snapshot.function(at("01:00.0")), with, without));
}

core::Goal goal(Verb verb, const Addresses &with, const Addresses &without)
{
    core::Goal made = fixture::goal(verb);
    made.with = with;
    made.without = without;
    return made;
}

/// The functions that a plan binds to drivers.
QString probed(const core::Plan &plan)
{
    QStringList texts;
    for (const core::Step &step : plan.steps) {
        if (step.action == core::Action::Probe)
            texts << step.address.toShortString();
    }
    texts.sort();
    return texts.join(u' ');
}
}

class AssignedTogetherTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCardGoesAlongAndTheRestOfTheSlotStays()
    {
        const Snapshot snapshot = withCompanions();
        const core::Companions companions = core::companionsOf(snapshot, *snapshot.function(at("01:00.0")));
        QCOMPARE(text(companions.required), u"01:00.0"_s);
        QCOMPARE(text(companions.card), u"01:00.1"_s);
        QCOMPARE(text(companions.optional), u"01:00.2 02:00.0"_s);
        QCOMPARE(together(snapshot), u"01:00.0 01:00.1"_s);
    }

    void theUserAddsAndLeavesOut()
    {
        const Snapshot snapshot = withCompanions();
        QCOMPARE(together(snapshot, {at("01:00.2"), at("02:00.0")}), u"01:00.0 01:00.1 01:00.2 02:00.0"_s);
        QCOMPARE(together(snapshot, {}, {at("01:00.1")}), u"01:00.0"_s);
        QCOMPARE(together(snapshot, {at("00:02.0")}, {at("01:00.0")}), u"01:00.0 01:00.1"_s);
    }

    void functionsOfOneSlotAndGroupAreChosenTogether()
    {
        const Snapshot snapshot = withCompanions([](SnapshotBuilder &builder) {
            builder.add("01:00.3", SnapshotBuilder::ethernet, 4, "00:03.1");
        });
        QCOMPARE(together(snapshot, {at("01:00.2")}), u"01:00.0 01:00.1 01:00.2 01:00.3"_s);
        QCOMPARE(together(snapshot, {at("01:00.2")}, {at("01:00.3")}), u"01:00.0 01:00.1"_s);
        const core::Function &gpu = *snapshot.function(at("01:00.0"));
        QCOMPARE(core::impossibleCompanions(snapshot, gpu, {at("01:00.2")}, {at("01:00.3")}), Addresses{at("01:00.2")});
    }

    void whatCannotBeChosenIsNamed()
    {
        const Snapshot snapshot = withCompanions();
        const core::Function &gpu = *snapshot.function(at("01:00.0"));
        QCOMPARE(core::impossibleCompanions(snapshot, gpu, {at("01:00.2")}, {at("01:00.1")}), Addresses());
        QCOMPARE(core::impossibleCompanions(snapshot, gpu, {at("00:02.0")}, {at("00:03.1")}), (Addresses{at("00:02.0"), at("00:03.1")}));
        const core::Plan plan = core::plan(snapshot, goal(Verb::Assign, {at("00:02.0")}, {}));
        QVERIFY(plan.refused);
        QCOMPARE(core::blockersLeft(plan).first().id, u"not-optional"_s);
    }

    void planBootAssignmentAndGroupAgree()
    {
        const Snapshot snapshot = withCompanions();
        const core::Goal all = goal(Verb::Assign, {at("01:00.2"), at("02:00.0")}, {});
        const core::Plan plan = core::plan(snapshot, all);
        QVERIFY(!plan.refused); // the disk no longer blocks its group
        QCOMPARE(probed(plan), u"01:00.0 01:00.1 01:00.2 02:00.0"_s);
        QVERIFY(core::plan(snapshot, goal(Verb::Assign, {}, {})).refused);
        const auto assignment = core::bootAssignmentFor(snapshot, goal(Verb::Persist, {at("01:00.2")}, {at("01:00.1")}));
        QVERIFY(assignment.ok());
        QCOMPARE(assignment->parts.size(), 2);
    }

    void theFingerprintCoversTheCompanions()
    {
        const Snapshot snapshot = withCompanions();
        QStringList prints;
        for (const core::Goal &wish : {goal(Verb::Persist, {}, {}), goal(Verb::Persist, {at("01:00.2")}, {}), goal(Verb::Persist, {}, {at("01:00.1")})})
            prints << core::plan(snapshot, wish).fingerprint;
        QCOMPARE(prints.removeDuplicates(), 0);
    }

    void anAssignedGpuReturnsWithWhatWasAssignedWithIt()
    {
        const Snapshot snapshot = withCompanions([](SnapshotBuilder &builder) {
            for (const char *address : {"01:00.0", "01:00.2"}) {
                builder.at(address).driver = u"vfio-pci"_s;
                builder.at(address).hostDriver = core::HostDriverState{.driver = u"xhci_hcd"_s, .driverOverride = {}, .automatic = {}, .d3coldAllowed = {}};
            }
            builder.at("02:00.0").driver = u"vfio-pci"_s; // by another program
        });
        QCOMPARE(together(snapshot), u"01:00.0 01:00.2"_s);
        QCOMPARE(probed(core::plan(snapshot, goal(Verb::Release, {}, {}))), u"01:00.0 01:00.2"_s);
    }

    void aBootAssignmentIsRememberedToo()
    {
        Snapshot snapshot = withCompanions();
        const auto assignment = core::bootAssignmentFor(snapshot, goal(Verb::Persist, {at("01:00.2")}, {at("01:00.1")}));
        QVERIFY(assignment.ok());
        snapshot.boot.assignments = QList{*assignment};
        for (core::Function &function : snapshot.functions) {
            if (function.address == at("01:00.0") || function.address == at("01:00.2"))
                function.driver = u"vfio-pci"_s;
        }
        QCOMPARE(together(snapshot), u"01:00.0 01:00.2"_s);
    }

    void anotherFunctionBelongsToItsGpu()
    {
        const Snapshot snapshot = withCompanions();
        QCOMPARE(text(core::assignedTogetherWith(snapshot, *snapshot.function(at("01:00.1")))), u"01:00.0 01:00.1"_s);
        QCOMPARE(text(core::assignedTogetherWith(snapshot, *snapshot.function(at("01:00.2")))), u"01:00.2"_s);
        QCOMPARE(text(core::assignedTogetherWith(snapshot, *snapshot.function(at("02:00.0")))), u"02:00.0"_s);
    }

    void audioBehindAnotherPortOfTheCardsSwitchIsOfTheCard()
    {
        SnapshotBuilder builder;
        const auto intel = [&builder](const char *address, quint32 classCode, quint32 group, const char *above) {
            builder.add(address, classCode, group, above).vendor = 0x8086;
        };
        intel("00:01.0", SnapshotBuilder::bridge, 1, nullptr);
        intel("01:00.0", SnapshotBuilder::bridge, 2, "00:01.0");
        intel("02:01.0", SnapshotBuilder::bridge, 3, "01:00.0");
        intel("02:02.0", SnapshotBuilder::bridge, 4, "01:00.0");
        intel("02:03.0", SnapshotBuilder::bridge, 5, "01:00.0");
        intel("03:00.0", SnapshotBuilder::vga, 6, "02:01.0");
        intel("04:00.0", SnapshotBuilder::audio, 7, "02:02.0");
        intel("05:00.0", SnapshotBuilder::ethernet, 8, "02:03.0");
        intel("00:1f.3", SnapshotBuilder::audio, 9, nullptr);
        const Snapshot snapshot = builder.snapshot();
        QCOMPARE(text(core::assignedTogetherWith(snapshot, *snapshot.function(at("03:00.0")))), u"03:00.0 04:00.0"_s);
        QCOMPARE(text(core::assignedTogetherWith(snapshot, *snapshot.function(at("04:00.0")))), u"03:00.0 04:00.0"_s);
        QCOMPARE(text(core::assignedTogetherWith(snapshot, *snapshot.function(at("00:1f.3")))), u"00:1f.3"_s);
    }

    void onlyCardsCanBeMoved()
    {
        Snapshot snapshot = withCompanions();
        QVERIFY(core::canBeMoved(snapshot, *snapshot.function(at("01:00.0"))));
        QVERIFY(!core::canBeMoved(snapshot, *snapshot.function(at("00:02.0")))); // on the root bus
        snapshot.machine.chassis = 10;
        QVERIFY(!core::canBeMoved(snapshot, *snapshot.function(at("01:00.0"))));
        const Snapshot processor = withCompanions([](SnapshotBuilder &builder) {
            builder.add("01:00.4", 0x108000, 9, "00:03.1");
        });
        QVERIFY(!core::canBeMoved(processor, *processor.function(at("01:00.0"))));
    }
};

TURNOUT_TEST(AssignedTogetherTest)

#include "assignedtogethertest.moc"
