// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper/boot/bootassignments.h"

#include "bootmachine.h"
#include "powerfailure.h"
#include "tests/tools/registered.h"

#include <QTest>

using core::Outcome;
using core::Verb;
using namespace Qt::StringLiterals;

/// The verbs persist and unpersist.
class BootAssignmentsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void persistWritesRulesAndInitramfsAndUnpersistRestoresAll_data()
    {
        QTest::addColumn<QByteArray>("toolFile");
        QTest::addColumn<bool>("hooked");
        QTest::newRow("initramfs-tools") << "usr/sbin/update-initramfs"_ba << false;
        QTest::newRow("dracut") << "usr/bin/dracut"_ba << false;
        QTest::newRow("mkinitcpio") << "etc/mkinitcpio.conf"_ba << true;
    }
    void persistWritesRulesAndInitramfsAndUnpersistRestoresAll()
    {
        QFETCH(QByteArray, toolFile);
        QFETCH(bool, hooked);
        const SimulatedKernel kernel;
        prepare(kernel, toolFile);
        const auto before = everything(kernel);

        const core::Reply persistReply = run(kernel.context(), persisting(kernel));
        QVERIFY2(persistReply.outcome == Outcome::Done, qPrintable(persistReply.error.text()));
        const auto stored = helper::storedBootAssignments(kernel.context());
        QCOMPARE(stored->size(), 1);
        QCOMPARE(stored->first().parts.first().driver, u"turnout_vfio_pci"_s);
        QVERIFY(!stored->first().nextBootOnly);
        const QByteArray rules = core::udevRules(*stored);
        QCOMPARE(contentOf(kernel, core::udevRulesFile), rules);
        QCOMPARE(contentOf(kernel, core::bootTableFile), core::bootTable(*stored));
        QCOMPARE(contentOf(kernel, "simulated/initramfs"), rules.trimmed());
        QCOMPARE(contentOf(kernel, "etc/mkinitcpio.conf.d/turnout.conf").contains("HOOKS=(turnout \"${HOOKS[@]}\")"), hooked);
        QVERIFY(!helper::areBootAssignmentsPending(kernel.context()));
        QVERIFY(kernel.writes().isEmpty()); // drivers stay bound

        const core::Reply unpersistReply = run(kernel.context(), unpersisting());
        QVERIFY2(unpersistReply.outcome == Outcome::Done, qPrintable(unpersistReply.error.text()));
        QCOMPARE(everything(kernel), before);
    }

    void aNextBootAssignmentCanBeMadePermanent()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        QCOMPARE(run(kernel.context(), persisting(kernel, true)).outcome, Outcome::Done);
        QVERIFY(helper::storedBootAssignments(kernel.context())->first().nextBootOnly);
        QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done);
        const auto stored = helper::storedBootAssignments(kernel.context());
        QCOMPARE(stored->size(), 1);
        QVERIFY(!stored->first().nextBootOnly);
    }

    void aConfirmationForEveryBootDoesNotCoverTheNextBootOnly()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        for (const bool confirmed : {false, true}) {
            core::Request request = persisting(kernel, confirmed);
            request.goal.nextBootOnly = !confirmed;
            QCOMPARE(run(kernel.context(), request).outcome, Outcome::Changed);
            QVERIFY(helper::storedBootAssignments(kernel.context())->isEmpty());
        }
    }

    void aFailedInitramfsBuildIsUndone()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        const auto before = everything(kernel);
        kernel.setOnce("initramfs", "rebuild", "28");
        const core::Reply reply = run(kernel.context(), persisting(kernel));
        QCOMPARE(reply.outcome, Outcome::Undone);
        QVERIFY(!reply.error.what.isEmpty() && !reply.error.remedy.isEmpty());
        QCOMPARE(everything(kernel), before);
    }

    void aFailedWriteIsUndone()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        kernel.tree().remove("etc/udev/rules.d");
        const auto before = everything(kernel);
        QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Undone);
        QCOMPARE(everything(kernel), before);
    }

    void aFailedServiceIsRetried()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        helper::HelperContext broken = kernel.context();
        broken.applyBootAssignments = [] {
            return EIO;
        };
        QCOMPARE(run(broken, persisting(kernel)).outcome, Outcome::Incomplete);
        QVERIFY(helper::areBootAssignmentsPending(kernel.context()));
        QVERIFY(helper::storedBootAssignments(kernel.context())->isEmpty());
        QCOMPARE(run(broken, unpersisting()).outcome, Outcome::Refused);
        // Applies the pending assignment first, so there is one to remove.
        QCOMPARE(run(kernel.context(), unpersisting()).outcome, Outcome::Done);
        QVERIFY(helper::storedBootAssignments(kernel.context())->isEmpty());
    }

    void aDamagedPendingChangeIsKeptAsideAndIgnored()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done);
        const auto before = everything(kernel);
        for (const char *note : {"tea", "", "{\"before\": {}, \"wanted\": {}}"}) {
            kernel.tree().file("var/lib/turnout/boot-assignments.wanted", note);
            kernel.tree().file(core::udevRulesFile, "# of the pending change\n");
            const auto applied = helper::applyBootAssignments(kernel.context());
            QVERIFY2(applied.ok(), applied ? "" : qPrintable(applied.error().text()));
            QVERIFY(applied->damage && applied->damage->what.contains(u"boot-assignments.damaged"_s));
            QCOMPARE(contentOf(kernel, "var/lib/turnout/boot-assignments.damaged"), QByteArray(note));
            kernel.tree().remove("var/lib/turnout/boot-assignments.damaged");
            QCOMPARE(everything(kernel), before);
        }
        kernel.tree().file("var/lib/turnout/boot-assignments.wanted", "tea");
        QCOMPARE(run(kernel.context(), unpersisting()).outcome, Outcome::Done);
        QVERIFY(helper::storedBootAssignments(kernel.context())->isEmpty());
    }

    void aDamagedPendingChangeNeverBlocksRecovery()
    {
        bool finished = false;
        int failures = 0;
        for (int nth = 1; !finished; ++nth) {
            const SimulatedKernel kernel;
            prepare(kernel);
            QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done);
            kernel.tree().file("var/lib/turnout/boot-assignments.wanted", "tea");
            kernel.tree().file(core::udevRulesFile, "# of the pending change\n");
            finished = finishesBeforeWrite(nth, kernel, unpersisting());
            failures += finished ? 0 : 1;
            QVERIFY(helper::applyBootAssignments(kernel.context()).ok());
            QVERIFY(!helper::areBootAssignmentsPending(kernel.context()));
            QVERIFY(isGoal(kernel, true) || (!finished && isGoal(kernel, false)));
            QCOMPARE(contentOf(kernel, "simulated/initramfs"), contentOf(kernel, core::udevRulesFile).trimmed());
        }
        QVERIFY2(failures >= 4, "too few writes");
    }

    void interruptionLeadsToTheInitialStateOrTheGoal_data()
    {
        QTest::addColumn<bool>("unpersist");
        QTest::addColumn<bool>("faulty");
        QTest::newRow("persist") << false << false;
        QTest::newRow("unpersist") << true << false;
        QTest::newRow("persist, undone") << false << true;
        QTest::newRow("unpersist, undone") << true << true;
    }
    void interruptionLeadsToTheInitialStateOrTheGoal()
    {
        QFETCH(bool, unpersist);
        QFETCH(bool, faulty);
        bool finished = false;
        int failures = 0;
        for (int nth = 1; !finished; ++nth) {
            const SimulatedKernel kernel;
            prepare(kernel);
            if (unpersist)
                QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done);
            const auto start = everything(kernel);
            const core::Request request = unpersist ? unpersisting() : persisting(kernel);
            if (faulty)
                kernel.setOnce("initramfs", "rebuild", "28");
            finished = finishesBeforeWrite(nth, kernel, request);
            failures += finished ? 0 : 1;
            kernel.clear();

            QVERIFY(helper::applyBootAssignments(kernel.context()).ok());
            QVERIFY(!helper::areBootAssignmentsPending(kernel.context()));
            const auto end = everything(kernel);
            QVERIFY2(end == start || isGoal(kernel, unpersist), qPrintable(u"after write %1"_s.arg(nth)));
            QVERIFY(!finished || (end == start) == faulty);
            // The initramfs matches the rules.
            QCOMPARE(contentOf(kernel, "simulated/initramfs"), contentOf(kernel, core::udevRulesFile).trimmed());
        }
        QVERIFY2(failures >= 4, "too few writes");
    }

    void anAddressSelectsAnAssignment()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        QCOMPARE(run(kernel.context(), unpersisting()).outcome, Outcome::Refused);
        QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done);
        QCOMPARE(run(kernel.context(), unpersisting(address("0000:00:02.0"))).outcome, Outcome::Refused);
        QCOMPARE(run(kernel.context(), unpersisting(address("0000:07:00.0"))).outcome, Outcome::Refused);
        // With the card removed, any empty address selects its assignment.
        kernel.tree().remove("sys/bus/pci/devices/0000:01:00.0");
        const core::Reply reply = run(kernel.context(), unpersisting());
        QVERIFY2(reply.outcome == Outcome::Done, qPrintable(reply.error.text()));
        QVERIFY(helper::storedBootAssignments(kernel.context())->isEmpty());
    }

    void unreadableAssignmentsAreNotOverwritten()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        kernel.tree().file(core::bootAssignmentsFile, "tea");
        const auto before = everything(kernel);
        for (const core::Request &request : {persisting(kernel), unpersisting()}) {
            const core::Reply reply = run(kernel.context(), request);
            QCOMPARE(reply.outcome, Outcome::Refused);
            QVERIFY(!reply.error.remedy.isEmpty());
        }
        QCOMPARE(everything(kernel), before);
    }

    void blockersApplyToPersist()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        core::Request request = persisting(kernel);
        request.goal.gpu = address("0000:00:02.0"); // has a lit display
        const core::Reply reply = run(kernel.context(), request);
        QCOMPARE(reply.outcome, Outcome::Refused);
        QVERIFY(reply.plan && reply.plan->refused);
        QVERIFY(helper::storedBootAssignments(kernel.context())->isEmpty());
    }

private:
    static bool finishesBeforeWrite(int nth, const SimulatedKernel &kernel, const core::Request &request)
    {
        return finishesBefore(nth, [&](const auto &written) {
            helper::HelperContext context = kernel.context();
            context.journalWritten = written;
            context.applyBootAssignments = [&context] {
                return helper::applyBootAssignments(context).ok() ? 0 : ENOEXEC;
            };
            run(context, request);
        });
    }
};

TURNOUT_TEST(BootAssignmentsTest)

#include "bootassignmentstest.moc"
