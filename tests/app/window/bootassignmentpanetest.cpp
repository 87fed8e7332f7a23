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

constexpr auto once = "persist-once"_L1;
constexpr auto every = "persist"_L1;
constexpr auto undo = "unpersist"_L1;
constexpr auto cardsModalias = "sys/bus/pci/devices/0000:01:00.0/modalias";

/// A machine with initramfs-tools, and a window on it.
struct BootAssignmentBench : Bench {
    BootAssignmentBench()
    {
        kernel.tree().file("usr/sbin/update-initramfs", {});
        kernel.tree().file("etc/udev/rules.d/60-others.rules", "# of others\n");
        lookAgain();
    }

    /// What a look that was under way has seen may be old.
    void lookAgain()
    {
        window.controller()->refresh();
        QTRY_VERIFY_WITH_TIMEOUT(!window.controller()->isBusy(), timeoutMs);
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

    /// The start with the GPU on trial.
    void startTrial()
    {
        ask(core::Verb::Persist, true);
        ask(core::Verb::Assign);
        QVERIFY(helper::checkBoot(kernel.context()).ok());
        lookAgain();
    }

    /// From the button of the details to a verified end.
    bool chooses(const QString &action, const QString &confirmation)
    {
        if (!planned("01:00.0", action) || !press(confirmation) || !reaches(Operation::Phase::Ended) || !shows(u"Verified"_s))
            return false;
        return press(u"Close"_s);
    }

    bool says(const QString &text) const
    {
        return saysIn(window.findChild<app::DetailsPane *>(), text);
    }
    static bool saysIn(const QWidget *pane, const QString &text)
    {
        return pane->isVisible() && std::ranges::any_of(pane->findChildren<QLabel *>(), [&](const QLabel *label) {
                   return label->isVisible() && label->text().contains(text);
               });
    }
    QString tag() const
    {
        const auto *model = window.findChild<app::FunctionTreeModel *>();
        return model->indexOf(at("01:00.0")).siblingAtColumn(int(app::FunctionColumn::Start)).data().toString();
    }
    bool isInMenu(const QString &action) const
    {
        return window.actionCollection()->action(action)->isEnabled();
    }
};

}

