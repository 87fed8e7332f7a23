// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/operation/verification.h"
#include "plansamples.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::Action;
using core::Plan;
using core::Step;
using core::Unread;
using core::Verb;
using core::Verification;
using fixture::assigned;
using fixture::at;
using fixture::goal;
using fixture::gpuOf;
using fixture::SnapshotBuilder;
using fixture::spare;
using State = core::Verification::State;

namespace
{
Plan assignment()
{
    return core::plan(spare([](SnapshotBuilder &builder) {
                          gpuOf(builder).runtimePm.automatic = true;
                      }),
                      goal(Verb::Assign));
}

Plan planOf(const Step &step)
{
    Plan plan;
    plan.goal = goal(Verb::Reset);
    plan.steps = {step};
    return plan;
}

Step writing(Action action, const QString &value)
{
    return {.action = action, .address = at("01:00.0"), .value = value, .before = {}, .expected = value};
}
}

/// The comparison of the machine with the expected end of a plan.
class VerificationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theEndThatThePlanExpectsIsVerified()
    {
        QCOMPARE(core::verify(assigned(), assignment()), (Verification{State::Verified, {}}));
        const Plan release = core::plan(assigned(), goal(Verb::Release));
        QCOMPARE(core::verify(spare(), release), (Verification{State::Verified, {}}));
    }

    void aPlanNotCarriedOutIsDivergedAndEveryDifferenceIsNamed()
    {
        const Verification seen = core::verify(spare(), assignment());
        QCOMPARE(seen.state, State::Diverged);
        QCOMPARE(seen.differences.size(), 6); // two modules, two overrides, two drivers
        QVERIFY(seen.differences.contains(u"/sys/bus/pci/devices/0000:01:00.0/driver should be “turnout_vfio_pci”, but is “nouveau”."_s));
        QVERIFY(seen.differences.contains(u"/sys/bus/pci/devices/0000:01:00.1/driver_override should be “vfio-pci”, but is nothing."_s));
    }

    void anyHostDriverMeetsTheExpectation()
    {
        const Plan release = core::plan(assigned(), goal(Verb::Release));
        QCOMPARE(core::verify(spare([](SnapshotBuilder &builder) {
                                  gpuOf(builder).driver = u"nvidia"_s;
                              }),
                              release)
                     .state,
                 State::Verified);
        const Verification unbound = core::verify(spare([](SnapshotBuilder &builder) {
                                                      gpuOf(builder).driver = Unread::Absent;
                                                  }),
                                                  release);
        QCOMPARE(unbound.state, State::Diverged);
        QCOMPARE(unbound.differences, QStringList{u"/sys/bus/pci/devices/0000:01:00.0/driver should be a host driver, but is nothing."_s});
    }

    void unreadValuesAreUnknownUnlessAnotherDiffers()
    {
        const fixture::Change unreadable = [](SnapshotBuilder &builder) {
            gpuOf(builder).driver = Unread::NeedsPermission;
        };
        const Verification seen = core::verify(assigned(unreadable), assignment());
        QCOMPARE(seen.state, State::Unknown);
        QCOMPARE(seen.differences.size(), 1);
        QCOMPARE(core::verify(spare(unreadable), assignment()).state, State::Diverged);
    }

    void aMissingFunctionIsReportedOnce()
    {
        core::Snapshot without = assigned();
        std::erase_if(without.functions, [](const core::Function &function) {
            return function.address == at("01:00.1");
        });
        QCOMPARE(core::verify(without, assignment()), (Verification{State::Diverged, {u"01:00.1 is no longer in this computer."_s}}));
    }

    void aMissingAttributeDiffers()
    {
        const Plan plan = planOf(writing(Action::SetIdleState, u"d3hot"_s));
        QCOMPARE(core::verify(assigned(), plan).state, State::Diverged);
        QCOMPARE(core::verify(assigned([](SnapshotBuilder &builder) {
                                  gpuOf(builder).turnoutDriver = core::TurnoutDriver();
                                  gpuOf(builder).turnoutDriver->idleState = u"d3hot"_s;
                              }),
                              plan)
                     .state,
                 State::Verified);
    }

    void valuesThatDriversChangeAreNotExpectedToStay()
    {
        QVERIFY(fixture::lines(assignment()).contains(u"set-power-control 01:00.0 on: auto -> on"_s));
        for (const Step &step : core::expectedEnd(assignment().steps))
            QVERIFY(step.action != Action::SetPowerControl && step.action != Action::Unbind);
        // The last of two writes counts.
        const QList<Step> twice{writing(Action::SetResetMethod, u"bus"_s), writing(Action::Reset, {}), writing(Action::SetResetMethod, u"flr bus"_s)};
        QCOMPARE(core::expectedEnd(twice), twice.mid(1));
    }

    void aResetIsVerifiedByAFunctionThatAnswers()
    {
        const Plan plan = planOf(writing(Action::Reset, {}));
        QCOMPARE(core::verify(assigned(), plan).state, State::Verified);
        QCOMPARE(core::verify(assigned([](SnapshotBuilder &builder) {
                                  gpuOf(builder).multifunction = Unread::Malformed;
                              }),
                              plan)
                     .state,
                 State::Diverged);
    }

    void aRefusedPlanExpectsNothing()
    {
        Plan refused;
        refused.refused = true;
        QCOMPARE(core::verify(assigned(), refused).state, State::Unknown);
        QCOMPARE(core::verify(assigned(), Plan()).state, State::Verified);
    }
};

TURNOUT_TEST(VerificationTest)

#include "verificationtest.moc"
