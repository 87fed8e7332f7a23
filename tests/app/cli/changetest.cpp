// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "tests/tools/registered.h"
#include "turnoutprocess.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace
{
QString onOneLine(const QByteArray &text)
{
    return QString::fromUtf8(text).simplified();
}
}

/// The verbs that change something: the whole program, on a simulated machine with the helper's library behind it.
class ChangeTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    QString m_writes;

    Outcome run(const QStringList &arguments, Environment environment = {})
    {
        m_writes = m_dir.filePath(u"writes"_s);
        QFile::remove(m_writes);
        environment.insert(u"TURNOUT_TEST_WRITES"_s, m_writes);
        return runProgram(QStringLiteral(TURNOUT_SIMULATED), arguments, environment);
    }

    QByteArray writes() const
    {
        QFile file(m_writes);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("none saved");
    }

private Q_SLOTS:
    void the_plan_comes_first_then_each_step_then_what_the_machine_says()
    {
        const Outcome outcome = run({u"assign"_s, u"01:00.0"_s, u"--yes"_s});
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.code, 0);
        const qsizetype plan = outcome.out.indexOf("echo 0000:01:00.0 > /sys/bus/pci/devices/0000:01:00.0/driver/unbind\n");
        const qsizetype step = outcome.out.indexOf("Take 01:00.0 from its driver amdgpu: done\n");
        const qsizetype result = outcome.out.indexOf("Verified: the machine was read again, and all is as planned.\n");
        QVERIFY2(0 < plan && plan < step && step < result, outcome.out.constData());
        QVERIFY2(outcome.out.endsWith("It lasts until you take it back (turnout release 01:00.0) or restart the\ncomputer.\n"), outcome.out.constData());
        QVERIFY(writes().contains("unbind 0000:01:00.0"));
    }

    void a_gpu_comes_back()
    {
        const Outcome outcome = run({u"release"_s, u"01:00.0"_s, u"--yes"_s}, {{u"TURNOUT_TEST_ASSIGNED"_s, u"1"_s}});
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("Let the host's own driver take 01:00.0: done\n"), outcome.out.constData());
    }

    void a_gpu_that_has_gone_is_listed_as_gone()
    {
        const Outcome list = run({u"list"_s}, {{u"TURNOUT_TEST_ASSIGNED"_s, u"1"_s}});
        QVERIFY2(onOneLine(list.out).contains(u"✔ ready The GPU is already assigned to VMs"_s), list.out.constData());
    }

    void without_a_terminal_nothing_is_done_unasked()
    {
        const Outcome outcome = run({u"assign"_s, u"01:00.0"_s});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("nobody could be asked") && outcome.err.contains("--yes"), outcome.err.constData());
        QCOMPARE(writes(), QByteArray());
    }

    void what_is_so_already_is_done()
    {
        const Outcome outcome = run({u"release"_s, u"01:00.0"_s});
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("There is nothing to do"), outcome.out.constData());
    }

    void a_refused_plan_is_not_carried_out()
    {
        const Outcome outcome = run({u"assign"_s, u"00:02.0"_s, u"--yes"_s});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("This is refused.") && outcome.err.contains("--accept display-in-use"), outcome.err.constData());
        QCOMPARE(writes(), QByteArray());
    }

    void a_blocker_is_passed_by_name()
    {
        const Outcome outcome = run({u"assign"_s, u"00:02.0"_s, u"--yes"_s, u"--accept"_s, u"display-in-use"_s});
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.code, 0);
        QVERIFY(writes().contains("unbind 0000:00:02.0"));
    }

    void what_went_wrong_on_the_way_is_said_data()
    {
        QTest::addColumn<QString>("delivery");
        QTest::addColumn<QString>("says");
        QTest::newRow("denied") << u"denied"_s << u"because permission was not given"_s;
        QTest::newRow("no helper") << u"nohelper"_s << u"could not be started"_s;
    }

    void what_went_wrong_on_the_way_is_said()
    {
        QFETCH(QString, delivery);
        QFETCH(QString, says);
        const Outcome outcome = run({u"assign"_s, u"01:00.0"_s, u"--yes"_s}, {{u"TURNOUT_TEST_DELIVERY"_s, delivery}});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(onOneLine(outcome.err).contains(says), outcome.err.constData());
        QVERIFY2(outcome.out.endsWith("Nothing is changed.\n"), outcome.out.constData());
        QCOMPARE(writes(), QByteArray());
    }

    void without_an_answer_nobody_knows_and_that_is_said()
    {
        const Outcome outcome = run({u"assign"_s, u"01:00.0"_s, u"--yes"_s}, {{u"TURNOUT_TEST_DELIVERY"_s, u"timedout"_s}});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(onOneLine(outcome.err).contains(u"has not answered in time"_s), outcome.err.constData());
        QVERIFY2(outcome.out.contains("Unknown: the helper gave no answer"), outcome.out.constData());
    }

    void what_could_not_be_taken_back_is_said_with_the_way_out()
    {
        const Outcome outcome = run({u"assign"_s, u"01:00.0"_s, u"--yes"_s}, {{u"TURNOUT_TEST_FAULTS"_s, u"drivers_probe@0000:01:00.0=19"_s}});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.out.contains("In between: neither done nor wholly taken back."), outcome.out.constData());
        QVERIFY2(onOneLine(outcome.err).contains(u"run “turnout recover”"_s), outcome.err.constData());
    }

    void a_failed_step_is_taken_back_and_said()
    {
        const Outcome outcome = run({u"assign"_s, u"01:00.0"_s, u"--yes"_s}, {{u"TURNOUT_TEST_FAULTS"_s, u"unbind@0000:01:00.0=16"_s}});
        QCOMPARE(outcome.code, 1);
        QCOMPARE(outcome.out.count("Taking back"), 1);
        QVERIFY2(outcome.out.contains("\nTaking back what was done: done\n"), outcome.out.constData());
        QVERIFY2(outcome.out.endsWith("Nothing is changed.\n"), outcome.out.constData());
        QVERIFY2(outcome.err.contains("01:00.0"), outcome.err.constData());
    }

    void a_device_that_blocks_is_said_to()
    {
        const Outcome outcome = run({u"assign"_s, u"01:00.0"_s, u"--yes"_s}, {{u"TURNOUT_TEST_FAULTS"_s, u"unbind@0000:01:00.0=block"_s}});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.out.contains("This takes longer than usual."), outcome.out.constData());
        QVERIFY2(!outcome.out.contains("Verified"), outcome.out.constData());
        QVERIFY(!outcome.err.isEmpty());
    }

    void json_tells_the_plan_and_what_became_of_it()
    {
        const Outcome outcome = run({u"assign"_s, u"01:00.0"_s, u"--yes"_s, u"--json"_s});
        QCOMPARE(outcome.code, 0);
        const QJsonObject object = QJsonDocument::fromJson(outcome.out).object();
        QCOMPARE(object.value(u"outcome"_s), QJsonValue(u"done"_s));
        QCOMPARE(object.value(u"result"_s), QJsonValue(u"verified"_s));
        QCOMPARE(object.value(u"untouched"_s), QJsonValue(false));
        QCOMPARE(object.value(u"error"_s), QJsonValue(QJsonValue::Null));
        QVERIFY(!object.value(u"steps"_s).toArray().isEmpty());

        const Outcome denied = run({u"assign"_s, u"01:00.0"_s, u"--yes"_s, u"--json"_s}, {{u"TURNOUT_TEST_DELIVERY"_s, u"denied"_s}});
        QCOMPARE(denied.code, 1);
        const QJsonObject told = QJsonDocument::fromJson(denied.out).object();
        QCOMPARE(told.value(u"outcome"_s), QJsonValue(QJsonValue::Null));
        QCOMPARE(told.value(u"result"_s), QJsonValue(u"diverged"_s));
        QCOMPARE(told.value(u"untouched"_s), QJsonValue(true));
        QVERIFY(!told.value(u"error"_s)[u"remedy"_s].toString().isEmpty());
    }

    void json_is_one_object_even_where_nothing_is_done()
    {
        for (const QStringList &call :
             {QStringList{u"assign"_s, u"01:00.0"_s}, QStringList{u"assign"_s, u"00:02.0"_s}, QStringList{u"release"_s, u"01:00.0"_s}}) {
            const QJsonObject object = QJsonDocument::fromJson(run(call + QStringList{u"--json"_s}).out).object();
            QCOMPARE(object.value(u"untouched"_s), QJsonValue(true));
            QCOMPARE(object.value(u"outcome"_s), QJsonValue(QJsonValue::Null));
        }
    }

    void how_deep_a_spare_gpu_sleeps_is_told_and_set()
    {
        const Environment assigned{{u"TURNOUT_TEST_ASSIGNED"_s, u"1"_s}};
        const Outcome told = run({u"power"_s, u"01:00.0"_s}, assigned);
        QCOMPARE(told.code, 0);
        QVERIFY2(told.out.contains("Policy") && told.out.contains("Asleep for"), told.out.constData());
        QCOMPARE(QJsonDocument::fromJson(run({u"power"_s, u"01:00.0"_s, u"--json"_s}, assigned).out)[u"driver"_s], QJsonValue(u"turnout_vfio_pci"_s));

        const Outcome set = run({u"power"_s, u"01:00.0"_s, u"auto"_s, u"--yes"_s}, assigned);
        QCOMPARE(set.err, QByteArray());
        QCOMPARE(set.code, 0);
        QVERIFY2(set.out.contains("Verified") || set.out.contains("There is nothing to do"), set.out.constData());
    }

    void a_gpu_that_the_host_uses_is_not_put_to_sleep()
    {
        const Outcome outcome = run({u"power"_s, u"01:00.0"_s, u"d3cold"_s, u"--yes"_s});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("This is refused."), outcome.err.constData());
        QCOMPARE(writes(), QByteArray());
    }

    void a_spare_gpu_is_reset_by_a_chosen_method()
    {
        const Outcome outcome = run({u"reset"_s, u"01:00.0"_s, u"--method"_s, u"flr"_s, u"--yes"_s}, {{u"TURNOUT_TEST_ASSIGNED"_s, u"1"_s}});
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("Reset 01:00.0: done\n"), outcome.out.constData());
        QVERIFY2(outcome.out.contains("Done: the helper says that it was reset") && !outcome.out.contains("Verified"), outcome.out.constData());
    }

    void a_reset_that_was_not_allowed_is_none()
    {
        const Outcome outcome =
            run({u"reset"_s, u"01:00.0"_s, u"--yes"_s, u"--json"_s}, {{u"TURNOUT_TEST_ASSIGNED"_s, u"1"_s}, {u"TURNOUT_TEST_DELIVERY"_s, u"denied"_s}});
        QCOMPARE(outcome.code, 1);
        QCOMPARE(QJsonDocument::fromJson(outcome.out)[u"result"_s], QJsonValue(u"unknown"_s));
    }

    void vga_tells_of_every_gpu()
    {
        const Outcome outcome = run({u"vga"_s});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("00:02.0") && outcome.out.contains("01:00.0") && outcome.out.contains("Legacy VGA"), outcome.out.constData());
        const QJsonArray gpus = QJsonDocument::fromJson(run({u"vga"_s, u"--json"_s}).out)[u"gpus"_s].toArray();
        QCOMPARE(gpus.size(), 2);
        QCOMPARE(gpus.first()[u"bootVga"_s], QJsonValue(true));
    }

    void without_the_helper_the_arbiters_view_is_said_to_be_unknown()
    {
        const Outcome outcome = run({u"vga"_s}, {{u"TURNOUT_TEST_DELIVERY"_s, u"nohelper"_s}});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(onOneLine(outcome.out).contains(u"What the kernel's arbiter says is not known. Only Turnout's helper can ask it, and gave no answer."_s),
                 outcome.out.constData());
        QVERIFY2(!outcome.out.contains("changed"), outcome.out.constData());
    }

    void a_choice_for_every_start_is_shown_stored_and_read_again()
    {
        const Outcome outcome = run({u"persist"_s, u"01:00.0"_s, u"--yes"_s});
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("/etc/udev/rules.d/70-turnout.rules"), outcome.out.constData());
        QVERIFY2(onOneLine(outcome.out).contains(u"Verified: what is stored was read again"_s), outcome.out.constData());
        QVERIFY(!writes().contains("unbind")); // nothing that runs is changed

        const Outcome once = run({u"persist"_s, u"01:00.0"_s, u"--next-boot"_s, u"--yes"_s, u"--json"_s});
        QCOMPARE(QJsonDocument::fromJson(once.out)[u"result"_s], QJsonValue(u"verified"_s));
    }

    void a_choice_that_was_not_stored_is_no_success()
    {
        const Outcome outcome = run({u"persist"_s, u"01:00.0"_s, u"--yes"_s}, {{u"TURNOUT_TEST_DELIVERY"_s, u"timedout"_s}});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(onOneLine(outcome.out).contains(u"/etc/turnout/boot-assignments.json has no choice for this GPU."_s), outcome.out.constData());
    }

    void what_was_never_chosen_cannot_be_taken_away()
    {
        const Outcome outcome = run({u"unpersist"_s, u"01:00.0"_s, u"--yes"_s});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("There is no choice for 01:00.0 to take back."), outcome.err.constData());
    }

    void an_address_without_a_function_names_the_gpus()
    {
        const Outcome outcome = run({u"assign"_s, u"09:00.0"_s, u"--yes"_s});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("There is no PCI function at 0000:09:00.0. The GPUs are at 00:02.0, 01:00.0."), outcome.err.constData());
    }

    void a_recovery_that_was_not_allowed_changed_nothing()
    {
        const Outcome outcome = run({u"recover"_s, u"--json"_s}, {{u"TURNOUT_TEST_DELIVERY"_s, u"denied"_s}});
        QCOMPARE(outcome.code, 1);
        const QJsonDocument told = QJsonDocument::fromJson(outcome.out);
        QCOMPARE(told[u"untouched"_s], QJsonValue(true));
        QCOMPARE(told[u"result"_s], QJsonValue(QJsonValue::Null));
    }

    void recover_says_what_the_helper_found()
    {
        const Outcome outcome = run({u"recover"_s});
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("nothing is left open"), outcome.out.constData());
    }
};

TURNOUT_TEST(ChangeTest)
#include "changetest.moc"
