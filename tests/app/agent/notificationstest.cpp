// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/agent/notifications.h"
#include "tests/core/plansamples.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using app::agent::TrialEnd;
using app::agent::trialNotification;
using core::BootAssignment;
using core::Snapshot;
using core::Verb;
using fixture::assigned;
using fixture::at;
using fixture::goal;
using fixture::gpuOf;
using fixture::SnapshotBuilder;
using fixture::spare;

namespace
{
BootAssignment assignment(bool nextBootOnly, const QString &driver = {})
{
    BootAssignment made = *core::bootAssignmentFor(spare(), goal(Verb::Persist, driver));
    made.nextBootOnly = nextBootOnly;
    return made;
}

Snapshot with(Snapshot snapshot, const QList<BootAssignment> &assignments)
{
    snapshot.boot = {.assignments = assignments,
                     .trials = QList<BootAssignment>(),
                     .endedTrials = QList<BootAssignment>(),
                     .ofThisBoot = true,
                     .bootChecked = true};
    return snapshot;
}

core::BootAssignmentStatus onTrial(const QString &driver = {})
{
    return {.span = core::BootAssignmentStatus::Span::ThisBoot,
            .state = core::BootAssignmentStatus::State::Applied,
            .assignment = assignment(true, driver),
            .address = at("01:00.0")};
}

Snapshot withDifferentCard()
{
    return assigned([](SnapshotBuilder &builder) {
        gpuOf(builder).device = 0x2204;
    });
}
}

/// What the agent reports at login.
class NotificationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTrialNeverPromisesMoreTimeThanThereIs_data()
    {
        QTest::addColumn<int>("left");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<int>("next");
        QTest::newRow("all of it") << 120000 << u"at most 2:00"_s << 15000;
        QTest::newRow("a little less") << 119999 << u"at most 2:00"_s << 14999;
        QTest::newRow("in between") << 103000 << u"at most 1:45"_s << 13000;
        QTest::newRow("a minute") << 60000 << u"at most 1:00"_s << 15000;
        QTest::newRow("the last moments") << 1 << u"at most 0:15"_s << 1;
    }
    void aTrialNeverPromisesMoreTimeThanThereIs()
    {
        QFETCH(int, left);
        QFETCH(QString, shown);
        QFETCH(int, next);
        const auto time = std::chrono::milliseconds(left);
        QVERIFY2(trialNotification(u"Card"_s, time).text.contains(shown), qPrintable(trialNotification(u"Card"_s, time).text));
        QCOMPARE(app::agent::untilNextNotification(time).count(), next);
    }

    void anUnknownTimeIsNotGiven()
    {
        QVERIFY(trialNotification(u"Card"_s, std::nullopt).text.contains(u"two minutes after the boot is complete"_s));
        QVERIFY(!trialNotification(u"Card"_s, 0ms).text.contains(u"at most"_s));
    }

    void aProblemComesBeforeTheQuestion()
    {
        const QString text = trialNotification(u"Card"_s, 30s, u"Permission was not given."_s).text;
        QVERIFY2(text.startsWith(u"Permission was not given. It returns"_s), qPrintable(text));
    }

    void whatIsNotAppliedIsReportedWithItsReason()
    {
        const Snapshot snapshot = with(withDifferentCard(), {assignment(false)});
        const auto notification = app::agent::unmetNotification(core::bootAssignmentStatuses(snapshot).first(), snapshot);
        QVERIFY2(notification.text.startsWith(u"A different device is now at 01:00.0"_s), qPrintable(notification.text));
    }

    void theEndOfATrialIsReadFromTheMachineAndWhatIsStored()
    {
        const BootAssignment trial = assignment(true);
        QCOMPARE(app::agent::trialEnd(trial, with(assigned(), {assignment(false)})), TrialEnd::Kept);
        QCOMPARE(app::agent::trialEnd(trial, with(assigned(), {assignment(true)})), TrialEnd::StillAssigned);
        QCOMPARE(app::agent::trialEnd(trial, with(assigned(), {})), TrialEnd::StillAssigned);
        QCOMPARE(app::agent::trialEnd(trial, with(spare(), {})), TrialEnd::Returned);
        QCOMPARE(app::agent::trialEnd(trial, with(withDifferentCard(), {})), TrialEnd::Gone);
    }

    void aTrialOnItsWayToTheHostHasNotEnded()
    {
        const BootAssignment trial = assignment(true);
        Snapshot snapshot = with(spare(), {});
        snapshot.boot.trials = QList{trial};
        QCOMPARE(app::agent::trialEnd(trial, snapshot), TrialEnd::Returned);
        for (core::Function &function : snapshot.functions) {
            if (function.address == at("01:00.0"))
                function.driver = QString();
        }
        QCOMPARE(app::agent::trialEnd(trial, snapshot), TrialEnd::None);
        snapshot.boot.trials = QList<BootAssignment>();
        QCOMPARE(app::agent::trialEnd(trial, snapshot), TrialEnd::Returned);
    }

    void whatIsKeptIsWhatWasTried()
    {
        QCOMPARE(app::agent::keepGoal(onTrial(), assigned()).verb, Verb::Persist);
        QCOMPARE(app::agent::keepGoal(onTrial(), assigned()).driver, QString());
        const core::Goal other = app::agent::keepGoal(onTrial(u"vfio-pci"_s), assigned());
        QCOMPARE(core::bootAssignmentFor(assigned(), other)->parts, onTrial(u"vfio-pci"_s).assignment.parts);
    }
};

TURNOUT_TEST(NotificationsTest)
#include "notificationstest.moc"
