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
QString oneLine(const QByteArray &text)
{
    return QString::fromUtf8(text).simplified();
}
}

/// The verbs that change something: the whole program on a simulated machine, with the helper as a library.
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
    void assign_prints_the_plan_then_each_step_then_the_result()
    {
        const Outcome outcome = run({u"assign"_s, u"01:00.0"_s, u"--yes"_s});
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.code, 0);
        const qsizetype plan = outcome.out.indexOf("echo 0000:01:00.0 > /sys/bus/pci/devices/0000:01:00.0/driver/unbind\n");
        const qsizetype step = outcome.out.indexOf("Unbind 01:00.0 from the driver amdgpu: done\n");
        const qsizetype result = outcome.out.indexOf("Verified: a new scan matches the plan.\n");
        QVERIFY2(0 < plan && plan < step && step < result, outcome.out.constData());
        QVERIFY2(outcome.out.endsWith("The GPU stays assigned until you return it (turnout release 01:00.0) or reboot.\n"), outcome.out.constData());
        QVERIFY(writes().contains("unbind 0000:01:00.0"));
    }

    void release_returns_a_gpu_to_the_host()
    {
        const Outcome outcome = run({u"release"_s, u"01:00.0"_s, u"--yes"_s}, {{u"TURNOUT_TEST_ASSIGNED"_s, u"1"_s}});
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("Bind 01:00.0 to its host driver: done\n"), outcome.out.constData());
    }

    void an_assigned_gpu_is_listed_as_assigned()
    {
        const Outcome list = run({u"list"_s}, {{u"TURNOUT_TEST_ASSIGNED"_s, u"1"_s}});
        QVERIFY2(oneLine(list.out).contains(u"✔ ready The GPU is already assigned to VMs"_s), list.out.constData());
    }

    void without_a_terminal_nothing_changes_unconfirmed()
    {
        const Outcome outcome = run({u"assign"_s, u"01:00.0"_s});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("this needs a confirmation") && outcome.err.contains("--yes"), outcome.err.constData());
        QCOMPARE(writes(), QByteArray());
    }

    void a_plan_without_steps_is_done()
    {
        const Outcome outcome = run({u"release"_s, u"01:00.0"_s});
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("No changes needed."), outcome.out.constData());
    }

    void a_refused_plan_is_not_carried_out()
    {
        const Outcome outcome = run({u"assign"_s, u"00:02.0"_s, u"--yes"_s});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err == "turnout: The plan is refused: 1 blocker. To continue anyway, add: --accept display-in-use\n", outcome.err.constData());
        QCOMPARE(writes(), QByteArray());
    }

    void a_blocker_is_accepted_by_id()
    {
        const Outcome outcome = run({u"assign"_s, u"00:02.0"_s, u"--yes"_s, u"--accept"_s, u"display-in-use"_s});
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.code, 0);
        QVERIFY(writes().contains("unbind 0000:00:02.0"));
    }

    void a_failed_request_is_reported_data()
    {
        QTest::addColumn<QString>("delivery");
        QTest::addColumn<QString>("says");
        QTest::newRow("denied") << u"denied"_s << u"turnout: Permission was denied."_s;
        QTest::newRow("no helper") << u"nohelper"_s << u"turnout: The Turnout helper could not be started."_s;
    }

    void a_failed_request_is_reported()
    {
        QFETCH(QString, delivery);
        QFETCH(QString, says);
        const Outcome outcome = run({u"assign"_s, u"01:00.0"_s, u"--yes"_s}, {{u"TURNOUT_TEST_DELIVERY"_s, delivery}});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(oneLine(outcome.err).contains(says), outcome.err.constData());
        QVERIFY2(outcome.out.endsWith("Nothing was changed.\n"), outcome.out.constData());
        QCOMPARE(writes(), QByteArray());
    }

    void without_an_answer_the_result_is_unknown()
    {
        const Outcome outcome = run({u"assign"_s, u"01:00.0"_s, u"--yes"_s}, {{u"TURNOUT_TEST_DELIVERY"_s, u"timedout"_s}});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(oneLine(outcome.err).contains(u"did not answer in time"_s), outcome.err.constData());
        QVERIFY2(outcome.out.contains("Unknown: the helper did not answer"), outcome.out.constData());
    }

    void a_failed_undo_is_reported_with_the_way_out()
    {
        const Outcome outcome = run({u"assign"_s, u"01:00.0"_s, u"--yes"_s}, {{u"TURNOUT_TEST_FAULTS"_s, u"drivers_probe@0000:01:00.0=19"_s}});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.out.contains("Incomplete: the operation was neither finished nor fully undone."), outcome.out.constData());
        QVERIFY2(oneLine(outcome.err).contains(u"run “turnout recover”"_s), outcome.err.constData());
    }

    void a_failed_step_is_undone_and_reported()
    {
        const Outcome outcome = run({u"assign"_s, u"01:00.0"_s, u"--yes"_s}, {{u"TURNOUT_TEST_FAULTS"_s, u"unbind@0000:01:00.0=16"_s}});
        QCOMPARE(outcome.code, 1);
        QCOMPARE(outcome.out.count("Undoing"), 1);
        QVERIFY2(outcome.out.contains("\nUndoing the steps done so far: done\n"), outcome.out.constData());
        QVERIFY2(outcome.out.endsWith("Nothing was changed.\n"), outcome.out.constData());
        QVERIFY2(outcome.err.contains("01:00.0"), outcome.err.constData());
    }

    void a_step_that_hangs_is_reported()
    {
        const Outcome outcome = run({u"assign"_s, u"01:00.0"_s, u"--yes"_s}, {{u"TURNOUT_TEST_FAULTS"_s, u"unbind@0000:01:00.0=block"_s}});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.out.contains("This takes longer than usual."), outcome.out.constData());
        QVERIFY2(!outcome.out.contains("Verified"), outcome.out.constData());
        QVERIFY(!outcome.err.isEmpty());
    }

    void json_has_the_plan_and_the_result()
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
        const QJsonObject failed = QJsonDocument::fromJson(denied.out).object();
        QCOMPARE(failed.value(u"outcome"_s), QJsonValue(QJsonValue::Null));
        QCOMPARE(failed.value(u"result"_s), QJsonValue(u"diverged"_s));
        QCOMPARE(failed.value(u"untouched"_s), QJsonValue(true));
        QVERIFY(!failed.value(u"error"_s)[u"remedy"_s].toString().isEmpty());
    }

    void json_is_one_object_even_where_nothing_changes()
    {
        for (const QStringList &call :
             {QStringList{u"assign"_s, u"01:00.0"_s}, QStringList{u"assign"_s, u"00:02.0"_s}, QStringList{u"release"_s, u"01:00.0"_s}}) {
            const QJsonObject object = QJsonDocument::fromJson(run(call + QStringList{u"--json"_s}).out).object();
            QCOMPARE(object.value(u"untouched"_s), QJsonValue(true));
            QCOMPARE(object.value(u"outcome"_s), QJsonValue(QJsonValue::Null));
        }
    }

    void power_shows_and_sets_the_idle_state_of_an_assigned_gpu()
    {
        const Environment assigned{{u"TURNOUT_TEST_ASSIGNED"_s, u"1"_s}};
        const Outcome shown = run({u"power"_s, u"01:00.0"_s}, assigned);
        QCOMPARE(shown.code, 0);
        QVERIFY2(shown.out.contains("Policy") && shown.out.contains("Suspended for"), shown.out.constData());
        QCOMPARE(QJsonDocument::fromJson(run({u"power"_s, u"01:00.0"_s, u"--json"_s}, assigned).out)[u"driver"_s], QJsonValue(u"turnout_vfio_pci"_s));

        const Outcome set = run({u"power"_s, u"01:00.0"_s, u"auto"_s, u"--yes"_s}, assigned);
        QCOMPARE(set.err, QByteArray());
        QCOMPARE(set.code, 0);
        QVERIFY2(set.out.contains("Verified") || set.out.contains("No changes needed."), set.out.constData());
    }

    void power_refuses_a_gpu_that_the_host_uses()
    {
        const Outcome outcome = run({u"power"_s, u"01:00.0"_s, u"d3cold"_s, u"--yes"_s});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("The plan is refused: 1 blocker (not-assigned)."), outcome.err.constData());
        QCOMPARE(writes(), QByteArray());
    }

    void an_assigned_gpu_is_reset_by_the_given_method()
    {
        const Outcome outcome = run({u"reset"_s, u"01:00.0"_s, u"--method"_s, u"flr"_s, u"--yes"_s}, {{u"TURNOUT_TEST_ASSIGNED"_s, u"1"_s}});
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("Reset 01:00.0: done\n"), outcome.out.constData());
        QVERIFY2(outcome.out.contains("Done: the helper reports the reset") && !outcome.out.contains("Verified"), outcome.out.constData());
    }

    void the_result_of_a_denied_reset_is_unknown()
    {
        const Outcome outcome =
            run({u"reset"_s, u"01:00.0"_s, u"--yes"_s, u"--json"_s}, {{u"TURNOUT_TEST_ASSIGNED"_s, u"1"_s}, {u"TURNOUT_TEST_DELIVERY"_s, u"denied"_s}});
        QCOMPARE(outcome.code, 1);
        QCOMPARE(QJsonDocument::fromJson(outcome.out)[u"result"_s], QJsonValue(u"unknown"_s));
    }

    void vga_lists_every_gpu()
    {
        const Outcome outcome = run({u"vga"_s});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("00:02.0") && outcome.out.contains("01:00.0") && outcome.out.contains("Legacy VGA"), outcome.out.constData());
        const QJsonArray gpus = QJsonDocument::fromJson(run({u"vga"_s, u"--json"_s}).out)[u"gpus"_s].toArray();
        QCOMPARE(gpus.size(), 2);
        QCOMPARE(gpus.first()[u"bootVga"_s], QJsonValue(true));
    }

    void without_the_helper_the_arbiters_state_is_unknown()
    {
        const Outcome outcome = run({u"vga"_s}, {{u"TURNOUT_TEST_DELIVERY"_s, u"nohelper"_s}});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(oneLine(outcome.out).contains(u"The state of the kernel's VGA arbiter is unknown. The Turnout helper could not be started."_s),
                 outcome.out.constData());
        QVERIFY2(!outcome.out.contains("changed"), outcome.out.constData());
    }

    void persist_is_planned_stored_and_verified()
    {
        const Outcome outcome = run({u"persist"_s, u"01:00.0"_s, u"--yes"_s});
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("/etc/udev/rules.d/70-turnout.rules"), outcome.out.constData());
        QVERIFY2(oneLine(outcome.out).contains(u"Verified: the stored boot assignments match the plan."_s), outcome.out.constData());
        QVERIFY(!writes().contains("unbind")); // it takes effect at the next boot

        const Outcome once = run({u"persist"_s, u"01:00.0"_s, u"--next-boot"_s, u"--yes"_s, u"--json"_s});
        QCOMPARE(QJsonDocument::fromJson(once.out)[u"result"_s], QJsonValue(u"verified"_s));
    }

    void persist_fails_where_nothing_was_stored()
    {
        const Outcome outcome = run({u"persist"_s, u"01:00.0"_s, u"--yes"_s}, {{u"TURNOUT_TEST_DELIVERY"_s, u"timedout"_s}});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(oneLine(outcome.out).contains(u"/etc/turnout/boot-assignments.json has no boot assignment of this GPU."_s), outcome.out.constData());
    }

    void unpersist_fails_without_a_boot_assignment()
    {
        const Outcome outcome = run({u"unpersist"_s, u"01:00.0"_s, u"--yes"_s});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("There is no boot assignment to remove for 01:00.0."), outcome.err.constData());
    }

    void an_address_without_a_function_names_the_gpus()
    {
        const Outcome outcome = run({u"assign"_s, u"09:00.0"_s, u"--yes"_s});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("There is no PCI function at 0000:09:00.0. The GPUs are at 00:02.0, 01:00.0."), outcome.err.constData());
    }

    void a_denied_recovery_changes_nothing()
    {
        const Outcome text = run({u"recover"_s}, {{u"TURNOUT_TEST_DELIVERY"_s, u"denied"_s}});
        QCOMPARE(text.code, 1);
        QVERIFY2(text.out.endsWith("Nothing was changed.\n") && text.err.startsWith("turnout: Permission was denied. "), text.out.constData());
        QVERIFY2(!text.err.contains("changed"), text.err.constData());
        const Outcome outcome = run({u"recover"_s, u"--json"_s}, {{u"TURNOUT_TEST_DELIVERY"_s, u"denied"_s}});
        QCOMPARE(outcome.code, 1);
        const QJsonDocument json = QJsonDocument::fromJson(outcome.out);
        QCOMPARE(json[u"untouched"_s], QJsonValue(true));
        QCOMPARE(json[u"result"_s], QJsonValue(QJsonValue::Null));
    }

    void recover_reports_what_the_helper_found()
    {
        const Outcome outcome = run({u"recover"_s});
        QCOMPARE(outcome.err, QByteArray());
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("The helper reports no interrupted operation."), outcome.out.constData());
    }
};

TURNOUT_TEST(ChangeTest)
#include "changetest.moc"
