// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

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

/// What is chosen for starts of the computer: how it is shown, and what is said before and after it is chosen.
class CliChoicesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void list_and_show_tell_what_is_chosen_data()
    {
        QTest::addColumn<QString>("stored");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("span");
        QTest::addColumn<QString>("command");
        QTest::newRow("every start") << u"every"_s << u"At every start: with virtual machines"_s << u"every-start"_s << u"turnout unpersist 01:00.0"_s;
        QTest::newRow("next start") << u"once"_s << u"Next start only: with virtual machines"_s << u"next-start"_s << u"turnout unpersist 01:00.0"_s;
    }

    void list_and_show_tell_what_is_chosen()
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
            const QJsonArray choices = object[u"choices"_s].toArray();
            QCOMPARE(choices.size(), 1);
            QCOMPARE(choices[0][u"address"_s], QJsonValue(u"0000:01:00.0"_s));
            QCOMPARE(choices[0][u"span"_s], QJsonValue(span));
            QCOMPARE(choices[0][u"standing"_s], QJsonValue(u"from-next-start"_s));
            QCOMPARE(choices[0][u"driver"_s], QJsonValue(u"turnout_vfio_pci"_s));
            QVERIFY(choices[0][u"text"_s].toString().startsWith(sentence));
        }
    }

    void a_trial_says_how_it_is_kept()
    {
        const Outcome show = runProgram(QStringLiteral(TURNOUT_SIMULATED),
                                        {u"show"_s, u"01:00.0"_s},
                                        {{u"TURNOUT_TEST_STORED"_s, u"trial"_s}, {u"TURNOUT_TEST_ASSIGNED"_s, u"1"_s}});
        QVERIFY2(show.out.contains("This start only: goes back unless kept") && show.out.contains("turnout persist 01:00.0"), show.out.constData());
    }

    void a_choice_whose_place_is_empty_is_listed_too()
    {
        const QString list = text({u"list"_s}, u"gone"_s);
        QVERIFY2(list.contains(u"00:1f.0 Chosen for starts; no GPU is there now"_s) && list.contains(u"turnout unpersist 00:1f.0"_s), qPrintable(list));
        const QJsonArray choices = json({u"list"_s}, u"gone"_s)[u"choices"_s].toArray();
        QCOMPARE(choices.size(), 1);
        QCOMPARE(choices[0][u"standing"_s], QJsonValue(u"nothing"_s));
    }

    void where_nothing_is_chosen_nothing_is_said()
    {
        QVERIFY(!text({u"list"_s}).isEmpty());
        QVERIFY(!text({u"list"_s}).contains(u"Starts"_s));
        QCOMPARE(json({u"list"_s})[u"choices"_s], QJsonValue(QJsonArray()));
    }

    void what_cannot_be_read_about_starts_hides_no_gpu()
    {
        const Outcome list = run({u"list"_s, u"--json"_s}, u"broken"_s);
        QCOMPARE(list.code, 0);
        QVERIFY2(list.err.contains("/etc/turnout/persist.json"), list.err.constData());
        const QJsonDocument answer = QJsonDocument::fromJson(list.out);
        QCOMPARE(answer[u"gpus"_s].toArray().size(), 2);
        QVERIFY(answer[u"choices"_s].isNull());
    }
};

QTEST_GUILESS_MAIN(CliChoicesTest)
#include "choicestest.moc"
