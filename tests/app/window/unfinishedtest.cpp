// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/window/aboutdata.h"
#include "app/window/pages/overviewpane.h"
#include "operationbench.h"
#include "tests/app/operation/scriptedtransport.h"
#include "tests/tools/registered.h"

#include <KActionCollection>

#include <QAction>
#include <QApplication>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using app::operation::Delivery;
using app::operation::Operation;
using app::operation::StepState;

namespace
{

constexpr auto recover = "recover"_L1;

struct UnfinishedBench : OperationBench {
    /// A helper that writes something and never answers.
    void loseTheHelper(Delivery::State state)
    {
        window.operations()->setTransport([this, state] {
            return std::make_unique<ScriptedTransport>([this, state](core::Verb, const QVariantMap &) {
                kernel.tree().file("sys/bus/pci/devices/0000:01:00.0/driver_override", "vfio-pci\n");
                return Delivery{.state = state, .reply = {}, .detail = {}};
            });
        });
    }
    void findTheHelper()
    {
        kernel.tree().file("sys/bus/pci/devices/0000:01:00.0/driver_override", "(null)\n");
        window.operations()->setTransport([this] {
            return std::make_unique<DirectTransport>(kernel.context());
        });
    }
    bool assigns()
    {
        return planned("01:00.0") && press(u"Assign to VMs"_s) && reaches(Operation::Phase::Ended);
    }
    /// Both at once, or neither: in the details of the GPU and in the overview.
    bool showsUnfinished()
    {
        if (!select("01:00.0"))
            return false;
        const bool inDetails = detailsShow(u"An operation on this GPU was interrupted."_s) && plain(action()->text()) == u"Finish or Undo"_s;
        window.select(std::nullopt);
        const bool inOverview = showsText(overview(), u"was interrupted"_s) && overview()->findChild<QPushButton *>(recover);
        if (inDetails != inOverview)
            qWarning("only one of two panes shows it");
        return inDetails && inOverview;
    }
    app::OverviewPane *overview() const
    {
        return window.findChild<app::OverviewPane *>();
    }
    QList<StepState> states(core::Action action) const
    {
        QList<StepState> found;
        const auto &states = window.operations()->current()->steps().states();
        const auto &steps = window.operations()->current()->plan().steps;
        for (qsizetype i = 0; i < states.size(); ++i) {
            if (steps[i].action == action)
                found += states[i];
        }
        return found;
    }
};

}

