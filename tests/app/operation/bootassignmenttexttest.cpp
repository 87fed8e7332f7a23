// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/text/bootassignmenttext.h"
#include "app/operation/bootassignmentresult.h"
#include "app/text/steptext.h"
#include "tests/core/plansamples.h"
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
using State = core::Verification::State;

namespace
{
BootAssignment chosen(bool nextBootOnly = false)
{
    BootAssignment gpu = *core::bootAssignmentFor(spare(), goal(Verb::Persist));
    gpu.nextBootOnly = nextBootOnly;
    return gpu;
}

State taken(const Snapshot &after, const QList<BootAssignment> &left)
{
    core::Goal asked = goal(Verb::Unpersist);
    if (!after.function(asked.gpu))
        asked.gpu = core::addressOf(after, chosen().parts.first().identity.path); // by which it is listed
    return app::operation::verifyBootAssignment(after, asked, false, left).state;
}

QString sentence(const Snapshot &snapshot, const core::StoredBootAssignments &assignments)
{
    const auto states = core::bootAssignmentStatuses(snapshot, assignments);
    return states.size() == 1 ? app::operation::bootAssignmentText(states.first()) : QString();
}
}

/// What is said and checked about choices for starts.
class BootAssignmentTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStoredChoiceIsVerifiedByWhatIsStored()
    {
        using app::operation::verifyBootAssignment;
        QCOMPARE(verifyBootAssignment(spare(), goal(Verb::Persist), false, {chosen()}).state, State::Verified);
        QCOMPARE(verifyBootAssignment(spare(), goal(Verb::Persist), true, {chosen()}).state, State::Diverged);
        QCOMPARE(verifyBootAssignment(spare(), goal(Verb::Persist), false, {}).state, State::Diverged);
    }

    void aChoiceIsTakenBackWhateverIsInItsPlace()
    {
        const Snapshot another = spare([](SnapshotBuilder &builder) {
            gpuOf(builder).device = 0x2204;
        });
        Snapshot empty = spare();
        std::erase_if(empty.functions, [](const core::Function &function) {
            return function.address.sameSlot(at("01:00.0"));
        });
        for (const Snapshot &after : {spare(), another, empty}) {
            QCOMPARE(taken(after, {}), State::Verified);
            QCOMPARE(taken(after, {chosen()}), State::Diverged);
        }
    }

    void nothingThatIsThereStandsAgainstTakingAChoiceBack()
    {
        // The host's own display would be refused to be given away.
        core::Goal goal;
        goal.verb = Verb::Unpersist;
        goal.gpu = at("01:00.0");
        const Snapshot lit = spare([](SnapshotBuilder &builder) {
            gpuOf(builder).connectors = {{.name = u"DP-1"_s, .status = u"connected"_s, .enabled = true}};
        });
        QVERIFY(!core::plan(lit, goal).refused);
        goal.gpu = at("09:00.0");
        QVERIFY(!core::plan(lit, goal).refused);
    }

    void whatIsChosenIsSaidInOneSentence()
    {
        const BootAssignment every = chosen();
        const BootAssignment once = chosen(true);
        QCOMPARE(sentence(spare(), {.stored = {every}, .trials = {}}), u"At every start: with virtual machines"_s);
        QCOMPARE(sentence(spare(), {.stored = {once}, .trials = {}}), u"Next start only: with virtual machines"_s);
        QCOMPARE(sentence(assigned(), {.stored = {}, .trials = {once}}), u"This start only: goes back unless kept"_s);
        const Snapshot another = spare([](SnapshotBuilder &builder) {
            gpuOf(builder).device = 0x2204;
        });
        QCOMPARE(sentence(another, {.stored = {every}, .trials = {}}), u"Chosen, but not so: another card is in its place"_s);
    }

    void aTrialIsNotCalledAChoiceForEveryStart()
    {
        QCOMPARE(app::operation::title(goal(Verb::Persist), u"Card"_s, true), u"Give Card (01:00.0) to virtual machines at the next start only"_s);
        QCOMPARE(app::operation::title(goal(Verb::Persist), u"Card"_s), u"Give Card (01:00.0) to virtual machines at every start"_s);
    }

    void everyWriteOfAChoiceIsNamedWithItsReason()
    {
        core::Machine machine;
        machine.initramfs = core::InitramfsTool::Mkinitcpio;
        for (const Verb verb : {Verb::Persist, Verb::Unpersist}) {
            QStringList what;
            for (const app::operation::BootAssignmentWrite &write : app::operation::bootAssignmentWrites(machine, verb)) {
                what += write.what;
                QVERIFY(!write.why.isEmpty());
            }
            QCOMPARE(
                what,
                QStringList(
                    {u"/etc/turnout/boot-assignments.json"_s, u"/etc/udev/rules.d/70-turnout.rules"_s, u"/etc/mkinitcpio.conf.d/turnout.conf"_s, u"mkinitcpio -P"_s}));
        }
    }
};

TURNOUT_TEST(BootAssignmentTextTest)
#include "bootassignmenttexttest.moc"
