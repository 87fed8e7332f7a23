// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "tests/tools/registered.h"
#include "turnoutprocess.h"

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

/// The output on one line; empty where the program failed or complained.
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

/// Boot assignments: how they are listed, and what the plan and the result say.
class BootAssignmentsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void list_and_show_include_the_boot_assignment_data()
    {
        QTest::addColumn<QString>("stored");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("span");
        QTest::addColumn<QString>("command");
        QTest::newRow("every boot") << u"every"_s << u"Assigned to VMs at every boot"_s << u"every-boot"_s << u"turnout unpersist 01:00.0"_s;
        QTest::newRow("next boot") << u"once"_s << u"Assigned to VMs at the next boot only"_s << u"next-boot"_s << u"turnout unpersist 01:00.0"_s;
    }

    void list_and_show_include_the_boot_assignment()
    {
        QFETCH(QString, stored);
        QFETCH(QString, sentence);
        QFETCH(QString, span);
        QFETCH(QString, command);
        const QString list = text({u"list"_s}, stored);
        QVERIFY2(list.contains(u"Boot "_s + sentence), qPrintable(list));
        QCOMPARE(list.count(sentence), 1);
        const QString show = text({u"show"_s, u"01:00.0"_s}, stored);
        QVERIFY2(show.contains(u"Boot assignment "_s + sentence) && show.contains(command), qPrintable(show));
        QVERIFY(!text({u"show"_s, u"00:02.0"_s}, stored).contains(u"Boot assignment"_s));
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

    void a_trial_boot_says_how_to_keep_the_gpu()
    {
        const Outcome show = runProgram(QStringLiteral(TURNOUT_SIMULATED),
                                        {u"show"_s, u"01:00.0"_s},
                                        {{u"TURNOUT_TEST_STORED"_s, u"trial"_s}, {u"TURNOUT_TEST_ASSIGNED"_s, u"1"_s}});
        QVERIFY2(show.out.contains("Assigned to VMs for this boot only") && show.out.contains("turnout persist 01:00.0"), show.out.constData());
    }

    void a_boot_assignment_of_an_empty_slot_is_listed_too()
    {
        const QString list = text({u"list"_s}, u"gone"_s);
        QVERIFY2(list.contains(u"00:1f.0 Boot assignment of an empty slot"_s) && list.contains(u"turnout unpersist 00:1f.0"_s), qPrintable(list));
        const QJsonArray assignments = json({u"list"_s}, u"gone"_s)[u"bootAssignments"_s].toArray();
        QCOMPARE(assignments.size(), 1);
        QCOMPARE(assignments[0][u"state"_s], QJsonValue(u"slot-empty"_s));
    }

    void without_boot_assignments_none_are_listed()
    {
        QVERIFY(!text({u"list"_s}).isEmpty());
        QVERIFY(!text({u"list"_s}).contains(u"Assigned to VMs at"_s));
        QCOMPARE(json({u"list"_s})[u"bootAssignments"_s], QJsonValue(QJsonArray()));
    }

    void the_plan_and_the_result_say_how_to_undo_and_how_to_boot_without_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QStringList>("planned");
        QTest::addColumn<QStringList>("achieved");
        QTest::newRow("every boot") << QStringList()
                                    << QStringList{u"Takes effect at the next boot: the GPU is assigned to VMs"_s,
                                                   u"To undo this, run: turnout unpersist 01:00.0"_s}
                                    << QStringList{u"at every boot from the next one on."_s, u"To undo this, run: turnout unpersist 01:00.0"_s};
        QTest::newRow("next boot") << QStringList{u"--next-boot"_s}
                                   << QStringList{u"Two minutes after that boot is complete, it returns to the host, unless you keep it."_s,
                                                  u"Later boots are not affected."_s,
                                                  u"turnout persist 01:00.0"_s}
                                   << QStringList{u"Two minutes after that boot is complete, it returns to the host, unless you keep it."_s,
                                                  u"turnout unpersist 01:00.0"_s};
    }

    void the_plan_and_the_result_say_how_to_undo_and_how_to_boot_without()
    {
        QFETCH(QStringList, options);
        QFETCH(QStringList, planned);
        QFETCH(QStringList, achieved);
        const QString wayOut = u"add turnout=off to the end of the kernel command line in the boot loader's menu"_s;
        const QString plan = text(QStringList{u"plan"_s, u"persist"_s, u"01:00.0"_s} + options);
        QVERIFY2(plan.endsWith(u"Nothing was changed."_s), qPrintable(plan));
        QCOMPARE(json(QStringList{u"plan"_s, u"persist"_s, u"01:00.0"_s} + options)[u"writes"_s][0][u"what"_s],
                 QJsonValue(u"/etc/turnout/boot-assignments.json"_s));
        for (const QString &part : planned + QStringList{wayOut, u"Files and commands • /etc/turnout/boot-assignments.json"_s})
            QVERIFY2(plan.contains(part), qPrintable(plan));
        const QString done = text(QStringList{u"persist"_s, u"01:00.0"_s, u"--yes"_s} + options);
        QVERIFY2(done.contains(u"The helper rebuilds the initramfs, which can take a minute."_s), qPrintable(done));
        const QString result = done.section(u"Verified: the stored boot assignments match the plan."_s, 1);
        for (const QString &part : achieved + QStringList{wayOut})
            QVERIFY2(result.contains(part), qPrintable(done));
    }

    void unpersist_is_planned_where_there_is_a_boot_assignment()
    {
        const QString plan = text({u"plan"_s, u"unpersist"_s, u"01:00.0"_s}, u"every"_s);
        QVERIFY2(plan.contains(u"Takes effect at the next boot: the host uses this slot again"_s), qPrintable(plan));
        QVERIFY2(plan.contains(u"Remove the boot assignment"_s) && !plan.contains(u"turnout=off"_s), qPrintable(plan));
        QVERIFY(text({u"plan"_s, u"unpersist"_s, u"00:1f.0"_s}, u"gone"_s).contains(u"the removed card"_s));
        const Outcome none = run({u"plan"_s, u"unpersist"_s, u"01:00.0"_s});
        QCOMPARE(none.code, 1);
        QVERIFY2(none.err.contains("There is no boot assignment to remove for 01:00.0."), none.err.constData());
        const QString done = text({u"unpersist"_s, u"01:00.0"_s, u"--yes"_s}, u"every"_s);
        QVERIFY2(done.endsWith(u"The host uses this slot again from the next boot on."_s), qPrintable(done));
    }

    void an_unreadable_boot_assignment_file_hides_no_gpu()
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
