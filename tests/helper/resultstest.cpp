// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "directclient.h"
#include "helper/journal/results.h"
#include "helper/order.h"
#include "helper/service/workerconnection.h"
#include "helper/worker/serve.h"
#include "powerfailure.h"
#include "tests/tools/registered.h"

#include <QDir>
#include <QTest>

#include <array>
#include <thread>

#include <sys/socket.h>

using core::Outcome;
using core::Verb;
using helper::Results;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{
constexpr int user = 1000;

core::Reply replyTo(const QString &nonce)
{
    return {.nonce = nonce, .outcome = Outcome::Undone, .error = {u"what"_s, u"why"_s, u"remedy"_s}, .plan = {}, .report = {}};
}

helper::Order orderOf(const core::Request &request)
{
    return {.verb = request.goal.verb, .uid = user, .arguments = core::toArguments(request)};
}
}

/// Replies that outlive the service, and the connection between service and worker.
class ResultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReplyIsGivenToItsUserOnly()
    {
        const SimulatedKernel kernel;
        const Results results(kernel.context().runtime);
        const QString nonce = core::newNonce();
        results.open(user, nonce)->write(replyTo(nonce));
        QCOMPARE(results.wait(user, nonce, 0s), replyTo(nonce));
        QCOMPARE(results.wait(user + 1, nonce, 0s), std::nullopt);
        QCOMPARE(results.wait(0, nonce, 0s), std::nullopt);
        QCOMPARE(results.wait(user, core::newNonce(), 0s), std::nullopt);
        const auto permissions = QFile::permissions(kernel.tree().path("run/turnout/results"));
        QVERIFY(!(permissions & (QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther)));
    }

    void aReplyIsWaitedForWhileItsProcessWorks()
    {
        const SimulatedKernel kernel;
        const Results results(kernel.context().runtime);
        const QString nonce = core::newNonce();
        const auto file = results.open(user, nonce);
        QCOMPARE(results.wait(user, nonce, 100ms)->outcome, Outcome::Busy);
        std::thread later([&file, &nonce] {
            std::this_thread::sleep_for(200ms);
            file->write(replyTo(nonce));
        });
        QCOMPARE(results.wait(user, nonce, 60s), replyTo(nonce));
        later.join();
    }

    void onlyTheLastRepliesAreKept()
    {
        const SimulatedKernel kernel;
        const Results results(kernel.context().runtime);
        const QString first = core::newNonce();
        results.open(user, first)->write(replyTo(first));
        QString last;
        for (int i = 0; i < 60; ++i) {
            last = core::newNonce();
            results.open(user, last)->write(replyTo(last));
        }
        QVERIFY(QDir(kernel.tree().path("run/turnout/results")).count() < 40);
        QCOMPARE(results.wait(user, first, 0s), std::nullopt);
        QVERIFY(results.wait(user, last, 0s));
    }

    /// Wherever the worker is killed, the client learns what recovery did.
    void aKilledWorkerLeavesItsResultToRecovery()
    {
        bool finished = false;
        QList<Outcome> outcomes;
        for (int nth = 1; !finished; ++nth) {
            const SimulatedKernel kernel;
            const core::Request request = DirectClient(kernel).request(Verb::Assign);
            finished = finishesBefore(nth, [&](const auto &written) {
                helper::HelperContext context = kernel.context();
                context.journalWritten = written;
                std::array<int, 2> ends{};
                ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data());
                helper::sendOrder(ends[0], orderOf(request));
                helper::serve(ends[1], context, [](const QString &) {});
            });
            QVERIFY(helper::resolveLeftovers(kernel.context()).ok());
            const auto reply = Results(kernel.context().runtime).wait(user, request.nonce, 0s);
            QVERIFY(reply);
            outcomes += reply->outcome;
        }
        QCOMPARE(outcomes.first(), Outcome::Undone);
        QCOMPARE(outcomes.last(), Outcome::Done);
        QVERIFY(std::ranges::all_of(outcomes, [](Outcome outcome) {
            return outcome == Outcome::Undone || outcome == Outcome::Done;
        }));
    }

    /// The worker carries out the order, although its service is gone.
    void aWorkerFinishesWithoutItsService()
    {
        const SimulatedKernel kernel;
        const core::Request request = DirectClient(kernel).request(Verb::Assign);
        std::array<int, 2> ends{};
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
        QVERIFY(helper::sendOrder(ends[0], orderOf(request)));
        ::close(ends[0]);
        QCOMPARE(helper::serve(ends[1], kernel.context(), [](const QString &) {}), 0);
        ::close(ends[1]);
        QVERIFY(kernel.state().contains("01:00.0 driver=turnout_vfio_pci"));
        QCOMPARE(Results(kernel.context().runtime).wait(user, request.nonce, 0s)->outcome, Outcome::Done);
    }

    void malformedOrdersAreRefused_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no JSON") << "assign 0000:01:00.0"_ba;
        QTest::newRow("no user") << R"({"verb":"assign","arguments":{}})"_ba;
        QTest::newRow("no such verb") << R"({"verb":"format","uid":0,"arguments":{}})"_ba;
        QTest::newRow("too long") << QByteArray(helper::longestOrder * 2, 'x');
    }

    void malformedOrdersAreRefused()
    {
        QFETCH(QByteArray, line);
        const SimulatedKernel kernel;
        std::array<int, 2> ends{};
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
        std::thread sender([&] {
            const QByteArray text = line + '\n';
            [[maybe_unused]] const ssize_t sent = ::send(ends[0], text.constData(), size_t(text.size()), MSG_NOSIGNAL);
            ::shutdown(ends[0], SHUT_WR);
        });
        QStringList audit;
        const int code = helper::serve(ends[1], kernel.context(), [&audit](const QString &text) {
            audit += text;
        });
        ::close(ends[1]);
        sender.join();
        ::close(ends[0]);
        QCOMPARE(code, 0); // a failure would start a recovery
        QCOMPARE(audit, QStringList{u"worker: malformed order"_s});
        QVERIFY(kernel.writes().isEmpty());
    }

    void aMissingWorkerIsExplained()
    {
        const SimulatedKernel kernel;
        const core::Request request = DirectClient(kernel).request(Verb::Assign);
        const core::Reply reply = helper::handOn(kernel.tree().path("worker.socket"), kernel.context().runtime, orderOf(request), {});
        QCOMPARE(reply.outcome, Outcome::Refused);
        QCOMPARE(reply.nonce, request.nonce);
        QVERIFY2(reply.error.remedy.contains(u"turnout-worker.socket"_s), qPrintable(reply.error.text()));
    }
};

TURNOUT_TEST(ResultsTest)

#include "resultstest.moc"