/// A change with an unknown outcome is remembered when the pane that started it is closed.
class UnfinishedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        app::setApplicationData();
    }

    void aHelperThatNeverAnswersLeavesTheChangeUnfinished_data()
    {
        QTest::addColumn<Delivery::State>("state");
        QTest::newRow("no answer in time") << Delivery::State::TimedOut;
        QTest::newRow("a broken connection") << Delivery::State::Lost;
    }

    void aHelperThatNeverAnswersLeavesTheChangeUnfinished()
    {
        QFETCH(Delivery::State, state);
        UnfinishedBench bench;
        bench.loseTheHelper(state);
        QVERIFY(bench.assigns());
        QVERIFY(bench.shows(u"The progress of the helper is unknown."_s));
        QVERIFY(bench.button(u"Finish or Undo"_s));
        QVERIFY(bench.press(u"Close"_s));
        QVERIFY(bench.showsUnfinished());

        bench.findTheHelper();
        bench.overview()->findChild<QPushButton *>(recover)->click();
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.shows(u"Resolved"_s));
        QVERIFY(bench.press(u"Close"_s));
        QVERIFY(!bench.showsUnfinished());
        QVERIFY(bench.select("01:00.0"));
        QTRY_VERIFY_WITH_TIMEOUT(bench.action() && plain(bench.action()->text()) == u"Assign to VMs…"_s, timeoutMs);
    }

    void aFailedAttemptToResolveItLeavesItUnfinished()
    {
        UnfinishedBench bench;
        bench.loseTheHelper(Delivery::State::TimedOut);
        QVERIFY(bench.assigns());
        QVERIFY(bench.press(u"Finish or Undo"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.shows(u"Not resolved"_s));
        QVERIFY(bench.press(u"Close"_s));
        QVERIFY(bench.showsUnfinished());
        QVERIFY(bench.window.actionCollection()->action(u"recover_gpu"_s)->isEnabled() == false); // nothing is selected
        QVERIFY(bench.select("01:00.0"));
        QVERIFY(bench.window.actionCollection()->action(u"recover_gpu"_s)->isEnabled());
        QVERIFY(!bench.window.actionCollection()->action(u"assign_gpu"_s)->isEnabled());
    }

    void anotherMachineIsNotConcerned()
    {
        UnfinishedBench bench;
        bench.loseTheHelper(Delivery::State::TimedOut);
        QVERIFY(bench.assigns());
        QVERIFY(bench.press(u"Close"_s));
        QVERIFY(bench.openSnapshot()); // with a GPU at the same address
        QVERIFY(!bench.showsUnfinished());
    }

    void aStepThatIsNotUndoneIsShownAndOfferedToBeResolved()
    {
        UnfinishedBench bench;
        bench.kernel.set("drivers_probe", "0000:01:00.0", "19"); // ENODEV, and again when it is undone
        QVERIFY(bench.assigns());
        QVERIFY(bench.shows(u"Incomplete"_s));
        QVERIFY(bench.shows(u"Differences from Before"_s)); // the plan is given up
        QVERIFY(bench.states(core::Action::Unbind).contains(StepState::NotUndone));
        QVERIFY(!bench.states(core::Action::Unbind).contains(StepState::Done));
        QVERIFY(bench.states(core::Action::SetDriverOverride).contains(StepState::Undone));
        QVERIFY(!bench.states(core::Action::SetDriverOverride).contains(StepState::Done));
        QVERIFY(bench.states(core::Action::Probe).contains(StepState::Failed));
        QVERIFY(bench.rowStates().contains(u"not undone"_s) && bench.rowStates().contains(u"undone"_s) && bench.rowStates().contains(u"failed"_s));
        QVERIFY(bench.press(u"Close"_s));
        QVERIFY(bench.showsUnfinished());

        bench.kernel.clear();
        QVERIFY(bench.select("01:00.0"));
        bench.action()->click();
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.shows(u"Resolved"_s));
        QVERIFY(bench.kernel.state().contains("driver=amdgpu"));
        QVERIFY(bench.press(u"Close"_s));
        QVERIFY(!bench.showsUnfinished());
    }

    void aChangeThatHangsInTheKernelIsOfferedToBeResolvedInEveryPane()
    {
        UnfinishedBench bench;
        bench.kernel.set("unbind", "0000:01:00.0", "block");
        QVERIFY(bench.assigns());
        QVERIFY(bench.shows(u"Incomplete"_s));
        QVERIFY(bench.press(u"Close"_s));
        QVERIFY(bench.showsUnfinished());

        // Another window reads it from the machine.
        app::MainWindow later(host::machineReader(bench.kernel.tree().path()));
        later.operations()->setTransport([&bench] {
            return std::make_unique<DirectTransport>(bench.kernel.context());
        });
        QSignalSpy shown(&later, &app::MainWindow::machineShown);
        later.show();
        later.openMachine();
        QVERIFY(shown.wait(timeoutMs));
        QVERIFY(later.findChild<app::OverviewPane *>()->findChild<QPushButton *>(recover));
        QVERIFY(selectAndWait(later, at("01:00.0")));
        QCOMPARE(plain(later.findChild<app::DetailsPane *>()->findChild<QPushButton *>(recover)->text()), u"Finish or Undo"_s);
        bench.kernel.release();
    }
};

TURNOUT_WINDOW_TEST(UnfinishedTest)
#include "unfinishedtest.moc"
