// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/window/aboutdata.h"
#include "operationbench.h"
#include "tests/app/operation/scriptedtransport.h"
#include "tests/tools/registered.h"

#include <KActionCollection>

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QScrollArea>
#include <QStandardPaths>

#include <algorithm>

using namespace Qt::StringLiterals;
using app::operation::Delivery;
using app::operation::Operation;
using app::operation::StepState;

class OperationPaneTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        app::setApplicationData();
    }

    void aGpuIsAssignedAndReturnedToTheHost()
    {
        OperationBench bench;
        QVERIFY(bench.planned("01:00.0"));
        QVERIFY(bench.shows(u"Unbind 01:00.0 from the driver amdgpu"_s));
        QVERIFY(bench.kernel.writes().isEmpty()); // it is only shown so far
        QVERIFY(bench.press(u"Assign to VMs"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.shows(u"Verified"_s));
        const QList<StepState> states = bench.window.operations()->current()->steps().states();
        QCOMPARE(states, QList<StepState>(states.size(), StepState::Done));
        QCOMPARE(bench.rowStates(), QStringList(states.size(), u"done"_s));

        QVERIFY(bench.press(u"Close"_s));
        QTRY_VERIFY_WITH_TIMEOUT(bench.action() && bench.action()->isVisible() && plain(bench.action()->text()).startsWith(u"Return to the Host"_s), timeoutMs);
        QVERIFY(bench.planned("01:00.0"));
        QVERIFY(bench.press(u"Return to the Host"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.shows(u"Verified"_s));
        QVERIFY(bench.kernel.state().contains("driver=amdgpu"));
    }

    void theMapStaysUsable()
    {
        OperationBench bench;
        QVERIFY(bench.planned("01:00.0"));
        QCOMPARE(QApplication::activeModalWidget(), nullptr);
        bench.window.select(at("00:02.0"));
        QVERIFY(!bench.pane()->isVisible());
        QCOMPARE(bench.window.operations()->current(), nullptr); // a plan becomes outdated
    }

    void aBlockerIsAcceptedOnlyByItsOwnBox()
    {
        OperationBench bench;
        QVERIFY(bench.planned("00:02.0"));
        QPushButton *assign = bench.button(u"Assign to VMs"_s);
        QVERIFY(assign && !assign->isEnabled());
        const auto boxes = bench.pane()->findChildren<QCheckBox *>();
        const auto accept = std::ranges::find_if(boxes, [](const QCheckBox *box) {
            return box->accessibleName().contains(u"displays on this GPU will go blank"_s);
        });
        QVERIFY(accept != boxes.end() && !(*accept)->isChecked());
        (*accept)->click();
        QTRY_VERIFY_WITH_TIMEOUT(assign->isEnabled(), timeoutMs);
        QVERIFY(bench.shows(u"Unbind 00:02.0 from the driver amdgpu"_s));
        QVERIFY(bench.kernel.writes().isEmpty());
    }

    void aBoxThatIsClickedWhileThePlanIsMadeCounts()
    {
        OperationBench bench;
        QVERIFY(bench.planned("00:02.0"));
        const auto acceptBox = [&bench] {
            const auto boxes = bench.pane()->findChildren<QCheckBox *>();
            return *std::ranges::find_if(boxes, [](const QCheckBox *box) {
                return box->accessibleName().contains(u"displays on this GPU will go blank"_s);
            });
        };
        Operation *operation = bench.window.operations()->current();
        acceptBox()->click();
        QTRY_COMPARE_WITH_TIMEOUT(operation->phase(), Operation::Phase::Reading, timeoutMs);
        acceptBox()->click();
        QTRY_VERIFY_WITH_TIMEOUT(operation->phase() == Operation::Phase::Planned && operation->goal().accepted.isEmpty(), timeoutMs);
        QVERIFY(!acceptBox()->isChecked());
        QVERIFY(!bench.button(u"Assign to VMs"_s)->isEnabled());
    }

    void whatGoesAlongIsChosenByBoxes()
    {
        OperationBench bench;
        const Tree &tree = bench.kernel.tree();
        const QByteArray place = QFile::symLinkTarget(tree.path("sys/bus/pci/devices/0000:01:00.0")).section(u"sys/devices/"_s, 1).chopped(1).toUtf8() + '2';
        const QByteArray usb = tree.function(place, "0c0330"); // of the board, with a group of its own
        tree.file(usb + "/modalias", "pci:v00001022d000015B9sv00000000sd00000000bc0Csc03i30\n");
        tree.link(usb + "/iommu_group", "../../../../kernel/iommu_groups/9");
        QVERIFY(bench.planned("01:00.0"));
        QVERIFY(!bench.shows(u"Bind 01:00.2"_s));
        Operation *operation = bench.window.operations()->current();
        const auto box = [&bench] {
            const auto boxes = bench.pane()->findChildren<QCheckBox *>();
            const auto found = std::ranges::find_if(boxes, [](const QCheckBox *box) {
                return box->accessibleName().startsWith(u"01:00.2"_s);
            });
            return found == boxes.end() ? nullptr : *found;
        };
        QVERIFY(box() && !box()->isChecked());
        box()->click();
        QTRY_VERIFY_WITH_TIMEOUT(operation->phase() == Operation::Phase::Planned && operation->goal().with == QList{at("01:00.2")}, timeoutMs);
        QVERIFY(box()->isChecked());
        box()->click();
        QTRY_VERIFY_WITH_TIMEOUT(operation->phase() == Operation::Phase::Planned && operation->goal().with.isEmpty(), timeoutMs);
        QVERIFY(!box()->isChecked());
    }

    void theOnlyGpuIsAssignedOnlyWhenTheLossIsAccepted()
    {
        OperationBench bench;
        bench.kernel.tree().remove("sys/bus/pci/devices/0000:00:02.0");
        QVERIFY(bench.planned("01:00.0"));
        QPushButton *assign = bench.button(u"Assign to VMs"_s);
        QVERIFY(assign && !assign->isEnabled());
        QVERIFY(bench.shows(u"this machine has no display until the GPU returns to the host"_s));
        QVERIFY(bench.shows(u"accept the loss above"_s));
        bench.pane()->findChildren<QCheckBox *>().first()->click();
        QVERIFY(assign->isEnabled());
        QVERIFY(!bench.shows(u"accept the loss above"_s));
        bench.pane()->findChildren<QCheckBox *>().first()->click();
        QVERIFY(!assign->isEnabled());
    }

    void stepsAreShownAsCommandsOnDemand()
    {
        OperationBench bench;
        QVERIFY(bench.planned("01:00.0"));
        const QString command = u"echo 0000:01:00.0 &gt; /sys/bus/pci/drivers_probe"_s;
        QVERIFY(!bench.shows(command));
        const auto boxes = bench.pane()->findChildren<QCheckBox *>();
        QVERIFY(!boxes.isEmpty());
        boxes.last()->click();
        QVERIFY(bench.shows(command));
    }

    void aFailedStepIsUndoneAndExplained()
    {
        OperationBench bench;
        bench.kernel.set("unbind", "0000:01:00.0", "16"); // EBUSY
        QVERIFY(bench.planned("01:00.0"));
        QVERIFY(bench.press(u"Assign to VMs"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.shows(u"Nothing was changed"_s));
        QVERIFY(bench.shows(bench.window.operations()->current()->result().error.what.toHtmlEscaped()));
        const auto states = bench.window.operations()->current()->steps().states();
        const auto &steps = bench.window.operations()->current()->plan().steps;
        for (qsizetype i = 0; i < steps.size(); ++i) {
            if (steps[i].action == core::Action::LoadModule)
                QCOMPARE(states[i], StepState::Done); // a module stays
            else if (steps[i].action == core::Action::SetDriverOverride)
                QCOMPARE(states[i], StepState::Undone);
            else if (steps[i].action == core::Action::Unbind && steps[i].address == at("01:00.0"))
                QCOMPARE(states[i], StepState::Failed);
            else if (steps[i].action == core::Action::Probe)
                QCOMPARE(states[i], StepState::Pending);
        }
        const QMap<StepState, QString> words{
            {StepState::Done, u"done"_s}, {StepState::Undone, u"undone"_s}, {StepState::Failed, u"failed"_s}, {StepState::Pending, u"pending"_s}};
        QStringList expected;
        for (const StepState state : states)
            expected += words.value(state, u"?"_s);
        QCOMPARE(bench.rowStates(), expected);
        bench.kernel.clear();
        QVERIFY(bench.press(u"Plan Again"_s));
        QVERIFY(bench.reaches(Operation::Phase::Planned));
    }

    void theResultIsShownEvenWhereTheDeviceIsGone()
    {
        OperationBench bench;
        bench.kernel.set("unbind", "0000:01:00.0", "vanish");
        QVERIFY(bench.planned("01:00.0"));
        QVERIFY(bench.press(u"Assign to VMs"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QTRY_VERIFY_WITH_TIMEOUT(!bench.window.machine()->snapshot->function(at("01:00.0")), timeoutMs);
        QVERIFY(bench.pane()->isVisible());
        QVERIFY(!bench.shows(u"Verified"_s));
        QVERIFY(bench.press(u"Close"_s));
        QVERIFY(!bench.pane()->isVisible());
        QCOMPARE(bench.window.selected(), std::nullopt);
    }

    void anIncompleteChangeOffersToBeResolved()
    {
        OperationBench bench;
        bench.kernel.set("unbind", "0000:01:00.0", "block");
        QVERIFY(bench.planned("01:00.0"));
        QVERIFY(bench.press(u"Assign to VMs"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(!bench.shows(u"Verified"_s));
        QVERIFY(bench.button(u"Finish or Undo"_s));

        // So does another plan for it, which offers nothing else.
        QVERIFY(bench.press(u"Plan Again"_s));
        QVERIFY(bench.reaches(Operation::Phase::Planned));
        QVERIFY(bench.shows(u"is still blocked in the kernel"_s));
        QVERIFY(!bench.button(u"Assign to VMs"_s));
        QPushButton *resolve = bench.button(u"Finish or Undo"_s);
        QVERIFY(resolve);
        bench.kernel.release();
        resolve->click();
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QCOMPARE(bench.window.operations()->current()->goal().verb, core::Verb::Recover);
    }

    void whileTheHelperWorksNoOtherOperationStarts()
    {
        OperationBench bench;
        bench.window.operations()->setTransport([] {
            // One that never answers.
            class Silent : public app::operation::Transport
            {
                void send(const QString &, const QVariantMap &) override
                {
                }
            };
            return std::make_unique<Silent>();
        });
        QVERIFY(bench.planned("01:00.0"));
        QVERIFY(bench.press(u"Assign to VMs"_s));
        QVERIFY(bench.reaches(Operation::Phase::Asking));
        QVERIFY(bench.shows(u"Waiting for permission"_s));
        QVERIFY(!bench.button(u"Close"_s)->isEnabled());

        QVERIFY(bench.select("00:02.0"));
        QVERIFY(bench.action() && !bench.action()->isEnabled());
        KMessageWidget *bar = bench.visibleBar();
        QVERIFY(bar);
        bar->actions().first()->trigger();
        QVERIFY(bench.pane()->isVisible());
        QCOMPARE(bench.window.selected(), at("01:00.0"));
    }

    void deniedIsExplainedAndLeavesEverything()
    {
        OperationBench bench;
        bench.window.operations()->setTransport([] {
            return std::make_unique<ScriptedTransport>([](core::Verb, const QVariantMap &) {
                return Delivery{.state = Delivery::State::Denied, .reply = {}, .detail = {}};
            });
        });
        QVERIFY(bench.planned("01:00.0"));
        QVERIFY(bench.press(u"Assign to VMs"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.shows(u"Permission was denied."_s));
        QVERIFY(bench.shows(u"Nothing was changed"_s));
    }

    void aSnapshotCannotBeChangedAndTheDetailsSaySo()
    {
        OperationBench bench;
        QVERIFY(bench.openSnapshot());
        QVERIFY(bench.select("01:00.0"));
        QVERIFY(bench.action() && bench.action()->isVisible() && !bench.action()->isEnabled());
        QVERIFY(bench.detailsShow(u"To change something, return to this machine."_s));
        QVERIFY(!bench.window.actionCollection()->action(u"assign_gpu"_s)->isEnabled());
    }

    void theBarAboveTheMapFitsASmallScreen()
    {
        OperationBench bench;
        QVERIFY(bench.openSnapshot());
        bench.window.resize(1024, 700);
        QApplication::processEvents();
        QCOMPARE(bench.window.width(), 1024);
        const KMessageWidget *bar = bench.visibleBar();
        QVERIFY(bar);
        for (const QWidget *part : bar->findChildren<QWidget *>())
            QVERIFY2(!part->isVisible() || bar->rect().contains(QRect(part->mapTo(bar, QPoint()), part->size())), part->metaObject()->className());
    }

    void everythingThatTakesFocusHasAName()
    {
        OperationBench bench;
        QVERIFY(bench.planned("00:02.0"));
        for (const QWidget *widget : bench.pane()->findChildren<QWidget *>()) {
            if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus))
                continue;
            QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
            QVERIFY2(accessible && !accessible->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
        }
    }

    void nothingOverflowsANarrowPane()
    {
        OperationBench bench;
        QVERIFY(bench.planned("01:00.0"));
        bench.pane()->findChildren<QCheckBox *>().last()->click();
        QApplication::processEvents();
        const auto *area = bench.pane()->findChild<QScrollArea *>();
        QVERIFY2(area->widget()->width() <= area->viewport()->width(), qPrintable(u"%1 in %2"_s.arg(area->widget()->width()).arg(area->viewport()->width())));
    }
};

TURNOUT_WINDOW_TEST(OperationPaneTest)
#include "operationpanetest.moc"
