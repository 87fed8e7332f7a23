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
BootAssignment assignment(bool nextBootOnly = false)
{
    BootAssignment made = *core::bootAssignmentFor(spare(), goal(Verb::Persist));
    made.nextBootOnly = nextBootOnly;
    return made;
}

Snapshot with(Snapshot snapshot, const QList<BootAssignment> &assignments, const QList<BootAssignment> &trials = {})
{
    snapshot.boot = {.assignments = assignments, .trials = trials, .endedTrials = QList<BootAssignment>(), .ofThisBoot = false, .bootChecked = false};
    return snapshot;
}

State persisted(const QList<BootAssignment> &assignments, bool nextBootOnly = false)
{
    core::Goal asked = goal(Verb::Persist);
    asked.nextBootOnly = nextBootOnly;
    return app::operation::verifyBootAssignment(with(spare(), assignments), asked).state;
}

State removed(const Snapshot &after, const QList<BootAssignment> &left)
{
    core::Goal asked = goal(Verb::Unpersist);
    if (!after.function(asked.gpu))
        asked.gpu = core::addressOf(after, assignment().gpu().path); // by which it is listed
    return app::operation::verifyBootAssignment(with(after, left), asked).state;
}

QString sentence(const Snapshot &snapshot)
{
    const auto statuses = core::bootAssignmentStatuses(snapshot);
    return statuses.size() == 1 ? app::bootAssignmentText(statuses.first()) : QString();
}
}

/// How boot assignments are worded and verified.
class BootAssignmentTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBootAssignmentIsVerifiedByWhatIsStored()
    {
        QCOMPARE(persisted({assignment()}), State::Verified);
        QCOMPARE(persisted({assignment()}, true), State::Diverged);
        QCOMPARE(persisted({}), State::Diverged);
        QCOMPARE(persisted({assignment(true)}, true), State::Verified);
        QCOMPARE(app::operation::verifyBootAssignment(spare(), goal(Verb::Persist)).state, State::Unknown); // nothing was read
    }

    void aBootAssignmentIsRemovedWithAnyCardInItsSlot()
    {
        const Snapshot another = spare([](SnapshotBuilder &builder) {
            gpuOf(builder).device = 0x2204;
        });
        Snapshot empty = spare();
        std::erase_if(empty.functions, [](const core::Function &function) {
            return function.address.sameSlot(at("01:00.0"));
        });
        for (const Snapshot &after : {spare(), another, empty}) {
            QCOMPARE(removed(after, {}), State::Verified);
            QCOMPARE(removed(after, {assignment()}), State::Diverged);
        }
    }

    void noCardBlocksRemovingABootAssignment()
    {
        // Assigning the display that the host uses would be refused.
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

    void aStatusIsOneSentence()
    {
        const BootAssignment every = assignment();
        const BootAssignment once = assignment(true);
        QCOMPARE(sentence(with(spare(), {every})), u"Assigned to VMs at every boot"_s);
        QCOMPARE(sentence(with(spare(), {once})), u"Assigned to VMs at the next boot only"_s);
        QCOMPARE(sentence(with(assigned(), {}, {once})), u"Assigned to VMs for this boot only"_s);
        const Snapshot another = spare([](SnapshotBuilder &builder) {
            gpuOf(builder).device = 0x2204;
        });
        QCOMPARE(sentence(with(another, {every})), u"Not applied: a different card is in this slot"_s);
    }

    void theTitleSaysWhetherItIsForTheNextBootOnly()
    {
        core::Goal next = goal(Verb::Persist);
        next.nextBootOnly = true;
        QCOMPARE(app::goalTitle(next, u"Card"_s), u"Assign Card (01:00.0) to VMs at the next boot only"_s);
        QCOMPARE(app::goalTitle(goal(Verb::Persist), u"Card"_s), u"Assign Card (01:00.0) to VMs at every boot"_s);
    }

    void withoutAKnownInitramfsToolTheConsequenceIsReported()
    {
        core::Machine machine;
        QVERIFY(app::initramfsNotice(machine, Verb::Persist).contains(u"the assignment is not applied"_s));
        QVERIFY(app::initramfsNotice(machine, Verb::Unpersist).contains(u"still assigned at boot"_s));
        machine.initramfs = core::InitramfsTool::Dracut;
        QVERIFY(app::initramfsNotice(machine, Verb::Persist).isEmpty());
    }

    void everyWriteIsNamedWithItsReason()
    {
        core::Machine machine;
        machine.initramfs = core::InitramfsTool::Mkinitcpio;
        for (const Verb verb : {Verb::Persist, Verb::Unpersist}) {
            QStringList what;
            for (const app::BootAssignmentWrite &write : app::bootAssignmentWrites(machine, verb)) {
                what += write.what;
                QVERIFY(!write.why.isEmpty());
            }
            QCOMPARE(what,
                     QStringList({u"/etc/turnout/boot-assignments.json"_s,
                                  u"/etc/udev/rules.d/70-turnout.rules"_s,
                                  u"/etc/turnout/boot-assignments.table"_s,
                                  u"/etc/mkinitcpio.conf.d/turnout.conf"_s,
                                  u"mkinitcpio -P"_s}));
        }
    }
};

TURNOUT_TEST(BootAssignmentTextTest)
#include "bootassignmenttexttest.moc"
