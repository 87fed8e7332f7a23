// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/login/tidings.h"
#include "tests/core/plansamples.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using app::login::TrialEnd;
using app::login::trialTiding;
using core::PersistedGpu;
using core::Snapshot;
using core::Verb;
using fixture::assigned;
using fixture::at;
using fixture::goal;
using fixture::gpuOf;
using fixture::Sketch;
using fixture::spare;

namespace
{
PersistedGpu chosen(bool tryOnce, const QString &driver = {})
{
    PersistedGpu gpu = *core::persistedFor(spare(), goal(Verb::Persist, driver));
    gpu.tryOnce = tryOnce;
    return gpu;
}

core::ChoiceState onTrial(const QString &driver = {})
{
    return {.span = core::ChoiceState::Span::ThisStart,
            .standing = core::ChoiceState::Standing::AsChosen,
            .gpu = chosen(true, driver),
            .address = at("01:00.0")};
}

Snapshot withAnotherCard()
{
    return assigned([](Sketch &sketch) {
        gpuOf(sketch).device = 0x2204;
    });
}
}

/// What is told at login.
class TidingsTest : public QObject
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
        QVERIFY2(trialTiding(u"Card"_s, time).text.contains(shown), qPrintable(trialTiding(u"Card"_s, time).text));
        QCOMPARE(app::login::untilNextTiding(time).count(), next);
    }

    void whatNobodyKnowsIsNotSaid()
    {
        QVERIFY(trialTiding(u"Card"_s, std::nullopt).text.contains(u"two minutes after the start is complete"_s));
        QVERIFY(!trialTiding(u"Card"_s, 0ms).text.contains(u"at most"_s));
    }

    void aProblemIsSaidBeforeTheQuestionIsAskedAgain()
    {
        const QString text = trialTiding(u"Card"_s, 30s, u"Permission was not given."_s).text;
        QVERIFY2(text.startsWith(u"Permission was not given. It goes back"_s), qPrintable(text));
    }

    void whatDidNotComeTrueIsToldWithItsReason()
    {
        const core::StoredChoices choices{.stored = {chosen(false)}, .trials = {}, .ofThisStart = true, .startChecked = true};
        const Snapshot snapshot = withAnotherCard();
        const auto tiding = app::login::unmetTiding(core::choiceStates(snapshot, choices).first(), snapshot);
        QVERIFY2(tiding.text.startsWith(u"Another device is now at 01:00.0"_s), qPrintable(tiding.text));
    }

    void whatBecameOfATrialIsReadFromTheMachineAndWhatIsStored()
    {
        const PersistedGpu trial = chosen(true);
        QCOMPARE(app::login::trialEnd(trial, assigned(), {.stored = {chosen(false)}, .trials = {}}), TrialEnd::Kept);
        QCOMPARE(app::login::trialEnd(trial, assigned(), {.stored = {chosen(true)}, .trials = {}}), TrialEnd::StillAside);
        QCOMPARE(app::login::trialEnd(trial, assigned(), {}), TrialEnd::StillAside);
        QCOMPARE(app::login::trialEnd(trial, spare(), {}), TrialEnd::WentBack);
        QCOMPARE(app::login::trialEnd(trial, withAnotherCard(), {}), TrialEnd::Gone);
    }

    void whatIsKeptIsWhatWasTried()
    {
        QCOMPARE(app::login::keepGoal(onTrial(), assigned()).verb, Verb::Persist);
        QCOMPARE(app::login::keepGoal(onTrial(), assigned()).driver, QString());
        const core::Goal other = app::login::keepGoal(onTrial(u"vfio-pci"_s), assigned());
        QCOMPARE(core::persistedFor(assigned(), other)->parts, onTrial(u"vfio-pci"_s).gpu.parts);
    }
};

QTEST_APPLESS_MAIN(TidingsTest)
#include "tidingstest.moc"
