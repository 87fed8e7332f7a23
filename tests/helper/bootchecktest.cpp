// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper/boot/bootcheck.h"

#include "core/operation/plan.h"
#include "helper/boot/bootassignments.h"
#include "helper/boot/trialboots.h"
#include "helper/journal/statelock.h"
#include "helper/worker/verbs.h"
#include "host/machine/bootassignments.h"
#include "simulatedkernel.h"
#include "tests/tools/registered.h"

#include <QDir>
#include <QTest>

#include <future>

using core::Outcome;
using core::Verb;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace
{
core::Request requestFor(const SimulatedKernel &kernel, Verb verb, bool nextBootOnly = false)
{
    core::Request request;
    request.goal.verb = verb;
    request.goal.gpu = address("0000:01:00.0");
    request.nonce = core::newNonce();
    request.goal.nextBootOnly = nextBootOnly;
    if (core::needsFingerprint(verb))
        request.fingerprint = core::plan(kernel.tree().read(), request.goal).fingerprint;
    return request;
}

core::Reply run(const SimulatedKernel &kernel, const core::Request &request)
{
    const helper::Verbs verbs(kernel.context(), [](const core::Progress &) { }, [](const QString &) { });
    return verbs.run(request.goal.verb, core::toArguments(request), 1000);
}

void ask(const SimulatedKernel &kernel, Verb verb, bool nextBootOnly = false)
{
    const core::Reply reply = run(kernel, requestFor(kernel, verb, nextBootOnly));
    QVERIFY2(reply.outcome == Outcome::Done, qPrintable(reply.error.text()));
}

/// A machine that has booted with the GPU assigned.
void bootWith(const SimulatedKernel &kernel, bool nextBootOnly)
{
    QDir().mkpath(kernel.tree().path("etc/udev/rules.d"));
    kernel.tree().file("usr/sbin/update-initramfs", {});
    ask(kernel, Verb::Persist, nextBootOnly);
    ask(kernel, Verb::Assign);
}

QString linesOf(const core::Result<QStringList> &lines)
{
    return lines ? lines->join(u'\n') : lines.error().text();
}

core::StoredBootAssignments stored(const SimulatedKernel &kernel)
{
    return host::readBootAssignments(kernel.tree().path());
}

bool exists(const SimulatedKernel &kernel, const QByteArray &relative)
{
    return QFile::exists(kernel.tree().path(relative));
}
}

