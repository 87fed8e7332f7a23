// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "powerfailure.h"
#include "directclient.h"
#include "tests/tools/registered.h"

#include <QTest>

using core::Verb;
using namespace Qt::StringLiterals;

namespace
{
core::Goal goalOf(Verb verb)
{
    core::Goal goal;
    goal.verb = verb;
    goal.gpu = address("0000:01:00.0");
    if (verb == Verb::Power)
        goal.idle = core::IdlePolicy::D3hot;
    if (verb == Verb::Vga)
        goal.vga = false;
    if (verb == Verb::Reset)
        goal.resetMethod = u"bus"_s;
    return goal;
}

/// Carries out the verb; `written` is called after each journal record.
core::Reply run(const SimulatedKernel &kernel, Verb verb, const std::function<void()> &written = {})
{
    helper::HelperContext context = kernel.context();
    context.journalWritten = written;
    return DirectClient(kernel, context).ask(goalOf(verb));
}

bool finishesBeforeRecord(int nth, const SimulatedKernel &kernel, Verb verb)
{
    return finishesBefore(nth, [&kernel, verb](const auto &written) {
        run(kernel, verb, written);
    });
}

/// The helper dies after the nth write below /sys, before it can record that.
bool finishesBeforeWrite(int nth, const SimulatedKernel &kernel, Verb verb)
{
    return finishesBeforeInAnyProcess(nth, [&kernel, verb](const auto &written) {
        helper::HelperContext context = kernel.context();
        context.write = [written, write = context.write](int fd, const void *bytes, size_t count) {
            const ssize_t result = write(fd, bytes, count);
            written();
            return result;
        };
        context.load = [written, load = context.load](const char *module) {
            const int result = load(module);
            written();
            return result;
        };
        DirectClient(kernel, context).ask(goalOf(verb));
    });
}

using FinishesBefore = bool (*)(int nth, const SimulatedKernel &kernel, Verb verb);

void carryOut(const SimulatedKernel &kernel, Verb verb)
{
    const core::Reply reply = run(kernel, verb);
    QVERIFY2(reply.outcome == core::Outcome::Done, qPrintable(reply.error.text()));
}

/// Every verb but assign needs an assigned GPU. `tuned`: with settings other than the driver's defaults.
void prepare(const SimulatedKernel &kernel, Verb verb, bool tuned = false)
{
    if (verb != Verb::Assign)
        carryOut(kernel, Verb::Assign);
    if (!tuned)
        return;
    carryOut(kernel, Verb::Vga);
    carryOut(kernel, Verb::Power);
    kernel.tree().file("sys/bus/pci/devices/0000:01:00.1/power/control", "on\n");
}

void addColumns()
{
    QTest::addColumn<Verb>("verb");
    QTest::addColumn<bool>("tuned");
    QTest::addColumn<QByteArray>("fault"); // "attribute@address" whose failure is undone
}

/// One row: the helper dies at each moment, and recovery must lead to the initial state or to the goal.
void failAtEach(FinishesBefore finishesBeforeMoment, int leastMoments)
{
    QFETCH(Verb, verb);
    QFETCH(bool, tuned);
    QFETCH(QByteArray, fault);
    QByteArray goal;
    {
        const SimulatedKernel kernel;
        prepare(kernel, verb, tuned);
        const core::Reply reply = run(kernel, verb);
        QVERIFY2(reply.outcome == core::Outcome::Done, qPrintable(reply.error.text()));
        QVERIFY(!reply.plan->steps.isEmpty());
        goal = kernel.state();
    }
    bool finished = false;
    int failures = 0;
    for (int nth = 1; !finished; ++nth) {
        const SimulatedKernel kernel;
        prepare(kernel, verb, tuned);
        const QByteArray start = kernel.state();
        if (const QList<QByteArray> parts = fault.split('@'); parts.size() == 2)
            kernel.setOnce(parts[0], parts[1], "22");
        finished = finishesBeforeMoment(nth, kernel, verb);
        failures += finished ? 0 : 1;
        kernel.clear();

        const auto lines = helper::resolveLeftovers(kernel.context());

        QVERIFY(lines.ok());
        const QByteArray end = kernel.state();
        const QByteArray found = "after moment " + QByteArray::number(nth) + ":\n" + end + "start:\n" + start + "goal:\n" + goal;
        QVERIFY2(end == start || end == goal, found.constData());
        QVERIFY2(!finished || end == (fault.isEmpty() ? goal : start), found.constData());
        QVERIFY(helper::resolveLeftovers(kernel.context())->isEmpty());
    }
    QVERIFY2(failures >= leastMoments, "too few moments");
}
}

class PowerFailureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recoveryLeadsToTheInitialStateOrTheGoal_data()
    {
        addColumns();
        for (const Verb verb : {Verb::Assign, Verb::Release, Verb::Power, Verb::Vga, Verb::Reset})
            QTest::addRow("%s", qPrintable(core::toKeyword(verb))) << verb << false << QByteArray();
    }

    void recoveryLeadsToTheInitialStateOrTheGoal()
    {
        failAtEach(finishesBeforeRecord, 4);
    }

    void afterAWriteThatIsNotRecordedToo_data()
    {
        recoveryLeadsToTheInitialStateOrTheGoal_data();
    }

    void afterAWriteThatIsNotRecordedToo()
    {
        failAtEach(finishesBeforeWrite, 1);
    }

    /// The card was replaced while the helper was dead: its steps do not concern the new one.
    void aDifferentCardIsLeftAlone()
    {
        const SimulatedKernel kernel;
        constexpr int inTheMiddle = 15; // both functions unbound
        QVERIFY(!finishesBeforeRecord(inTheMiddle, kernel, Verb::Assign));
        const QByteArray between = kernel.state();
        kernel.tree().file("sys/bus/pci/devices/0000:01:00.1/modalias", "pci:v000010DEd000010F7sv00001462sd00003752bc04sc03i00\n");
        const auto lines = helper::resolveLeftovers(kernel.context());
        QVERIFY(lines.ok());
        QVERIFY2(lines->join(u' ').contains(u"between"_s), qPrintable(lines->join(u' ')));
        QCOMPARE(kernel.state(), between);
        QVERIFY(helper::resolveLeftovers(kernel.context())->isEmpty());
    }

    /// Recovery itself dies after each of its records.
    void recoveryMayBeInterrupted()
    {
        for (int nth = 1;; ++nth) {
            const SimulatedKernel kernel;
            const QByteArray start = kernel.state();
            constexpr int inTheMiddle = 15; // both functions unbound
            QVERIFY(!finishesBeforeRecord(inTheMiddle, kernel, Verb::Assign));

            const bool finished = finishesBefore(nth, [&kernel](const auto &written) {
                helper::HelperContext context = kernel.context();
                context.journalWritten = written;
                [[maybe_unused]] const auto lines = helper::resolveLeftovers(context);
            });

            QVERIFY(helper::resolveLeftovers(kernel.context()).ok());
            QCOMPARE(kernel.state(), start);
            if (finished) {
                QVERIFY(nth > 4);
                return;
            }
        }
    }
};

/// The same while a failure is undone. A class of its own, so that both run at the same time.
class UndoPowerFailureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recoveryLeadsToTheInitialState_data()
    {
        addColumns();
        QTest::newRow("assign, undone") << Verb::Assign << false << "drivers_probe@0000:01:00.1"_ba;
        QTest::newRow("release, undone") << Verb::Release << false << "drivers_probe@0000:01:00.1"_ba;
        QTest::newRow("release of a tuned GPU, undone") << Verb::Release << true << "drivers_probe@0000:01:00.1"_ba;
        QTest::newRow("power, undone") << Verb::Power << false << "idle_state@0000:01:00.0"_ba;
        QTest::newRow("vga, undone") << Verb::Vga << false << "vga_access@0000:01:00.0"_ba;
        QTest::newRow("reset, undone") << Verb::Reset << false << "reset@0000:01:00.0"_ba;
    }

    void recoveryLeadsToTheInitialState()
    {
        failAtEach(finishesBeforeRecord, 4);
    }
};

TURNOUT_TEST(PowerFailureTest)
TURNOUT_TEST(UndoPowerFailureTest)

#include "powerfailuretest.moc"
