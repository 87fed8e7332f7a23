// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/window/aboutdata.h"
#include "app/window/functions/functiontreemodel.h"
#include "app/window/pages/overviewpane.h"
#include "core/operation/plan.h"
#include "operationbench.h"
#include "helper/boot/bootcheck.h"
#include "helper/worker/verbs.h"
#include "host/machine/bootassignments.h"
#include "tests/app/operation/scriptedtransport.h"
#include "tests/tools/registered.h"

#include <KActionCollection>

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QScrollArea>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using app::operation::Delivery;
using app::operation::Operation;

namespace
{

constexpr auto nextBoot = "persist-next-boot"_L1;
constexpr auto everyBoot = "persist"_L1;
constexpr auto removal = "unpersist"_L1;
constexpr auto cardsModalias = "sys/bus/pci/devices/0000:01:00.0/modalias";

/// A machine with initramfs-tools, and a window on it.
struct BootAssignmentBench : OperationBench {
    BootAssignmentBench()
    {
        kernel.tree().file("etc/udev/rules.d/60-others.rules", "# of others\n");
        refresh();
    }

    /// Twice: a scan that was running at the first call may have read old values.
    void refresh()
    {
        for (int i = 0; i < 2; ++i) {
            QSignalSpy shown(&window, &app::MainWindow::machineShown);
            window.snapshots()->refresh();
            QVERIFY(shown.wait(timeoutMs));
        }
    }

    /// By another program.
    void ask(core::Verb verb, bool nextBootOnly = false) const
    {
        core::Request request;
        request.goal.verb = verb;
        request.goal.gpu = at("01:00.0");
        request.nonce = core::newNonce();
        request.goal.nextBootOnly = nextBootOnly;
        if (core::needsFingerprint(verb))
            request.fingerprint = core::plan(kernel.tree().read(), request.goal).fingerprint;
        const helper::Verbs verbs(kernel.context(), [](const core::Progress &) { }, [](const QString &) { });
        const core::Reply reply = verbs.run(verb, core::toArguments(request), 1000);
        QVERIFY2(reply.outcome == core::Outcome::Done, qPrintable(reply.error.text()));
    }

    /// A boot with the GPU on trial.
    void startTrial()
    {
        ask(core::Verb::Persist, true);
        ask(core::Verb::Assign);
        QVERIFY(helper::checkBoot(kernel.context()).ok());
        refresh();
    }

    /// From the button of the details to a verified result.
    bool assigns(const QString &action, const QString &confirmation)
    {
        if (!planned("01:00.0", action) || !press(confirmation) || !reaches(Operation::Phase::Ended) || !shows(u"Verified"_s))
            return false;
        return press(u"Close"_s);
    }

    QString tag() const
    {
        const auto *model = window.findChild<app::FunctionTreeModel *>();
        return model->indexOf(at("01:00.0")).siblingAtColumn(int(app::FunctionColumn::Boot)).data().toString();
    }
    bool isInMenu(const QString &action) const
    {
        return window.actionCollection()->action(action)->isEnabled();
    }
};

}