/// Choosing what a GPU is to be after a start of the computer, in the window.
class BootAssignmentPaneTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        app::setApplicationData();
    }

    void aGpuIsTriedAtTheNextStartOnlyAndThatIsTakenBack()
    {
        BootAssignmentBench bench;
        QVERIFY(bench.planned("01:00.0", once));
        QVERIFY(bench.shows(u"at the next boot only"_s));
        QVERIFY(bench.shows(u"/etc/turnout/boot-assignments.json"_s));
        QVERIFY(bench.shows(u"update-initramfs -u -k all"_s));
        QVERIFY(!QFile::exists(bench.kernel.tree().path(core::bootAssignmentsFile))); // so far it is only shown
        QVERIFY(bench.press(u"Cancel"_s));
        QVERIFY(bench.chooses(once, u"Try at the Next Start Only"_s));
        QVERIFY(host::readBootAssignments(bench.kernel.tree().path()).assignments->first().nextBootOnly);
        QTRY_VERIFY_WITH_TIMEOUT(bench.says(u"Next start only: with virtual machines"_s), timeoutMs);
        QCOMPARE(bench.tag(), u"next boot"_s);

        QVERIFY(!bench.action(once) && !bench.action(every)); // one step at a time
        QVERIFY(bench.chooses(undo, u"Take the Choice Back"_s));
        QTRY_VERIFY_WITH_TIMEOUT(bench.says(u"After a start: with this computer"_s), timeoutMs);
        QCOMPARE(bench.tag(), QString());
        QVERIFY(!QFile::exists(bench.kernel.tree().path("etc/turnout")));
        QVERIFY(bench.kernel.writes().isEmpty()); // nothing that runs was changed
    }

    void aChoiceForEveryStartIsShownWithSinceWhenItCounts()
    {
        BootAssignmentBench bench;
        QVERIFY(bench.chooses(every, u"Choose for Every Start"_s));
        QTRY_VERIFY_WITH_TIMEOUT(bench.says(u"Assigned to VMs at every boot"_s), timeoutMs);
        QVERIFY(bench.says(u"Takes effect at the next boot."_s));
        QVERIFY(bench.isInMenu(u"unpersist_gpu"_s) && !bench.isInMenu(u"persist_gpu"_s) && !bench.isInMenu(u"try_gpu"_s));
        bench.ask(core::Verb::Assign);
        bench.lookAgain();
        QVERIFY(bench.says(u"Assigned to VMs at every boot"_s));
        QVERIFY(!bench.says(u"Takes effect at the next boot."_s));
    }

    void theWayOutOfAStartThatGoesWrongIsInThePlanAndInTheResult()
    {
        BootAssignmentBench bench;
        for (const auto &[action, confirmation] : {std::pair(once, u"Try at the Next Start Only"_s), std::pair(every, u"Choose for Every Start"_s)}) {
            QVERIFY(bench.planned("01:00.0", action));
            QVERIFY(bench.shows(u"type turnout=off at the end"_s));
            QVERIFY(bench.shows(u"turnout unpersist 01:00.0"_s));
            QVERIFY(bench.press(confirmation));
            QVERIFY(bench.reaches(Operation::Phase::Ended));
            QVERIFY(bench.shows(u"Verified"_s));
            QVERIFY(bench.shows(u"type turnout=off at the end"_s));
            QVERIFY(bench.press(u"Close"_s));
            QTRY_VERIFY_WITH_TIMEOUT(bench.action(undo), timeoutMs);
            QVERIFY(bench.chooses(undo, u"Take the Choice Back"_s));
            QTRY_VERIFY_WITH_TIMEOUT(bench.action(every), timeoutMs);
        }
    }

    void theOnlyGpuIsChosenOnlyWhenTheLossIsTicked()
    {
        BootAssignmentBench bench;
        bench.kernel.tree().remove("sys/bus/pci/devices/0000:00:02.0");
        bench.lookAgain();
        QVERIFY(bench.planned("01:00.0", every));
        QVERIFY(bench.shows(u"this computer has no screen at any start from then on"_s));
        QVERIFY(!bench.button(u"Choose for Every Start"_s)->isEnabled());
        bench.pane()->findChildren<QCheckBox *>().first()->click();
        QVERIFY(bench.button(u"Choose for Every Start"_s)->isEnabled());
    }

    void aLitGpuThatIsChosenSaysThatItsScreensAreDarkAtEveryStart()
    {
        BootAssignmentBench bench;
        bench.window.select(at("00:02.0"));
        core::Goal goal;
        goal.verb = core::Verb::Persist;
        goal.gpu = at("00:02.0");
        goal.accepted = QStringList{u"display-in-use"_s};
        bench.window.operations()->begin(goal);
        QVERIFY(bench.reaches(Operation::Phase::Planned));
        QVERIFY(bench.shows(u"The screens on it are dark at every start"_s));
    }

    void aTrialSaysThatItGoesBackAndIsKept()
    {
        BootAssignmentBench bench;
        bench.startTrial();
        bench.window.select(at("01:00.0"));
        QVERIFY(bench.says(u"This start only: goes back unless kept"_s));
        QCOMPARE(bench.tag(), u"this start"_s);
        QCOMPARE(plain(bench.action(every)->text()), u"Keep at Every Start…"_s);
        QVERIFY(!bench.action(once) && !bench.action(undo));
        QVERIFY(bench.chooses(every, u"Choose for Every Start"_s));
        QTRY_VERIFY_WITH_TIMEOUT(bench.says(u"Assigned to VMs at every boot"_s), timeoutMs);
    }

    void whatTheStartDidNotBringIsSaid()
    {
        BootAssignmentBench bench;
        bench.ask(core::Verb::Persist);
        QVERIFY(helper::checkBoot(bench.kernel.context()).ok()); // with the GPU on its host driver
        bench.lookAgain();
        bench.window.select(at("01:00.0"));
        QVERIFY(bench.says(u"Not applied: the GPU is bound to a different driver"_s));
        QVERIFY(bench.action(undo) && bench.action()); // it can still be given by hand
    }

    void anotherCardInItsPlaceIsSaidAndTheChoiceTakenBack()
    {
        BootAssignmentBench bench;
        bench.ask(core::Verb::Persist);
        bench.kernel.tree().file(cardsModalias, "pci:v00001002d0000731Fsv00001462sd00003752bc03sc00i00\n");
        bench.lookAgain();
        bench.window.select(at("01:00.0"));
        QVERIFY(bench.says(u"Not applied: a different card is in this slot"_s));
        QVERIFY(bench.says(u"A different device is now at 01:00.0"_s));
        QCOMPARE(bench.tag(), u"not applied"_s);
        QVERIFY(bench.chooses(undo, u"Take the Choice Back"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!bench.says(u"Not applied"_s), timeoutMs);
    }

    void aChoiceWhoseCardIsGoneIsInTheOverviewAndTakenBackThere()
    {
        BootAssignmentBench bench;
        bench.ask(core::Verb::Persist);
        for (const char *function : {"0000:01:00.0", "0000:01:00.1"})
            bench.kernel.tree().remove(QByteArray("sys/bus/pci/devices/") + function);
        bench.lookAgain();
        const auto *overview = bench.window.findChild<app::OverviewPane *>();
        QVERIFY(BootAssignmentBench::saysIn(overview, u"Not applied: this slot is empty"_s));
        auto *button = overview->findChild<QPushButton *>(undo);
        QVERIFY(button);
        button->click();
        QVERIFY(bench.reaches(Operation::Phase::Planned));
        QVERIFY(bench.press(u"Take the Choice Back"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.shows(u"Verified"_s));
        QVERIFY(bench.press(u"Close"_s));
        QTRY_VERIFY_WITH_TIMEOUT(overview->isVisible() && !BootAssignmentBench::saysIn(overview, u"Not applied"_s), timeoutMs);
    }

    void aTrialWhoseCardIsGoneLeavesNothingToTakeBack()
    {
        BootAssignmentBench bench;
        bench.startTrial();
        for (const char *function : {"0000:01:00.0", "0000:01:00.1"})
            bench.kernel.tree().remove(QByteArray("sys/bus/pci/devices/") + function);
        bench.lookAgain();
        QVERIFY(host::readBootAssignments(bench.kernel.tree().path()).trials->size() == 1);
        QVERIFY(!bench.window.findChild<app::OverviewPane *>()->findChild<QPushButton *>(undo));
    }

    void whatIsStoredAndCannotBeReadIsSaid()
    {
        BootAssignmentBench bench;
        bench.kernel.tree().file(core::bootAssignmentsFile, "tea");
        bench.lookAgain();
        QVERIFY(BootAssignmentBench::saysIn(bench.window.findChild<app::OverviewPane *>(), u"cannot be read"_s));
        bench.window.select(at("01:00.0"));
        QVERIFY(!bench.action(once) && !bench.action(every) && !bench.action(undo));
    }

    void aGpuThatMayNotGoIsOfferedNoChoice()
    {
        BootAssignmentBench bench;
        bench.window.select(at("00:02.0")); // with the host's picture
        QVERIFY(!bench.action(once) && !bench.action(every) && !bench.action(undo));
        QVERIFY(!bench.isInMenu(u"try_gpu"_s) && !bench.isInMenu(u"persist_gpu"_s));
    }

    void anInitramfsThatCannotBeBuiltLeavesTheNextStartAsItWas()
    {
        BootAssignmentBench bench;
        bench.kernel.set("initramfs", "rebuild", "5");
        QVERIFY(bench.planned("01:00.0", every));
        QVERIFY(bench.press(u"Choose for Every Start"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.shows(u"Nothing is changed"_s));
        QVERIFY(bench.shows(u"The next start is as it would have been before."_s));
        QVERIFY(bench.press(u"Plan Again"_s));
        QVERIFY(bench.reaches(Operation::Phase::Planned));
    }

    void planningAgainKeepsThatItIsForOneStart()
    {
        BootAssignmentBench bench;
        bench.window.operations()->setTransport([] {
            return std::make_unique<ScriptedTransport>([](core::Verb, const QVariantMap &) {
                return Delivery{.state = Delivery::State::Denied, .reply = {}, .detail = {}};
            });
        });
        QVERIFY(bench.planned("01:00.0", once));
        QVERIFY(bench.press(u"Try at the Next Start Only"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.shows(u"permission was not given"_s));
        QVERIFY(bench.press(u"Plan Again"_s));
        QVERIFY(bench.reaches(Operation::Phase::Planned));
        QVERIFY(bench.button(u"Try at the Next Start Only"_s));
    }

    void aSnapshotOffersNoChoice()
    {
        BootAssignmentBench bench;
        QVERIFY(bench.openSnapshot());
        bench.window.select(at("01:00.0"));
        QVERIFY(!bench.action(once) && !bench.action(every) && !bench.action(undo));
    }

    void nothingOverflowsANarrowPane()
    {
        BootAssignmentBench bench;
        bench.window.resize(1024, 700);
        bench.window.select(at("01:00.0"));
        QApplication::processEvents();
        const auto *details = bench.window.findChild<app::DetailsPane *>();
        QVERIFY(bench.action(once)->isVisible());
        QVERIFY2(details->widget()->width() <= details->viewport()->width(),
                 qPrintable(u"%1 in %2"_s.arg(details->widget()->width()).arg(details->viewport()->width())));
        QVERIFY(bench.planned("01:00.0", once));
        QApplication::processEvents();
        const auto *area = bench.pane()->findChild<QScrollArea *>();
        QVERIFY2(area->widget()->width() <= area->viewport()->width(), qPrintable(u"%1 in %2"_s.arg(area->widget()->width()).arg(area->viewport()->width())));
    }
};

TURNOUT_WINDOW_TEST(BootAssignmentPaneTest)
#include "bootassignmentpanetest.moc"
