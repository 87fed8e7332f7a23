// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/window/details/facts.h"
#include "app/text/windowtext.h"
#include "testmachine.h"
#include "tests/tools/registered.h"

#include <QTest>

namespace
{

/// The fact with this label, in whatever section.
app::Fact fact(const core::Snapshot &snapshot, const char *address, const QString &label)
{
    for (const app::FactSection &section : app::facts(snapshot, *snapshot.function(at(address)))) {
        for (const app::Fact &fact : section.facts) {
            if (fact.label == label)
                return fact;
        }
    }
    return {};
}

}

class FactsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBridgeAboveIsALink()
    {
        QCOMPARE(fact(testMachine(), "01:00.0", QStringLiteral("Behind")).text, QStringLiteral("the bridge <a href=\"function:0000:00:01.0\">00:01.0</a>"));
    }

    void groupFellowsAreLinks()
    {
        QCOMPARE(fact(testMachine(), "01:00.0", QStringLiteral("Shared with")).text, app::functionLink(at("01:00.1")));
        QCOMPARE(fact(testMachine(), "00:02.0", QStringLiteral("Shared with")).text, QStringLiteral("nothing"));
    }

    void valuesThatCouldNotBeReadSayWhy_data()
    {
        QTest::addColumn<core::Unread>("why");
        QTest::addColumn<QString>("text");
        QTest::newRow("permission") << core::Unread::NeedsPermission << QStringLiteral("unknown, needs permission");
        QTest::newRow("suspended") << core::Unread::Suspended << QStringLiteral("asleep; reading it would wake it");
        QTest::newRow("vanished") << core::Unread::Vanished << QStringLiteral("went away while being read");
    }

    void valuesThatCouldNotBeReadSayWhy()
    {
        QFETCH(core::Unread, why);
        QFETCH(QString, text);
        core::Snapshot snapshot = testMachine();
        find(snapshot, "01:00.0")->linkNow = why;
        const app::Fact link = fact(snapshot, "01:00.0", QStringLiteral("Link now"));
        QVERIFY(link.unread);
        QCOMPARE(link.text, text);
    }

    void whatAFunctionCannotHaveIsLeftOut()
    {
        QVERIFY(fact(testMachine(), "00:02.0", QStringLiteral("Link now")).label.isEmpty());
    }

    void sizesSpeedsAndTimesAreForPeople()
    {
        core::Snapshot snapshot = testMachine();
        core::Function &gpu = *find(snapshot, "01:00.0");
        gpu.bars = {{.index = 1, .kind = core::Bar::Kind::Memory64, .prefetchable = true, .address = 0, .size = 256 << 20}};
        gpu.linkNow = core::LinkState{.speed = 2500, .width = 16};
        gpu.linkMax = core::LinkState{};
        gpu.runtimePm.suspendedMs = 90 * 60 * 1000;
        QCOMPARE(fact(snapshot, "01:00.0", QStringLiteral("BAR 1")).text, QStringLiteral("256 MiB, prefetchable"));
        QCOMPARE(fact(snapshot, "01:00.0", QStringLiteral("Link now")).text, QStringLiteral("2.5 GT/s ×16"));
        QCOMPARE(fact(snapshot, "01:00.0", QStringLiteral("Link at most")).text, QStringLiteral("down"));
        QCOMPARE(fact(snapshot, "01:00.0", QStringLiteral("Slept for")).text, QStringLiteral("1 hour and 30 minutes"));
    }

    void namesFromTheMachineAreNotMarkup()
    {
        core::Snapshot snapshot = testMachine();
        find(snapshot, "01:00.0")->deviceName = QStringLiteral("<a href=\"function:0000:00:02.0\">trap</a>");
        QCOMPARE(fact(snapshot, "01:00.0", QStringLiteral("Device")).text, QStringLiteral("&lt;a href=&quot;function:0000:00:02.0&quot;&gt;trap&lt;/a&gt;"));
    }

    void addressesInTextBecomeLinksWhenTheMachineHasThem()
    {
        QCOMPARE(app::linkFunctions(QStringLiteral("<01:00.0> and 0000:01:00.1, not 00:01.0, 09:00.0 nor /x/0000:01:00.0/y"), testMachine(), at("00:01.0")),
                 QStringLiteral("&lt;<a href=\"function:0000:01:00.0\">01:00.0</a>&gt; and <a href=\"function:0000:01:00.1\">0000:01:00.1</a>, "
                                "not 00:01.0, 09:00.0 nor /x/0000:01:00.0/y"));
    }

    void onlyOurLinksAreFollowed()
    {
        QCOMPARE(app::linkedFunction(QStringLiteral("function:0000:01:00.0")), at("01:00.0"));
        QVERIFY(!app::linkedFunction(QStringLiteral("https://0000:01:00.0")));
        QVERIFY(!app::linkedFunction(QStringLiteral("function:trap")));
    }
};

TURNOUT_TEST(FactsTest)
#include "factstest.moc"