/// Boot assignments in the window.
class BootAssignmentPaneTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        app::setApplicationData();
    }

    void aGpuIsAssignedAtTheNextBootOnlyAndThatIsRemoved()
    {
        BootAssignmentBench bench;
        QVERIFY(bench.planned("01:00.0", nextBoot));
        QVERIFY(bench.shows(u"at the next boot only"_s));
        QVERIFY(bench.shows(u"/etc/turnout/boot-assignments.json"_s));
        QVERIFY(bench.shows(u"update-initramfs -u -k all"_s));
        QVERIFY(!QFile::exists(bench.kernel.tree().path(core::bootAssignmentsFile))); // it is only shown so far
        QVERIFY(bench.press(u"Cancel"_s));
        QVERIFY(bench.assigns(nextBoot, u"Assign at Next Boot Only"_s));
        QVERIFY(host::readBootAssignments(bench.kernel.tree().path()).assignments->first().nextBootOnly);
        QTRY_VERIFY_WITH_TIMEOUT(bench.detailsShow(u"Assigned to VMs at the next boot only"_s), timeoutMs);
        QCOMPARE(bench.tag(), u"next boot"_s);

        QVERIFY(!bench.action(nextBoot) && !bench.action(everyBoot)); // no other assignment before it is removed
        QVERIFY(bench.assigns(removal, u"Remove Boot Assignment"_s));
        QTRY_VERIFY_WITH_TIMEOUT(bench.detailsShow(u"At boot: on the host"_s), timeoutMs);
        QCOMPARE(bench.tag(), QString());
        QVERIFY(!QFile::exists(bench.kernel.tree().path("etc/turnout")));
        QVERIFY(bench.kernel.writes().isEmpty()); // it takes effect at the next boot
    }

    void anAssignmentAtEveryBootIsShownWithWhenItTakesEffect()
    {
        BootAssignmentBench bench;
        QVERIFY(bench.assigns(everyBoot, u"Assign at Every Boot"_s));
        QTRY_VERIFY_WITH_TIMEOUT(bench.detailsShow(u"Assigned to VMs at every boot"_s), timeoutMs);
        QVERIFY(bench.detailsShow(u"Takes effect at the next boot."_s));
        QVERIFY(bench.isInMenu(u"unpersist_gpu"_s) && !bench.isInMenu(u"persist_gpu"_s) && !bench.isInMenu(u"persist_gpu_next_boot"_s));
        bench.ask(core::Verb::Assign);
        bench.refresh();
        QVERIFY(bench.detailsShow(u"Assigned to VMs at every boot"_s));
        QVERIFY(!bench.detailsShow(u"Takes effect at the next boot."_s));
    }

    void theRemedyForAFailedBootIsInThePlanAndInTheResult()
    {
        BootAssignmentBench bench;
        for (const auto &[action, confirmation] : {std::pair(nextBoot, u"Assign at Next Boot Only"_s), std::pair(everyBoot, u"Assign at Every Boot"_s)}) {
            QVERIFY(bench.planned("01:00.0", action));
            QVERIFY(bench.shows(u"add turnout=off to the end"_s));
            QVERIFY(bench.shows(u"turnout unpersist 01:00.0"_s));
            QVERIFY(bench.press(confirmation));
            QVERIFY(bench.reaches(Operation::Phase::Ended));
            QVERIFY(bench.shows(u"Verified"_s));
            QVERIFY(bench.shows(u"add turnout=off to the end"_s));
            QVERIFY(bench.press(u"Close"_s));
            QTRY_VERIFY_WITH_TIMEOUT(bench.action(removal), timeoutMs);
            QVERIFY(bench.assigns(removal, u"Remove Boot Assignment"_s));
            QTRY_VERIFY_WITH_TIMEOUT(bench.action(everyBoot), timeoutMs);
        }
    }

    void theOnlyGpuIsAssignedOnlyWhenTheLossIsAccepted()
    {
        BootAssignmentBench bench;
        bench.kernel.tree().remove("sys/bus/pci/devices/0000:00:02.0");
        bench.refresh();
        QVERIFY(bench.planned("01:00.0", everyBoot));
        QVERIFY(bench.shows(u"this machine has no display from the next boot on"_s));
        QVERIFY(!bench.button(u"Assign at Every Boot"_s)->isEnabled());
        bench.pane()->findChildren<QCheckBox *>().first()->click();
        QVERIFY(bench.button(u"Assign at Every Boot"_s)->isEnabled());
    }

    void thePlanForALitGpuSaysThatItsDisplaysStayBlank()
    {
        BootAssignmentBench bench;
        QVERIFY(bench.select("00:02.0"));
        core::Goal goal;
        goal.verb = core::Verb::Persist;
        goal.gpu = at("00:02.0");
        goal.accepted = QStringList{u"display-in-use"_s};
        bench.window.operations()->begin(goal);
        QVERIFY(bench.reaches(Operation::Phase::Planned));
        QVERIFY(bench.shows(u"Displays on this GPU stay blank from the beginning of every boot."_s));
    }

    void aTrialIsShownAndKept()
    {
        BootAssignmentBench bench;
        bench.startTrial();
        QVERIFY(bench.select("01:00.0"));
        QVERIFY(bench.detailsShow(u"Assigned to VMs for this boot only"_s));
        QCOMPARE(bench.tag(), u"this boot"_s);
        QCOMPARE(plain(bench.action(everyBoot)->text()), u"Keep at Every Boot…"_s);
        QVERIFY(!bench.action(nextBoot) && !bench.action(removal));
        QVERIFY(bench.assigns(everyBoot, u"Assign at Every Boot"_s));
        QTRY_VERIFY_WITH_TIMEOUT(bench.detailsShow(u"Assigned to VMs at every boot"_s), timeoutMs);
    }

    void anAssignmentThatWasNotAppliedIsShown()
    {
        BootAssignmentBench bench;
        bench.ask(core::Verb::Persist);
        QVERIFY(helper::checkBoot(bench.kernel.context()).ok()); // with the GPU on its host driver
        bench.refresh();
        QVERIFY(bench.select("01:00.0"));
        QVERIFY(bench.detailsShow(u"Not applied: the GPU is bound to a different driver"_s));
        QVERIFY(bench.action(removal) && bench.action()); // it can still be assigned now
    }

    void aDifferentCardInTheSlotIsShownAndTheAssignmentRemoved()
    {
        BootAssignmentBench bench;
        bench.ask(core::Verb::Persist);
        bench.kernel.tree().file(cardsModalias, "pci:v00001002d0000731Fsv00001462sd00003752bc03sc00i00\n");
        bench.refresh();
        QVERIFY(bench.select("01:00.0"));
        QVERIFY(bench.detailsShow(u"Not applied: a different card is in this slot"_s));
        QVERIFY(bench.detailsShow(u"A different device is now at 01:00.0"_s));
        QCOMPARE(bench.tag(), u"not applied"_s);
        QVERIFY(bench.assigns(removal, u"Remove Boot Assignment"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!bench.detailsShow(u"Not applied"_s), timeoutMs);
    }

    void anAssignmentWhoseCardIsGoneIsInTheOverviewAndRemovedThere()
    {
        BootAssignmentBench bench;
        bench.ask(core::Verb::Persist);
        for (const char *function : {"0000:01:00.0", "0000:01:00.1"})
            bench.kernel.tree().remove(QByteArray("sys/bus/pci/devices/") + function);
        bench.refresh();
        const auto *overview = bench.window.findChild<app::OverviewPane *>();
        QVERIFY(showsText(overview, u"Not applied: this slot is empty"_s));
        auto *button = overview->findChild<QPushButton *>(removal);
        QVERIFY(button);
        button->click();
        QVERIFY(bench.reaches(Operation::Phase::Planned));
        QVERIFY(bench.press(u"Remove Boot Assignment"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.shows(u"Verified"_s));
        QVERIFY(bench.press(u"Close"_s));
        QTRY_VERIFY_WITH_TIMEOUT(overview->isVisible() && !showsText(overview, u"Not applied"_s), timeoutMs);
    }

    void aTrialWhoseCardIsGoneLeavesNothingToRemove()
    {
        BootAssignmentBench bench;
        bench.startTrial();
        for (const char *function : {"0000:01:00.0", "0000:01:00.1"})
            bench.kernel.tree().remove(QByteArray("sys/bus/pci/devices/") + function);
        bench.refresh();
        QVERIFY(host::readBootAssignments(bench.kernel.tree().path()).trials->size() == 1);
        QVERIFY(!bench.window.findChild<app::OverviewPane *>()->findChild<QPushButton *>(removal));
    }

    void anUnreadableFileIsReported()
    {
        BootAssignmentBench bench;
        bench.kernel.tree().file(core::bootAssignmentsFile, "tea");
        bench.refresh();
        QVERIFY(showsText(bench.window.findChild<app::OverviewPane *>(), u"cannot be read"_s));
        QVERIFY(bench.select("01:00.0"));
        QVERIFY(!bench.action(nextBoot) && !bench.action(everyBoot) && !bench.action(removal));
    }

    void aBlockedGpuIsOfferedNoBootAssignment()
    {
        BootAssignmentBench bench;
        QVERIFY(bench.select("00:02.0")); // it drives the host's displays
        QVERIFY(!bench.action(nextBoot) && !bench.action(everyBoot) && !bench.action(removal));
        QVERIFY(!bench.isInMenu(u"persist_gpu_next_boot"_s) && !bench.isInMenu(u"persist_gpu"_s));
    }

    void anInitramfsThatCannotBeBuiltLeavesTheNextBootAsItWas()
    {
        BootAssignmentBench bench;
        bench.kernel.setOnce("initramfs", "rebuild", "5");
        QVERIFY(bench.planned("01:00.0", everyBoot));
        QVERIFY(bench.press(u"Assign at Every Boot"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.shows(u"Nothing was changed"_s));
        QVERIFY(bench.shows(u"The next boot is not affected."_s));
        QVERIFY(bench.press(u"Plan Again"_s));
        QVERIFY(bench.reaches(Operation::Phase::Planned));
    }

    void planningAgainKeepsNextBootOnly()
    {
        BootAssignmentBench bench;
        bench.window.operations()->setTransport([] {
            return std::make_unique<ScriptedTransport>([](core::Verb, const QVariantMap &) {
                return Delivery{.state = Delivery::State::Denied, .reply = {}, .detail = {}};
            });
        });
        QVERIFY(bench.planned("01:00.0", nextBoot));
        QVERIFY(bench.press(u"Assign at Next Boot Only"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.shows(u"Permission was denied."_s));
        QVERIFY(bench.press(u"Plan Again"_s));
        QVERIFY(bench.reaches(Operation::Phase::Planned));
        QVERIFY(bench.button(u"Assign at Next Boot Only"_s));
    }

    void aSnapshotOffersNoBootAssignment()
    {
        BootAssignmentBench bench;
        QVERIFY(bench.openSnapshot());
        QVERIFY(bench.select("01:00.0"));
        QVERIFY(!bench.action(nextBoot) && !bench.action(everyBoot) && !bench.action(removal));
    }

    void nothingOverflowsANarrowPane()
    {
        BootAssignmentBench bench;
        bench.window.resize(1024, 700);
        QVERIFY(bench.select("01:00.0"));
        QApplication::processEvents();
        const auto *details = bench.window.findChild<app::DetailsPane *>();
        QVERIFY(bench.action(nextBoot)->isVisible());
        QVERIFY2(details->widget()->width() <= details->viewport()->width(),
                 qPrintable(u"%1 in %2"_s.arg(details->widget()->width()).arg(details->viewport()->width())));
        QVERIFY(bench.planned("01:00.0", nextBoot));
        QApplication::processEvents();
        const auto *area = bench.pane()->findChild<QScrollArea *>();
        QVERIFY2(area->widget()->width() <= area->viewport()->width(), qPrintable(u"%1 in %2"_s.arg(area->widget()->width()).arg(area->viewport()->width())));
    }
};

TURNOUT_WINDOW_TEST(BootAssignmentPaneTest)
#include "bootassignmentpanetest.moc"
