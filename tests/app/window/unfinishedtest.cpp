// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/window/aboutdata.h"
#include "app/window/pages/overviewpane.h"
#include "app/window/operation/steprow.h"
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

namespace
{

constexpr auto recover = "recover"_L1;

bool saysIn(const QWidget *pane, const QString &text)
{
    return pane->isVisible() && std::ranges::any_of(pane->findChildren<QLabel *>(), [&](const QLabel *label) {
               return label->isVisible() && label->text().contains(text);
           });
}

struct UnfinishedBench : Bench {
    /// A helper that writes something, and is not heard of again.
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
    bool gives()
    {
        return planned("01:00.0") && press(u"Give to Virtual Machines"_s) && reaches(Operation::Phase::Ended);
    }
    /// Both at once, or neither: in the details of the GPU and in the overview.
    bool saysUnfinished()
    {
        window.select(at("01:00.0"));
        const bool inDetails =
            saysIn(window.findChild<app::DetailsPane *>(), u"An earlier change of it is unfinished."_s) && plain(action()->text()) == u"Finish or Take Back"_s;
        window.select(std::nullopt);
        const bool inOverview = saysIn(overview(), u"is unfinished"_s) && overview()->findChild<QPushButton *>(recover);
        if (inDetails != inOverview)
            qWarning("only one of two panes says it");
        return inDetails && inOverview;
    }
    app::OverviewPane *overview() const
    {
        return window.findChild<app::OverviewPane *>();
    }
    QList<app::StepRow::State> states(core::Action action) const
    {
        QList<app::StepRow::State> found;
        const auto rows = pane()->findChildren<app::StepRow *>();
        const auto &steps = window.operations()->current()->plan().steps;
        for (qsizetype i = 0; i < rows.size(); ++i) {
            if (steps[i].action == action)
                found += rows[i]->state();
        }
        return found;
    }
};

}

/// A change that came to no end that is known is not forgotten with the pane that began it.
class UnfinishedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        app::setApplicationData();
    }

    void aHelperThatIsNotHeardOfLeavesTheChangeUnfinished_data()
    {
        QTest::addColumn<Delivery::State>("state");
        QTest::newRow("no answer in time") << Delivery::State::TimedOut;
        QTest::newRow("a broken connection") << Delivery::State::Lost;
    }

    void aHelperThatIsNotHeardOfLeavesTheChangeUnfinished()
    {
        QFETCH(Delivery::State, state);
        UnfinishedBench bench;
        bench.loseTheHelper(state);
        QVERIFY(bench.gives());
        QVERIFY(bench.shows(u"How far the helper came is not known."_s));
        QVERIFY(bench.button(u"Finish or Take Back"_s));
        QVERIFY(bench.press(u"Close"_s));
        QVERIFY(bench.saysUnfinished());

        bench.findTheHelper();
        bench.overview()->findChild<QPushButton *>(recover)->click();
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.shows(u"Resolved"_s));
        QVERIFY(bench.press(u"Close"_s));
        QVERIFY(!bench.saysUnfinished());
        bench.window.select(at("01:00.0"));
        QTRY_VERIFY_WITH_TIMEOUT(bench.action() && plain(bench.action()->text()) == u"Give to Virtual Machines…"_s, timeoutMs);
    }

    void tryingToResolveItInVainLeavesItUnfinished()
    {
        UnfinishedBench bench;
        bench.loseTheHelper(Delivery::State::TimedOut);
        QVERIFY(bench.gives());
        QVERIFY(bench.press(u"Finish or Take Back"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.shows(u"Not resolved"_s));
        QVERIFY(bench.press(u"Close"_s));
        QVERIFY(bench.saysUnfinished());
        QVERIFY(bench.window.actionCollection()->action(u"recover_gpu"_s)->isEnabled() == false); // nothing is selected
        bench.window.select(at("01:00.0"));
        QVERIFY(bench.window.actionCollection()->action(u"recover_gpu"_s)->isEnabled());
        QVERIFY(!bench.window.actionCollection()->action(u"assign_gpu"_s)->isEnabled());
    }

    void anotherMachineHasNoPartInIt()
    {
        UnfinishedBench bench;
        bench.loseTheHelper(Delivery::State::TimedOut);
        QVERIFY(bench.gives());
        QVERIFY(bench.press(u"Close"_s));
        QVERIFY(bench.openSnapshot()); // with a GPU at the same address
        QVERIFY(!bench.saysUnfinished());
    }

    void whatWasNotTakenBackIsShownAndOfferedToBeResolved()
    {
        UnfinishedBench bench;
        bench.kernel.set("drivers_probe", "0000:01:00.0", "19"); // ENODEV, and so again when it is taken back
        QVERIFY(bench.gives());
        QVERIFY(bench.shows(u"Left halfway"_s));
        QVERIFY(bench.shows(u"What is otherwise than before"_s)); // nothing of the plan is wanted any more
        QVERIFY(bench.states(core::Action::Unbind).contains(app::StepRow::State::Left));
        QVERIFY(!bench.states(core::Action::Unbind).contains(app::StepRow::State::Done));
        QVERIFY(bench.states(core::Action::SetDriverOverride).contains(app::StepRow::State::TakenBack));
        QVERIFY(!bench.states(core::Action::SetDriverOverride).contains(app::StepRow::State::Done));
        QVERIFY(bench.states(core::Action::Probe).contains(app::StepRow::State::Failed));
        QVERIFY(bench.press(u"Close"_s));
        QVERIFY(bench.saysUnfinished());

        bench.kernel.clear();
        bench.window.select(at("01:00.0"));
        bench.action()->click();
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.shows(u"Resolved"_s));
        QVERIFY(bench.kernel.state().contains("driver=amdgpu"));
        QVERIFY(bench.press(u"Close"_s));
        QVERIFY(!bench.saysUnfinished());
    }

    void whatHangsInTheKernelIsOfferedToBeResolvedWhereverItIsShown()
    {
        UnfinishedBench bench;
        bench.kernel.set("unbind", "0000:01:00.0", "block");
        QVERIFY(bench.gives());
        QVERIFY(bench.shows(u"Left halfway"_s));
        QVERIFY(bench.press(u"Close"_s));
        QVERIFY(bench.saysUnfinished());

        // A window that was opened later knows it from the machine.
        app::MainWindow later(bench.kernel.tree().path());
        later.operations()->setTransport([&bench] {
            return std::make_unique<DirectTransport>(bench.kernel.context());
        });
        QSignalSpy shown(&later, &app::MainWindow::machineShown);
        later.show();
        later.openMachine();
        QVERIFY(shown.wait(timeoutMs));
        QVERIFY(later.findChild<app::OverviewPane *>()->findChild<QPushButton *>(recover));
        later.select(at("01:00.0"));
        QCOMPARE(plain(later.findChild<app::DetailsPane *>()->findChild<QPushButton *>(u"deed"_s)->text()), u"Finish or Take Back"_s);
        bench.kernel.release();
    }
};

TURNOUT_WINDOW_TEST(UnfinishedTest)
#include "unfinishedtest.moc"
