// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "operationbench.h"
#include "scriptedtransport.h"
#include "tests/tools/registered.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using app::operation::Delivery;
using app::operation::OperationResult;
using app::operation::Operation;
using app::operation::StepState;
using State = core::Verification::State;

namespace
{
Delivery answered(const core::Reply &reply)
{
    return {.state = Delivery::State::Answered, .reply = core::toArguments(reply), .detail = {}};
}

core::Reply replyTo(const QVariantMap &arguments, core::Outcome outcome, const core::Error &error = {})
{
    return {.nonce = arguments.value(u"nonce"_s).toString(), .outcome = outcome, .error = error, .plan = {}, .report = {}};
}
}

class OperationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aChangeIsVerifiedByAFreshScan()
    {
        const OperationBench bench;
        const OperationResult assigned = bench.run(core::Verb::Assign);
        QVERIFY2(assigned.succeeded, qPrintable(assigned.error.text()));
        QCOMPARE(assigned.verification->state, State::Verified);
        QCOMPARE(assigned.outcome, core::Outcome::Done);
        QVERIFY(!assigned.untouched);
        QCOMPARE(*assigned.after->function(gpu)->driver, u"turnout_vfio_pci"_s);
        QVERIFY(bench.run(core::Verb::Release).succeeded);
    }

    void everyStepIsReportedInOrder()
    {
        const OperationBench bench;
        const auto operation = bench.operation(core::Verb::Assign);
        QList<int> begun;
        QList<int> done;
        connect(operation.get(), &Operation::progressed, this, [&](const core::Progress &progress) {
            (progress.state == core::Progress::State::Began ? begun : done).append(progress.step);
        });
        operation->prepare();
        QVERIFY(reaches(*operation, Operation::Phase::Planned));
        operation->carryOut();
        QVERIFY(reaches(*operation, Operation::Phase::Ended));
        QList<int> all;
        for (int i = 0; i < operation->plan().steps.size(); ++i)
            all << i;
        QVERIFY(!all.isEmpty());
        QCOMPARE(begun, all);
        QCOMPARE(done, all);
        QCOMPARE(operation->steps().states(), QList<StepState>(all.size(), StepState::Done));
    }

    void onlyIntentIsSent()
    {
        const OperationBench bench;
        QVariantMap sent;
        bench.runScripted(core::Verb::Assign, [&sent](core::Verb, const QVariantMap &arguments) {
            sent = arguments;
            return Delivery{.state = Delivery::State::Denied, .reply = {}, .detail = {}};
        });
        QCOMPARE(sent.keys(), (QStringList{u"address"_s, u"fingerprint"_s, u"nonce"_s, u"protocol"_s}));
        QVERIFY(core::requestFromArguments(core::Verb::Assign, sent).ok());
    }

    void aRefusedPlanIsNotSent()
    {
        const OperationBench bench;
        bool sent = false;
        const auto operation = bench.operation(core::Verb::Assign,
                                         std::make_unique<ScriptedTransport>([&sent](core::Verb, const QVariantMap &) {
                                             sent = true;
                                             return Delivery();
                                         }),
                                         hostGpu);
        operation->prepare();
        QVERIFY(reaches(*operation, Operation::Phase::Planned));
        QVERIFY(operation->plan().refused);
        operation->carryOut();
        QTest::qWait(20);
        QVERIFY(!sent);
        QCOMPARE(operation->phase(), Operation::Phase::Planned);

        operation->prepareAccepting({u"display-in-use"_s});
        QVERIFY(reaches(*operation, Operation::Phase::Planned));
        QVERIFY(!operation->plan().refused);
        operation->carryOut();
        QVERIFY(reaches(*operation, Operation::Phase::Ended));
        QVERIFY(sent);
    }

    void aMachineThatCannotBeReadGivesNoPlan()
    {
        Operation operation(
            goalOf(core::Verb::Assign),
            [] {
                return core::Result<core::Snapshot>(core::Error{u"no sysfs"_s, {}, {}});
            },
            std::make_unique<ScriptedTransport>([](core::Verb, const QVariantMap &) {
                return Delivery();
            }));
        QSignalSpy failed(&operation, &Operation::failed);
        operation.prepare();
        QVERIFY(failed.wait());
        QCOMPARE(failed.first().first().value<core::Error>().what, u"no sysfs"_s);
        QCOMPARE(operation.phase(), Operation::Phase::New);
    }

    void everyFailedDeliveryIsExplained_data()
    {
        QTest::addColumn<Delivery::State>("state");
        QTest::addColumn<QString>("says");
        QTest::addColumn<bool>("untouched");
        QTest::newRow("denied") << Delivery::State::Denied << u"Permission was denied"_s << true;
        QTest::newRow("no helper") << Delivery::State::NoHelper << u"could not be started"_s << true;
        QTest::newRow("another version") << Delivery::State::NoSuchAction << u"does not know this request"_s << true;
        QTest::newRow("busy") << Delivery::State::Busy << u"working for another program"_s << true;
        QTest::newRow("timed out") << Delivery::State::TimedOut << u"did not answer in time"_s << false; // it may still be working
        QTest::newRow("lost") << Delivery::State::Lost << u"connection to the helper was lost"_s << false;
    }

    void everyFailedDeliveryIsExplained()
    {
        QFETCH(Delivery::State, state);
        QFETCH(QString, says);
        QFETCH(bool, untouched);
        const OperationBench bench;
        const OperationResult result = bench.runScripted(core::Verb::Assign, [state](core::Verb, const QVariantMap &) {
            return Delivery{.state = state, .reply = {}, .detail = {}};
        });
        QVERIFY(!result.succeeded);
        QVERIFY2(result.error.what.contains(says), qPrintable(result.error.what));
        QVERIFY(!result.error.remedy.isEmpty());
        QCOMPARE(result.untouched, untouched);
        QCOMPARE(result.outcome, std::nullopt);
        QCOMPARE(result.verification->state, untouched ? State::Diverged : State::Unknown);
    }

    void aLostAnswerIsNoFailureWhereTheMachineIsAsPlanned()
    {
        const OperationBench bench;
        helper::Verbs helper(bench.kernel.context(), [](const core::Progress &) { }, [](const QString &) { });
        const OperationResult result = bench.runScripted(core::Verb::Assign, [&helper](core::Verb verb, const QVariantMap &arguments) {
            helper.run(verb, arguments, 0);
            return Delivery{.state = Delivery::State::TimedOut, .reply = {}, .detail = {}};
        });
        QVERIFY(result.succeeded);
        QCOMPARE(result.verification->state, State::Verified);
        QVERIFY(!result.error.what.isEmpty()); // the lost answer is still reported
    }

    void aReportedSuccessThatTheMachineDoesNotShowIsNone()
    {
        const OperationBench bench;
        const OperationResult result = bench.runScripted(core::Verb::Assign, [](core::Verb, const QVariantMap &arguments) {
            return answered(replyTo(arguments, core::Outcome::Done));
        });
        QVERIFY(!result.succeeded);
        QCOMPARE(result.verification->state, State::Diverged);
        QVERIFY(!result.verification->differences.isEmpty());
        QVERIFY2(result.error.what.contains(u"not in the planned state"_s), qPrintable(result.error.what));
    }

    void anotherProgramsAnswerIsRejected()
    {
        const OperationBench bench;
        const OperationResult result = bench.runScripted(core::Verb::Assign, [](core::Verb, QVariantMap arguments) {
            arguments.insert(u"nonce"_s, core::newNonce());
            return answered(replyTo(arguments, core::Outcome::Done));
        });
        QVERIFY(!result.succeeded);
        QCOMPARE(result.outcome, std::nullopt);
        QVERIFY2(result.error.what.contains(u"Another program"_s), qPrintable(result.error.what));
    }

    /// The service was killed; its worker carries on.
    void aLostReplyIsAskedFor()
    {
        const OperationBench bench;
        helper::Verbs helper(bench.kernel.context(), [](const core::Progress &) { }, [](const QString &) { });
        QVariantMap reply;
        int asked = 0;
        auto transport = std::make_unique<ScriptedTransport>([&](core::Verb verb, const QVariantMap &arguments) {
            reply = core::toArguments(helper.run(verb, arguments, 0));
            return Delivery{.state = Delivery::State::Lost, .reply = {}, .detail = {}};
        });
        transport->setResultScript([&](core::Verb, const QVariantMap &arguments) {
            if (++asked == 1) // it is still at work
                return answered(replyTo(arguments, core::Outcome::Busy));
            if (asked == 2)
                return Delivery{.state = Delivery::State::Lost, .reply = {}, .detail = {}};
            return Delivery{.state = Delivery::State::Answered, .reply = reply, .detail = {}};
        });
        const OperationResult result = bench.run(core::Verb::Assign, std::move(transport));
        QCOMPARE(asked, 3);
        QVERIFY(result.succeeded);
        QCOMPARE(result.outcome, core::Outcome::Done);
        QCOMPARE(result.error, core::Error());
    }

    /// KAuth delivers the first reply to all who wait for a result, and the worker may only have begun.
    void repliesToOthersAreNotTakenForTheResult()
    {
        const OperationBench bench;
        helper::Verbs helper(bench.kernel.context(), [](const core::Progress &) { }, [](const QString &) { });
        QVariantMap own;
        QList<Delivery> others{answered({.nonce = core::newNonce(), .outcome = core::Outcome::Refused, .error = {}, .plan = {}, .report = {}}),
                               {.state = Delivery::State::Answered, .reply = {{u"nonsense"_s, 1}}, .detail = {}},
                               {.state = Delivery::State::Denied, .reply = {}, .detail = {}},
                               {.state = Delivery::State::Busy, .reply = {}, .detail = {}}};
        auto transport = std::make_unique<ScriptedTransport>([&](core::Verb verb, const QVariantMap &arguments) {
            own = core::toArguments(helper.run(verb, arguments, 0));
            return Delivery{.state = Delivery::State::Answered, .reply = {{u"nonsense"_s, 1}}, .detail = {}};
        });
        transport->setResultScript([&](core::Verb, const QVariantMap &) {
            return others.isEmpty() ? Delivery{.state = Delivery::State::Answered, .reply = own, .detail = {}} : others.takeFirst();
        });
        const OperationResult result = bench.run(core::Verb::Assign, std::move(transport));
        QVERIFY(others.isEmpty());
        QCOMPARE(result.outcome, core::Outcome::Done);
    }

    void anotherProgramsProgressIsIgnored()
    {
        const OperationBench bench;
        class Broadcasting : public ScriptedTransport
        {
        public:
            using ScriptedTransport::ScriptedTransport;
            void send(const QString &action, const QVariantMap &arguments) override
            {
                Q_EMIT progressed(core::toArguments(core::Progress{.nonce = core::newNonce(), .step = 0, .state = {}, .text = {}}));
                Q_EMIT progressed({{u"nonsense"_s, 1}});
                ScriptedTransport::send(action, arguments);
            }
        };
        const auto operation = bench.operation(core::Verb::Assign, std::make_unique<Broadcasting>([](core::Verb, const QVariantMap &) {
                                             return Delivery{.state = Delivery::State::Denied, .reply = {}, .detail = {}};
                                         }));
        QSignalSpy heard(operation.get(), &Operation::progressed);
        operation->prepare();
        QVERIFY(reaches(*operation, Operation::Phase::Planned));
        operation->carryOut();
        QVERIFY(reaches(*operation, Operation::Phase::Ended));
        QVERIFY(heard.isEmpty());
    }

    void aReplyOfAnotherVersionIsReported()
    {
        const OperationBench bench;
        const OperationResult result = bench.runScripted(core::Verb::Assign, [](core::Verb, const QVariantMap &arguments) {
            Delivery delivery = answered(replyTo(arguments, core::Outcome::Done));
            delivery.reply.insert(u"protocol"_s, core::protocolVersion + 1);
            return delivery;
        });
        QVERIFY(!result.succeeded);
        QVERIFY2(result.error.why.contains(u"different versions"_s), qPrintable(result.error.text()));
    }

    void aPlanThatChangedIsReportedWithTheDifference()
    {
        const OperationBench bench;
        const auto operation = bench.operation(core::Verb::Assign);
        operation->prepare();
        QVERIFY(reaches(*operation, Operation::Phase::Planned));
        bench.kernel.tree().file("sys/devices/pci0000:00/0000:00:01.0/0000:01:00.0/driver_override", "vfio-pci\n");
        operation->carryOut();
        QVERIFY(reaches(*operation, Operation::Phase::Ended));
        const OperationResult &result = operation->result();
        QCOMPARE(result.outcome, core::Outcome::Changed);
        QVERIFY(result.untouched && !result.succeeded);
        QVERIFY2(result.error.why.startsWith(u"Step "_s), qPrintable(result.error.why));
        QCOMPARE(bench.kernel.writes(), {});
    }

    void aStepThatFailsIsUndoneAndReported()
    {
        const OperationBench bench;
        bench.kernel.set("unbind", "0000:01:00.0", "16"); // EBUSY
        const QByteArray before = bench.kernel.state();
        const OperationResult result = bench.run(core::Verb::Assign);
        QCOMPARE(result.outcome, core::Outcome::Undone);
        QVERIFY(result.untouched && !result.succeeded);
        QVERIFY(!result.error.what.isEmpty());
        QCOMPARE(bench.kernel.state(), before);
    }

    void aStepThatCannotBeUndoneIsReportedWithBothReasonsAndARemedy()
    {
        const OperationBench bench;
        bench.kernel.set("drivers_probe", "0000:01:00.0", "19"); // ENODEV, to every driver
        const OperationResult result = bench.run(core::Verb::Assign);
        QCOMPARE(result.outcome, core::Outcome::Incomplete);
        QVERIFY(!result.succeeded && !result.untouched);
        QCOMPARE(result.error.why.count(u"drivers_probe"_s), 2);
        QVERIFY2(result.error.remedy.contains(u"turnout recover"_s), qPrintable(result.error.remedy));
        // The differences are from the state before, not from the plan.
        QVERIFY2(result.verification->differences.join(u' ').contains(u"amdgpu"_s), qPrintable(result.verification->differences.join(u' ')));

        // Release works without the journal, too.
        bench.kernel.set("drivers_probe", "0000:01:00.0", "");
        const OperationResult back = bench.run(core::Verb::Release);
        QVERIFY2(back.succeeded, qPrintable(back.error.text()));
        QCOMPARE(*back.after->function(gpu)->driver, u"amdgpu"_s);
    }

    void onlyTheHelperKnowsThatABootAssignmentIsApplied_data()
    {
        QTest::addColumn<core::Verb>("verb");
        QTest::addColumn<Delivery::State>("state");
        QTest::addColumn<core::Outcome>("outcome");
        QTest::addColumn<State>("result");
        QTest::addColumn<bool>("untouched");
        const auto answered = Delivery::State::Answered;
        QTest::newRow("persist, done") << core::Verb::Persist << answered << core::Outcome::Done << State::Verified << false;
        QTest::newRow("persist, no answer") << core::Verb::Persist << Delivery::State::TimedOut << core::Outcome::Done << State::Unknown << false;
        QTest::newRow("persist, incomplete") << core::Verb::Persist << answered << core::Outcome::Incomplete << State::Diverged << false;
        QTest::newRow("unpersist, denied") << core::Verb::Unpersist << Delivery::State::Denied << core::Outcome::Done << State::Unknown << true;
        QTest::newRow("unpersist, refused") << core::Verb::Unpersist << answered << core::Outcome::Refused << State::Unknown << true;
    }

    /// The stored boot assignments are as planned in each case: they are written before the initramfs is built.
    void onlyTheHelperKnowsThatABootAssignmentIsApplied()
    {
        QFETCH(core::Verb, verb);
        QFETCH(Delivery::State, state);
        QFETCH(core::Outcome, outcome);
        QFETCH(State, result);
        QFETCH(bool, untouched);
        const OperationBench bench;
        const auto operation = bench.operation(verb, std::make_unique<ScriptedTransport>([&](core::Verb, const QVariantMap &arguments) {
                                             return state == Delivery::State::Answered ? answered(replyTo(arguments, outcome))
                                                                                       : Delivery{.state = state, .reply = {}, .detail = {}};
                                         }));
        bench.kernel.tree().file("usr/sbin/update-initramfs", {});
        if (verb == core::Verb::Persist)
            bench.kernel.tree().file(core::bootAssignmentsFile, core::toJson({*core::bootAssignmentFor(bench.kernel.tree().read(), operation->goal())}));
        operation->prepare();
        QVERIFY(reaches(*operation, Operation::Phase::Planned));
        operation->carryOut();
        QVERIFY(reaches(*operation, Operation::Phase::Ended));
        QCOMPARE(operation->result().verification->state, result);
        QCOMPARE(operation->result().succeeded, outcome == core::Outcome::Done && state == Delivery::State::Answered);
        QCOMPARE(operation->result().untouched, untouched);
    }

    void aBlockedStepIsReportedWithARemedy()
    {
        const OperationBench bench;
        bench.kernel.set("unbind", "0000:01:00.0", "block");
        const OperationResult result = bench.run(core::Verb::Assign);
        bench.kernel.release();
        QCOMPARE(result.outcome, core::Outcome::Blocked);
        QVERIFY(!result.succeeded && !result.untouched);
        QVERIFY(!result.error.remedy.isEmpty());
    }

    void recoverSucceedsWithNothingToResolve()
    {
        const OperationBench bench;
        const OperationResult result = bench.run(core::Verb::Recover);
        QVERIFY(result.succeeded);
        QCOMPARE(result.outcome, core::Outcome::Done);
        QCOMPARE(result.verification, std::nullopt);
    }
};

TURNOUT_TEST(OperationTest)
#include "operationtest.moc"
