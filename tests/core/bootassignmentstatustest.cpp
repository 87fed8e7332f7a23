// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/boot/bootassignmentstatus.h"
#include "plansamples.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::BootAssignment;
using core::BootAssignmentStatus;
using core::Snapshot;
using core::Verb;
using fixture::assigned;
using fixture::at;
using fixture::goal;
using fixture::gpuOf;
using fixture::SnapshotBuilder;
using fixture::spare;
using Span = core::BootAssignmentStatus::Span;
using State = core::BootAssignmentStatus::State;

namespace
{
BootAssignment assignment(bool nextBootOnly = false)
{
    BootAssignment made = *core::bootAssignmentFor(spare(), goal(Verb::Persist));
    made.nextBootOnly = nextBootOnly;
    return made;
}

Snapshot with(Snapshot snapshot, const core::StoredBootAssignments &boot)
{
    snapshot.boot = boot;
    return snapshot;
}

core::StoredBootAssignments stored(const BootAssignment &assignment, bool ofThisBoot)
{
    return {.assignments = QList{assignment},
            .trials = QList<BootAssignment>(),
            .endedTrials = QList<BootAssignment>(),
            .ofThisBoot = ofThisBoot,
            .bootChecked = ofThisBoot};
}

core::StoredBootAssignments onTrial(const QList<BootAssignment> &assignments = {})
{
    return {.assignments = assignments, .trials = QList{assignment(true)}, .endedTrials = QList<BootAssignment>(), .ofThisBoot = false, .bootChecked = true};
}

/// The only one.
BootAssignmentStatus statusOf(const Snapshot &snapshot, const core::StoredBootAssignments &boot)
{
    const QList<BootAssignmentStatus> statuses = core::bootAssignmentStatuses(with(snapshot, boot));
    return statuses.size() == 1 ? statuses.first() : BootAssignmentStatus();
}

Snapshot withDifferentCard()
{
    return spare([](SnapshotBuilder &builder) {
        gpuOf(builder).device = 0x2204;
    });
}

Snapshot withBuses()
{
    return spare([](SnapshotBuilder &builder) {
        builder.at("00:03.1").buses = core::BusRange{1, 1};
    });
}

Snapshot withoutTheCard()
{
    Snapshot snapshot = withBuses();
    std::erase_if(snapshot.functions, [](const core::Function &function) {
        return function.address.sameSlot(at("01:00.0"));
    });
    return snapshot;
}
}

/// How the boot assignments of a snapshot compare with its functions.
class BootAssignmentStatusTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGpuWithItsDriverIsApplied()
    {
        const BootAssignmentStatus status = statusOf(assigned(), stored(assignment(), true));
        QCOMPARE(status.span, Span::EveryBoot);
        QCOMPARE(status.state, State::Applied);
        QCOMPARE(status.address, at("01:00.0"));
        QVERIFY(!core::isUnmet(status));
    }

    void whatWasStoredSinceThisBootIsPending()
    {
        QCOMPARE(statusOf(spare(), stored(assignment(), false)).state, State::Pending);
        QCOMPARE(statusOf(spare(), stored(assignment(true), true)).state, State::Pending);
        QCOMPARE(statusOf(spare(), stored(assignment(true), true)).span, Span::NextBoot);
        QVERIFY(!core::isUnmet(statusOf(spare(), stored(assignment(), false))));
    }

    void whatThisBootShouldHaveAppliedIsUnmet()
    {
        const BootAssignmentStatus status = statusOf(spare(), stored(assignment(), true));
        QCOMPARE(status.state, State::DifferentDriver);
        QVERIFY(core::isUnmet(status));
    }

    void aDifferentCardInTheSlotIsUnmetWheneverItWasStored()
    {
        for (const bool ofThisBoot : {false, true}) {
            const BootAssignmentStatus status = statusOf(withDifferentCard(), stored(assignment(), ofThisBoot));
            QCOMPARE(status.state, State::DifferentCard);
            QCOMPARE(status.address, at("01:00.0"));
            QVERIFY(core::isUnmet(status));
        }
    }

    void anEmptySlotHasAFreeAddress()
    {
        const Snapshot snapshot = withoutTheCard();
        const BootAssignmentStatus status = statusOf(snapshot, stored(assignment(), false));
        QCOMPARE(status.state, State::SlotEmpty);
        QCOMPARE(status.address, at("01:00.0"));
        QVERIFY(!snapshot.function(status.address));
    }

    void theAddressOfAnEmptySlotIsNeverThatOfADifferentCard()
    {
        BootAssignment behindSwitch = assignment();
        for (BootAssignment::Part &part : behindSwitch.parts)
            part.identity.path = u"pci0000:00/03.1/00.0/00.0/"_s + part.identity.path.last(4);
        const Snapshot snapshot = withBuses();
        const BootAssignmentStatus status = statusOf(snapshot, stored(behindSwitch, true));
        QCOMPARE(status.state, State::SlotEmpty);
        QVERIFY(!snapshot.function(status.address));
        QCOMPARE(status.address.bus, 1);
    }

    void aTrialContinuesUntilItIsAssignedAtEveryBoot()
    {
        QCOMPARE(statusOf(assigned(), onTrial()).span, Span::ThisBoot);
        QCOMPARE(statusOf(assigned(), onTrial()).state, State::Applied);
        QCOMPARE(statusOf(assigned(), onTrial({assignment()})).span, Span::EveryBoot);
        // A further trial does not keep it.
        QCOMPARE(core::bootAssignmentStatuses(with(assigned(), onTrial({assignment(true)}))).size(), 2);
    }

    void aTrialThatReturnedToTheHostIsNotApplied()
    {
        QCOMPARE(statusOf(spare(), onTrial()).state, State::DifferentDriver);
    }

    void whatIsNotKnownHasNoStatus()
    {
        QVERIFY(core::bootAssignmentStatuses(spare()).isEmpty());
        QVERIFY(!core::unreadable(spare().boot));
        for (const core::Unread why : {core::Unread::NeedsPermission, core::Unread::Malformed}) {
            core::StoredBootAssignments boot = stored(assignment(), true);
            boot.trials = why;
            QVERIFY(!core::isKnown(boot));
            QVERIFY(core::bootAssignmentStatuses(with(spare(), boot)).isEmpty());
            const auto error = core::unreadable(boot);
            QVERIFY(error && error->what.contains(u"/run/turnout/trial-boot.json"_s));
            QVERIFY(!error->why.isEmpty() && !error->remedy.isEmpty());
        }
    }
};

TURNOUT_TEST(BootAssignmentStatusTest)
#include "bootassignmentstatustest.moc"