/// What happens after a boot.
class BootCheckTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutBootAssignmentsNothingIsReported()
    {
        const SimulatedKernel kernel;
        QCOMPARE(linesOf(helper::checkBoot(kernel.context())), QString());
        QCOMPARE(linesOf(helper::endTrial(kernel.context())), QString());
        QVERIFY(kernel.writes().isEmpty());
    }

    void anUnmetAssignmentIsReported()
    {
        const SimulatedKernel kernel;
        bootWith(kernel, false);
        QCOMPARE(linesOf(helper::checkBoot(kernel.context())), QString());
        QCOMPARE(stored(kernel).assignments->size(), 1);

        kernel.tree().file("sys/bus/pci/devices/0000:01:00.0/modalias", "pci:v00001002d0000731Fsv00001462sd00003752bc03sc00i00\n");
        const QString lines = linesOf(helper::checkBoot(kernel.context()));
        QVERIFY2(lines.startsWith(u"persist: A different device is now at 01:00.0"_s), qPrintable(lines));
    }

    void aTrialIsRemovedFromTheNextBootAtOnce()
    {
        const SimulatedKernel kernel;
        bootWith(kernel, true);
        QVERIFY(exists(kernel, core::udevRulesFile));
        QCOMPARE(linesOf(helper::checkBoot(kernel.context())), u"trial: begun"_s);
        QVERIFY(stored(kernel).assignments->isEmpty());
        QVERIFY(!exists(kernel, core::udevRulesFile) && !exists(kernel, "etc/turnout"));
        QCOMPARE(stored(kernel).trials->size(), 1);
        QVERIFY(exists(kernel, "simulated/trial-timer"));
        QVERIFY(kernel.state().contains("01:00.0 driver=turnout_vfio_pci"));
    }

    void aTrialEndsEvenIfTheNextBootCannotBeChanged()
    {
        const SimulatedKernel kernel;
        bootWith(kernel, true);
        helper::HelperContext full = kernel.context();
        full.applyBootAssignments = [] {
            return ENOSPC;
        };
        const QString lines = linesOf(helper::checkBoot(full));
        QVERIFY2(lines.startsWith(u"trial: begun\ntrial: "_s), qPrintable(lines));
        QVERIFY(exists(kernel, "simulated/trial-timer"));
        QVERIFY(helper::endTrial(kernel.context()).ok());
        QVERIFY2(kernel.state().contains("01:00.0 driver=amdgpu override=(null)"), kernel.state().constData());
        QVERIFY(stored(kernel).assignments->first().nextBootOnly); // a trial again at the next boot
    }

    void aTrialEndsEvenIfTheEndedTrialsAreDamaged()
    {
        const SimulatedKernel kernel;
        bootWith(kernel, true);
        QVERIFY(helper::checkBoot(kernel.context()).ok());
        kernel.tree().file(core::endedTrialFile, "tea");
        QVERIFY(helper::endTrial(kernel.context()).ok());
        QVERIFY2(kernel.state().contains("01:00.0 driver=amdgpu override=(null)"), kernel.state().constData());
    }

    void anUnconfirmedTrialIsReleased()
    {
        const SimulatedKernel kernel;
        bootWith(kernel, true);
        QVERIFY(helper::checkBoot(kernel.context()).ok());
        const QString lines = linesOf(helper::endTrial(kernel.context()));
        QVERIFY2(lines.contains(u"release 0000:01:00.0 by uid 0: done"_s), qPrintable(lines));
        QVERIFY2(kernel.state().contains("01:00.0 driver=amdgpu override=(null)"), kernel.state().constData());
        QVERIFY(kernel.state().contains("01:00.1 driver=snd_hda_intel"));
        QVERIFY(!exists(kernel, core::trialFile));
        QCOMPARE(stored(kernel).endedTrials->size(), 1);
    }

    void aManualReleaseEndsTheTrial()
    {
        const SimulatedKernel kernel;
        bootWith(kernel, true);
        QVERIFY(helper::checkBoot(kernel.context()).ok());
        const auto trials = *stored(kernel).trials;
        ask(kernel, Verb::Release);
        QVERIFY(!exists(kernel, core::trialFile));
        QCOMPARE(*stored(kernel).endedTrials, trials);
        QCOMPARE(linesOf(helper::endTrial(kernel.context())), QString());
    }

    void aConfirmedTrialStays()
    {
        const SimulatedKernel kernel;
        bootWith(kernel, true);
        QVERIFY(helper::checkBoot(kernel.context()).ok());
        ask(kernel, Verb::Persist);
        const QByteArray state = kernel.state();
        QCOMPARE(linesOf(helper::endTrial(kernel.context())), u"trial: pci0000:00/01.0/00.0 is confirmed"_s);
        QCOMPARE(kernel.state(), state);
        QCOMPARE(stored(kernel).assignments->size(), 1);
    }

    void aConfirmationInProgressIsRespected()
    {
        const SimulatedKernel kernel;
        bootWith(kernel, true);
        QVERIFY(helper::checkBoot(kernel.context()).ok());
        helper::BootAssignments confirmed = *stored(kernel).trials;
        confirmed.first().nextBootOnly = false;
        auto change = std::make_optional(helper::StateLock::take(kernel.context().runtime, 0ms));
        QVERIFY(change->ok());
        auto end = std::async(std::launch::async, [&kernel] {
            helper::HelperContext context = kernel.context();
            context.lockTimeout = 1min;
            return helper::endTrial(context);
        });
        QTest::qWait(100);
        QVERIFY(helper::changeBootAssignments(kernel.context(), confirmed).ok());
        change.reset();
        QCOMPARE(linesOf(end.get()), u"trial: pci0000:00/01.0/00.0 is confirmed"_s);
    }

    /// The user types the password while the time runs out.
    void aTrialThatIsOverIsNotKept_data()
    {
        QTest::addColumn<bool>("byHand");
        QTest::newRow("its time is over") << false;
        QTest::newRow("the user returned the GPU to the host") << true;
    }
    void aTrialThatIsOverIsNotKept()
    {
        QFETCH(bool, byHand);
        const SimulatedKernel kernel;
        bootWith(kernel, true);
        QVERIFY(helper::checkBoot(kernel.context()).ok());
        const core::Request keep = requestFor(kernel, Verb::Persist);
        if (byHand)
            ask(kernel, Verb::Release);
        else
            QVERIFY(helper::endTrial(kernel.context()).ok());
        const core::Reply reply = run(kernel, keep);
        QCOMPARE(reply.outcome, Outcome::Refused);
        QVERIFY2(reply.error.what.contains(u"trial boot is over"_s), qPrintable(reply.error.text()));
        QVERIFY(stored(kernel).assignments->isEmpty());
        // What the user confirms from now on is another wish.
        ask(kernel, Verb::Persist);
        QCOMPARE(stored(kernel).assignments->size(), 1);
    }

    /// Between the decision and the release another program has the lock.
    void aTrialThatIsAboutToEndIsNotKept()
    {
        const SimulatedKernel kernel;
        bootWith(kernel, true);
        QVERIFY(helper::checkBoot(kernel.context()).ok());
        const core::Request keep = requestFor(kernel, Verb::Persist);
        std::optional<core::Reply> kept;
        helper::HelperContext context = kernel.context();
        context.lockTimeout = 1min;
        context.journalWritten = [&] { // the release has begun, with the lock
            if (!kept)
                kept = run(kernel, keep);
        };
        QVERIFY(helper::endTrial(context).ok());
        QVERIFY(kept);
        QCOMPARE(kept->outcome, Outcome::Busy);
        QVERIFY2(kernel.state().contains("01:00.0 driver=amdgpu override=(null)"), kernel.state().constData());

        // Without the lock, but decided.
        const SimulatedKernel other;
        bootWith(other, true);
        QVERIFY(helper::checkBoot(other.context()).ok());
        helper::noteEndingTrials(other.context(), *stored(other).trials);
        const core::Reply reply = run(other, requestFor(other, Verb::Persist));
        QCOMPARE(reply.outcome, Outcome::Refused);
        QVERIFY2(reply.error.what.contains(u"trial boot is over"_s), qPrintable(reply.error.text()));
        QVERIFY(stored(other).assignments->isEmpty());
    }

    void aTrialThatCouldNotEndCanBeKept()
    {
        const SimulatedKernel kernel;
        bootWith(kernel, true);
        QVERIFY(helper::checkBoot(kernel.context()).ok());
        helper::noteEndingTrials(kernel.context(), *stored(kernel).trials);
        helper::noteEndingTrials(kernel.context(), {});
        ask(kernel, Verb::Persist);
        QCOMPARE(stored(kernel).assignments->size(), 1);
    }

    void aKeptTrialCanBeKeptAgain()
    {
        const SimulatedKernel kernel;
        bootWith(kernel, true);
        QVERIFY(helper::checkBoot(kernel.context()).ok());
        const core::Request keep = requestFor(kernel, Verb::Persist);
        ask(kernel, Verb::Persist);
        QCOMPARE(run(kernel, keep).outcome, Outcome::Done);
    }

    void aVmIsNotInterrupted()
    {
        const SimulatedKernel kernel;
        bootWith(kernel, true);
        QVERIFY(helper::checkBoot(kernel.context()).ok());
        kernel.tree().file("sys/bus/pci/devices/0000:01:00.0/turnout/in_use", "1\n");
        const QString lines = linesOf(helper::endTrial(kernel.context()));
        QVERIFY2(lines.contains(u"refused"_s), qPrintable(lines));
        QVERIFY(kernel.state().contains("01:00.0 driver=turnout_vfio_pci"));
    }

    void aTrialEndsAfterAnotherChange()
    {
        const SimulatedKernel kernel;
        bootWith(kernel, true);
        QVERIFY(helper::checkBoot(kernel.context()).ok());
        auto change = std::make_optional(helper::StateLock::take(kernel.context().runtime, 0ms));
        QVERIFY(change->ok());
        QVERIFY(!helper::endTrial(kernel.context()).ok()); // its timeout is short here
        QVERIFY(exists(kernel, core::trialFile));
        QVERIFY(kernel.state().contains("01:00.0 driver=turnout_vfio_pci"));
        change.reset();
        QVERIFY(helper::endTrial(kernel.context()).ok());
        QVERIFY(kernel.state().contains("01:00.0 driver=amdgpu override=(null)"));
        QVERIFY(!exists(kernel, core::trialFile));
    }

    void unattendedProgramsWaitForAnInitramfsBuild()
    {
        QVERIFY(helper::HelperContext::unattended().lockTimeout > 15min); // as turnout-persist.service may take
    }

    void aTrialForTheNextBootDoesNotBeginInThisOne()
    {
        const SimulatedKernel kernel;
        bootWith(kernel, false);
        QVERIFY(helper::checkBoot(kernel.context()).ok());
        ask(kernel, Verb::Persist, true);
        QCOMPARE(linesOf(helper::checkBoot(kernel.context())), QString());
        QVERIFY(stored(kernel).assignments->first().nextBootOnly);
        // /run is empty after the next boot.
        kernel.tree().remove("run/turnout");
        QCOMPARE(linesOf(helper::checkBoot(kernel.context())), u"trial: begun"_s);
    }

    void anInterruptedChangeIsApplied()
    {
        const SimulatedKernel kernel;
        QDir().mkpath(kernel.tree().path("etc/udev/rules.d"));
        const auto assignment = core::bootAssignmentFor(
            kernel.tree().read(),
            {.verb = Verb::Persist, .gpu = address("0000:01:00.0"), .driver = {}, .idle = {}, .vga = {}, .resetMethod = {}, .accepted = {}});
        helper::HelperContext interrupted = kernel.context();
        interrupted.applyBootAssignments = [] {
            return EIO;
        };
        QDir().mkpath(interrupted.state);
        QVERIFY(!helper::changeBootAssignments(interrupted, {*assignment}).ok());
        const QString lines = linesOf(helper::checkBoot(kernel.context()));
        QVERIFY2(lines.startsWith(u"persist: the pending change is applied"_s), qPrintable(lines));
        QVERIFY(exists(kernel, core::udevRulesFile));
    }
};

TURNOUT_TEST(BootCheckTest)

#include "bootchecktest.moc"
