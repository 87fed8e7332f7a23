// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "operationbench.h"
#include "tests/tools/registered.h"

using app::operation::Operation;
using app::operation::StepState;

/// The outcome of each step, as the operation keeps it.
class StepProgressTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theOperationKeepsTheOutcomeOfEachStep_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("failure");
        QTest::addColumn<core::Action>("failing");
        QTest::addColumn<StepState>("failed");
        QTest::addColumn<StepState>("overrides"); // of the steps that set driver_override
        QTest::newRow("undone") << QByteArray("unbind") << QByteArray("16") << core::Action::Unbind << StepState::Failed << StepState::Undone;
        QTest::newRow("not all undone") << QByteArray("drivers_probe") << QByteArray("19") << core::Action::Probe << StepState::Failed << StepState::Undone;
        QTest::newRow("blocked") << QByteArray("unbind") << QByteArray("block") << core::Action::Unbind << StepState::Waiting << StepState::Done;
    }

    void theOperationKeepsTheOutcomeOfEachStep()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, failure);
        QFETCH(core::Action, failing);
        QFETCH(StepState, failed);
        QFETCH(StepState, overrides);
        const OperationBench bench;
        bench.kernel.set(file.constData(), "0000:01:00.0", failure.constData());
        const auto operation = bench.operation(core::Verb::Assign);
        QCOMPARE(operation->steps().states(), {});
        operation->prepare();
        QVERIFY(reaches(*operation, Operation::Phase::Planned));
        const QList<core::Step> steps = operation->plan().steps;
        QCOMPARE(operation->steps().states(), QList<StepState>(steps.size(), StepState::Pending));
        operation->carryOut();
        QVERIFY(reaches(*operation, Operation::Phase::Ended));
        bench.kernel.release();
        bool reached = false;
        for (qsizetype i = 0; i < steps.size(); ++i) {
            const StepState state = operation->steps().states()[i];
            if (reached)
                QCOMPARE(state, StepState::Pending);
            else if (steps[i].action == failing && steps[i].address == gpu)
                QCOMPARE(state, failed);
            else if (steps[i].action == core::Action::SetDriverOverride)
                QCOMPARE(state, overrides);
            reached = reached || (steps[i].action == failing && steps[i].address == gpu);
        }
        QVERIFY(reached);
    }
};

TURNOUT_TEST(StepProgressTest)
#include "stepprogresstest.moc"
