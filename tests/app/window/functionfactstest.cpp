// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/model/functionfacts.h"
#include "app/model/functionlink.h"
#include "app/window/details/details.h"
#include "core/pci/pciclass.h"
#include "testmachine.h"
#include "tests/tools/registered.h"

#include <QTest>

namespace
{

app::FunctionFact factIn(const QList<app::FactSection> &sections, const QString &label)
{
    for (const app::FactSection &section : sections) {
        for (const app::FunctionFact &fact : section.facts) {
            if (fact.label == label)
                return fact;
        }
    }
    return {};
}

app::FunctionFact fact(const core::Snapshot &snapshot, const char *address, const QString &label)
{
    return factIn(app::functionFacts(snapshot, *snapshot.function(at(address))), label);
}

/// As the details pane shows it.
QString richText(const core::Snapshot &snapshot, const char *address, const QString &label)
{
    const app::ShownMachinePtr machine = app::makeShownMachine(std::make_shared<const core::Snapshot>(snapshot));
    return factIn(app::detailsOf(*machine, at(address))->sections, label).text;
}

}

class FunctionFactsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theUpstreamBridgeIsALink()
    {
        QCOMPARE(richText(testMachine(), "01:00.0", QStringLiteral("Upstream bridge")),
                 QStringLiteral("<a href=\"function:0000:00:01.0\">00:01.0</a> ") + core::displayName(*testMachine().function(at("00:01.0"))).toHtmlEscaped());
    }

    void groupMembersAreLinks()
    {
        QCOMPARE(richText(testMachine(), "01:00.0", QStringLiteral("Shared with")), app::functionLink(at("01:00.1")));
        QCOMPARE(fact(testMachine(), "00:02.0", QStringLiteral("Shared with")).text, QStringLiteral("nothing"));
    }

    void unreadValuesSayWhy_data()
    {
        QTest::addColumn<core::Unread>("why");
        QTest::addColumn<QString>("text");
        QTest::newRow("permission") << core::Unread::NeedsPermission << QStringLiteral("unknown (reading it requires root)");
        QTest::newRow("suspended") << core::Unread::Suspended << QStringLiteral("unknown (suspended; reading it would wake the device)");
        QTest::newRow("vanished") << core::Unread::Vanished << QStringLiteral("unknown (the device disappeared)");
    }

    void unreadValuesSayWhy()
    {
        QFETCH(core::Unread, why);
        QFETCH(QString, text);
        core::Snapshot snapshot = testMachine();
        find(snapshot, "01:00.0")->linkNow = why;
        const app::FunctionFact link = fact(snapshot, "01:00.0", QStringLiteral("Current link"));
        QVERIFY(link.unread);
        QCOMPARE(link.text, text);
    }

    void withoutResetMethodsAnywhereTheKernelDoesNotReportThem()
    {
        const QString label = QStringLiteral("Reset methods");
        core::Snapshot snapshot = testMachine();
        find(snapshot, "01:00.0")->resetMethods = core::Unread::Absent;
        find(snapshot, "00:02.0")->resetMethods = QStringList{QStringLiteral("flr")};
        QCOMPARE(fact(snapshot, "01:00.0", label).text, QStringLiteral("none"));
        for (core::Function &function : snapshot.functions)
            function.resetMethods = core::Unread::Absent;
        QCOMPARE(fact(snapshot, "01:00.0", label).text, QStringLiteral("unknown (the kernel does not report it)"));
        QVERIFY(fact(snapshot, "01:00.0", label).unread);
    }

    void valuesThatAFunctionCannotHaveAreLeftOut()
    {
        QVERIFY(fact(testMachine(), "00:02.0", QStringLiteral("Current link")).label.isEmpty());
    }

    void sizesSpeedsAndTimesAreFormatted()
    {
        core::Snapshot snapshot = testMachine();
        core::Function &gpu = *find(snapshot, "01:00.0");
        gpu.bars = {{.index = 1, .kind = core::Bar::Kind::Memory64, .prefetchable = true, .address = 0, .size = 256 << 20}};
        gpu.linkNow = core::LinkState{.speed = 2500, .width = 16};
        gpu.linkMax = core::LinkState{};
        gpu.runtimePm.suspendedMs = 90 * 60 * 1000;
        QCOMPARE(fact(snapshot, "01:00.0", QStringLiteral("BAR 1")).text, QStringLiteral("256 MiB of 64-bit prefetchable memory"));
        QCOMPARE(fact(snapshot, "01:00.0", QStringLiteral("Current link")).text, QStringLiteral("2.5 GT/s ×16"));
        QCOMPARE(fact(snapshot, "01:00.0", QStringLiteral("Maximum link")).text, QStringLiteral("down"));
        QCOMPARE(fact(snapshot, "01:00.0", QStringLiteral("Suspended for")).text, QStringLiteral("1 hour and 30 minutes"));
    }

    void namesFromTheMachineAreNotMarkup()
    {
        core::Snapshot snapshot = testMachine();
        find(snapshot, "01:00.0")->deviceName = QStringLiteral("<a href=\"function:0000:00:02.0\">trap</a>");
        QCOMPARE(richText(snapshot, "01:00.0", QStringLiteral("Device")), QStringLiteral("&lt;a href=&quot;function:0000:00:02.0&quot;&gt;trap&lt;/a&gt;"));
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

TURNOUT_TEST(FunctionFactsTest)
#include "functionfactstest.moc"
