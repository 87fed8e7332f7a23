// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "turnoutprocess.h"
#include "tests/tools/registered.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;

namespace
{
Outcome run(const QStringList &arguments, const QString &stored = {})
{
    return runProgram(QStringLiteral(TURNOUT_SIMULATED), arguments, {{u"TURNOUT_TEST_STORED"_s, stored}});
}

/// On one line; empty where it failed or complained.
QString text(const QStringList &arguments, const QString &stored = {})
{
    const Outcome outcome = run(arguments, stored);
    return outcome.code == 0 && outcome.err.isEmpty() ? QString::fromUtf8(outcome.out).simplified() : QString();
}

QJsonObject json(const QStringList &arguments, const QString &stored = {})
{
    return QJsonDocument::fromJson(run(arguments + QStringList{u"--json"_s}, stored).out).object();
}
}

/// How boot assignments are shown, and the text before and after they are changed.
class BootAssignmentsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void list_and_show_have_boot_assignments_data()
    {
        QTest::addColumn<QString>("stored");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("span");
        QTest::addColumn<QString>("command");
        QTest::newRow("every start") << u"every"_s << u"At every start: with virtual machines"_s << u"every-boot"_s << u"turnout unpersist 01:00.0"_s;
        QTest::newRow("next start") << u"once"_s << u"Next start only: with virtual machines"_s << u"next-boot"_s << u"turnout unpersist 01:00.0"_s;
    }

    void list_and_show_have_boot_assignments()
    {
        QFETCH(QString, stored);
        QFETCH(QString, sentence);
        QFETCH(QString, span);
        QFETCH(QString, command);
        const QString list = text({u"list"_s}, stored);
        QVERIFY2(list.contains(u"Starts "_s + sentence), qPrintable(list));
        QCOMPARE(list.count(sentence), 1);
        const QString show = text({u"show"_s, u"01:00.0"_s}, stored);
        QVERIFY2(show.contains(u"What is chosen for starts of the computer "_s + sentence) && show.contains(command), qPrintable(show));
        QVERIFY(!text({u"show"_s, u"00:02.0"_s}, stored).contains(u"starts of the computer"_s));
        for (const QJsonObject &object : {json({u"list"_s}, stored), json({u"show"_s, u"01:00.0"_s}, stored)}) {
            const QJsonArray assignments = object[u"bootAssignments"_s].toArray();
            QCOMPARE(assignments.size(), 1);
            QCOMPARE(assignments[0][u"address"_s], QJsonValue(u"0000:01:00.0"_s));
            QCOMPARE(assignments[0][u"span"_s], QJsonValue(span));
            QCOMPARE(assignments[0][u"state"_s], QJsonValue(u"pending"_s));
            QCOMPARE(assignments[0][u"driver"_s], QJsonValue(u"turnout_vfio_pci"_s));
            QVERIFY(assignments[0][u"text"_s].toString().startsWith(sentence));
        }
    }

    void a_trial_says_how_it_is_kept()
    {
        const Outcome show = runProgram(QStringLiteral(TURNOUT_SIMULATED),
                                        {u"show"_s, u"01:00.0"_s},
                                        {{u"TURNOUT_TEST_STORED"_s, u"trial"_s}, {u"TURNOUT_TEST_ASSIGNED"_s, u"1"_s}});
        QVERIFY2(show.out.contains("This start only: goes back unless kept") && show.out.contains("turnout persist 01:00.0"), show.out.constData());
    }

    void an_assignment_with_an_empty_slot_is_listed_too()
    {
        const QString list = text({u"list"_s}, u"gone"_s);
        QVERIFY2(list.contains(u"00:1f.0 Chosen for starts; no GPU is there now"_s) && list.contains(u"turnout unpersist 00:1f.0"_s), qPrintable(list));
        const QJsonArray assignments = json({u"list"_s}, u"gone"_s)[u"bootAssignments"_s].toArray();
        QCOMPARE(assignments.size(), 1);
        QCOMPARE(assignments[0][u"state"_s], QJsonValue(u"slot-empty"_s));
    }

    void without_boot_assignments_there_is_no_text()
    {
        QVERIFY(!text({u"list"_s}).isEmpty());
        QVERIFY(!text({u"list"_s}).contains(u"Starts"_s));
        QCOMPARE(json({u"list"_s})[u"bootAssignments"_s], QJsonValue(QJsonArray()));
    }

    void the_plan_and_the_result_say_how_long_it_lasts_and_the_way_out_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QStringList>("planned");
        QTest::addColumn<QStringList>("chosen");
        QTest::newRow("every start") << QStringList()
                                     << QStringList{u"From the next start on the GPU is with virtual machines"_s, u"To undo it: turnout unpersist 01:00.0"_s}
                                     << QStringList{u"at every start from the next one on."_s, u"To undo it: turnout unpersist 01:00.0"_s};
        QTest::newRow("next start") << QStringList{u"--next-boot"_s}
                                    << QStringList{u"Two minutes after the desktop is there it goes back by itself, unless you keep it."_s,
                                                   u"The start after that is as it would be without this"_s,
                                                   u"turnout persist 01:00.0"_s}
                                    << QStringList{
                                           u"goes back two minutes after the desktop is there, unless you keep it. The start after that is as before."_s,
                                           u"turnout unpersist 01:00.0"_s};
    }

    void the_plan_and_the_result_say_how_long_it_lasts_and_the_way_out()
    {
        QFETCH(QStringList, options);
        QFETCH(QStringList, planned);
        QFETCH(QStringList, chosen);
        const QString wayOut = u"type turnout=off at the end of the kernel's command line in the boot loader's menu"_s;
        const QString plan = text(QStringList{u"plan"_s, u"persist"_s, u"01:00.0"_s} + options);
        QVERIFY2(plan.endsWith(u"Nothing was done."_s), qPrintable(plan));
        QCOMPARE(json(QStringList{u"plan"_s, u"persist"_s, u"01:00.0"_s} + options)[u"writes"_s][0][u"what"_s], QJsonValue(u"/etc/turnout/boot-assignments.json"_s));
        for (const QString &part : planned + QStringList{wayOut, u"What is written and run • /etc/turnout/boot-assignments.json"_s})
            QVERIFY2(plan.contains(part), qPrintable(plan));
        const QString done = text(QStringList{u"persist"_s, u"01:00.0"_s, u"--yes"_s} + options);
        QVERIFY2(done.contains(u"The helper builds the initramfs anew, which can take a minute."_s), qPrintable(done));
        const QString result = done.section(u"Verified: what is stored was read again"_s, 1);
        for (const QString &part : chosen + QStringList{wayOut})
            QVERIFY2(result.contains(part), qPrintable(done));
    }

    void removing_is_planned_where_there_is_a_boot_assignment()
    {
        const QString plan = text({u"plan"_s, u"unpersist"_s, u"01:00.0"_s}, u"every"_s);
        QVERIFY2(plan.contains(u"From the next start on, whatever is in this slot is with this computer"_s), qPrintable(plan));
        QVERIFY2(plan.contains(u"Loses this choice"_s) && !plan.contains(u"turnout=off"_s), qPrintable(plan));
        QVERIFY(text({u"plan"_s, u"unpersist"_s, u"00:1f.0"_s}, u"gone"_s).contains(u"the card that is not there any more"_s));
        const Outcome none = run({u"plan"_s, u"unpersist"_s, u"01:00.0"_s});
        QCOMPARE(none.code, 1);
        QVERIFY2(none.err.contains("There is no boot assignment to remove for 01:00.0."), none.err.constData());
        const QString done = text({u"unpersist"_s, u"01:00.0"_s, u"--yes"_s}, u"every"_s);
        QVERIFY2(done.endsWith(u"From the next start on, whatever is in this slot is with this computer."_s), qPrintable(done));
    }

    void unreadable_boot_assignments_hide_no_gpu()
    {
        const Outcome list = run({u"list"_s, u"--json"_s}, u"broken"_s);
        QCOMPARE(list.code, 0);
        QVERIFY2(list.err.contains("/etc/turnout/boot-assignments.json"), list.err.constData());
        const QJsonDocument answer = QJsonDocument::fromJson(list.out);
        QCOMPARE(answer[u"gpus"_s].toArray().size(), 2);
        QVERIFY(answer[u"bootAssignments"_s].isNull());
    }
};

TURNOUT_TEST(BootAssignmentsTest)
#include "bootassignmentstest.moc"
