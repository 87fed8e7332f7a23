// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/boot/bootassignmentstatus.h"
#include "plansamples.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::BootAssignmentStatus;
using core::BootAssignment;
using core::Snapshot;
using core::StoredBootAssignments;
using core::Verb;
using fixture::assigned;
using fixture::at;
using fixture::goal;
using fixture::gpuOf;
using fixture::SnapshotBuilder;
using fixture::spare;
using Span = core::BootAssignmentStatus::Span;
using Standing = core::BootAssignmentStatus::Standing;

namespace
{
BootAssignment chosen(bool nextBootOnly = false)
{
    BootAssignment gpu = *core::bootAssignmentFor(spare(), goal(Verb::Persist));
    gpu.nextBootOnly = nextBootOnly;
    return gpu;
}

StoredBootAssignments stored(const BootAssignment &gpu, bool ofThisBoot)
{
    return {.stored = {gpu}, .trials = {}, .ofThisBoot = ofThisBoot, .bootChecked = ofThisBoot};
}

StoredBootAssignments onTrial(const QList<BootAssignment> &stored = {})
{
    return {.stored = stored, .trials = {chosen(true)}, .ofThisBoot = false, .bootChecked = true};
}

/// The only one.
BootAssignmentStatus stateOf(const Snapshot &snapshot, const StoredBootAssignments &assignments)
{
    const QList<BootAssignmentStatus> states = core::bootAssignmentStatuses(snapshot, assignments);
    return states.size() == 1 ? states.first() : BootAssignmentStatus();
}

Snapshot withAnotherCard()
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

/// How what is stored for starts stands against the machine.
class BootAssignmentStatusTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGpuWithItsDriverIsAsChosen()
    {
        const BootAssignmentStatus state = stateOf(assigned(), stored(chosen(), true));
        QCOMPARE(state.span, Span::EveryBoot);
        QCOMPARE(state.standing, Standing::AsAssigned);
        QCOMPARE(state.address, at("01:00.0"));
        QVERIFY(!core::isUnmet(state));
    }

    void whatWasChosenSinceThisStartIsStillToCome()
    {
        QCOMPARE(stateOf(spare(), stored(chosen(), false)).standing, Standing::FromNextBoot);
        QCOMPARE(stateOf(spare(), stored(chosen(true), true)).standing, Standing::FromNextBoot);
        QCOMPARE(stateOf(spare(), stored(chosen(true), true)).span, Span::NextBoot);
        QVERIFY(!core::isUnmet(stateOf(spare(), stored(chosen(), false))));
    }

    void whatThisStartShouldHaveDoneAndDidNotIsUnmet()
    {
        const BootAssignmentStatus state = stateOf(spare(), stored(chosen(), true));
        QCOMPARE(state.standing, Standing::OtherDriver);
        QVERIFY(core::isUnmet(state));
    }

    void anotherCardInThePlaceIsUnmetWheneverItWasChosen()
    {
        for (const bool ofThisBoot : {false, true}) {
            const BootAssignmentStatus state = stateOf(withAnotherCard(), stored(chosen(), ofThisBoot));
            QCOMPARE(state.standing, Standing::AnotherCard);
            QCOMPARE(state.address, at("01:00.0"));
            QVERIFY(core::isUnmet(state));
        }
    }

    void anEmptyPlaceIsNamedByAnAddressWhereNothingIs()
    {
        const Snapshot snapshot = withoutTheCard();
        const BootAssignmentStatus state = stateOf(snapshot, stored(chosen(), false));
        QCOMPARE(state.standing, Standing::Nothing);
        QCOMPARE(state.address, at("01:00.0"));
        QVERIFY(!snapshot.function(state.address));
    }

    void theAddressOfAnEmptyPlaceIsNeverThatOfAnotherCard()
    {
        BootAssignment behindSwitch = chosen();
        for (BootAssignment::Part &part : behindSwitch.parts)
            part.identity.path = u"pci0000:00/03.1/00.0/00.0/"_s + part.identity.path.last(4);
        const Snapshot snapshot = withBuses();
        const BootAssignmentStatus state = stateOf(snapshot, stored(behindSwitch, true));
        QCOMPARE(state.standing, Standing::Nothing);
        QVERIFY(!snapshot.function(state.address));
        QCOMPARE(state.address.bus, 1);
    }

    void aTrialGoesOnUntilItIsChosenForEveryStart()
    {
        QCOMPARE(stateOf(assigned(), onTrial()).span, Span::ThisBoot);
        QCOMPARE(stateOf(assigned(), onTrial()).standing, Standing::AsAssigned);
        QCOMPARE(stateOf(assigned(), onTrial({chosen()})).span, Span::EveryBoot);
        // Chosen to be tried again is not kept.
        QCOMPARE(core::bootAssignmentStatuses(assigned(), onTrial({chosen(true)})).size(), 2);
    }

    void aTrialThatWasGivenBackIsNotAsChosen()
    {
        QCOMPARE(stateOf(spare(), onTrial()).standing, Standing::OtherDriver);
    }
};

TURNOUT_TEST(BootAssignmentStatusTest)
#include "bootassignmentstatustest.moc"
