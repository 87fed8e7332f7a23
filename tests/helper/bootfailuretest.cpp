// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper/boot/bootassignments.h"

#include "bootmachine.h"
#include "helper/boot/bootcheck.h"
#include "tests/tools/registered.h"

#include <QTest>

#include <cerrno>

using core::Outcome;
using namespace Qt::StringLiterals;

namespace
{
constexpr auto note = "var/lib/turnout/boot-assignments.wanted";

/// A machine on which the builder fails while the assignment is made and while that is undone.
void failToUndo(const SimulatedKernel &kernel)
{
    prepare(kernel);
    kernel.set("initramfs", "rebuild", "28");
    const core::Reply reply = run(kernel.context(), persisting(kernel));
    QCOMPARE(reply.outcome, Outcome::Incomplete);
    QVERIFY2(reply.error.what.contains(u"initramfs could not be rebuilt"_s), qPrintable(reply.error.text()));
    QVERIFY(!reply.error.remedy.isEmpty());
}
}

/// Changes of boot assignments that cannot be carried out, or need no initramfs.
class BootFailureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anImageThatCouldNotBeRestoredIsReportedAndNoted()
    {
        const SimulatedKernel kernel;
        failToUndo(kernel);
        QCOMPARE(kernel.rebuilds(), 2);
        QVERIFY(helper::areBootAssignmentsPending(kernel.context()));
        QVERIFY(helper::storedBootAssignments(kernel.context())->isEmpty());
        for (const char *file : {core::udevRulesFile, core::bootTableFile, core::bootAssignmentsFile})
            QVERIFY2(!QFile::exists(kernel.tree().path(file)), file);
    }

    void theNextChangeRestoresTheImageFirst()
    {
        const SimulatedKernel kernel;
        failToUndo(kernel);
        const core::Reply refused = run(kernel.context(), persisting(kernel));
        QCOMPARE(refused.outcome, Outcome::Refused);
        QCOMPARE(kernel.rebuilds(), 3); // once for each try
        QVERIFY(helper::areBootAssignmentsPending(kernel.context()));
        kernel.clear();
        QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done);
        QCOMPARE(kernel.rebuilds(), 5);
        QVERIFY(isGoal(kernel, false) && !helper::areBootAssignmentsPending(kernel.context()));
    }

    void theNextBootRestoresTheImage()
    {
        const SimulatedKernel kernel;
        failToUndo(kernel);
        kernel.tree().file("simulated/initramfs", "of a change that failed");
        QCOMPARE(helper::checkBoot(kernel.context())->first(), u"persist: the pending change is not applied yet"_s);
        QVERIFY(helper::areBootAssignmentsPending(kernel.context()));
        kernel.clear();
        QCOMPARE(helper::checkBoot(kernel.context())->first(), u"persist: the pending change is applied"_s);
        QVERIFY(!helper::areBootAssignmentsPending(kernel.context()));
        QCOMPARE(contentOf(kernel, "simulated/initramfs"), QByteArray());
    }

    /// A trial begins although the earlier change is pending: that its image is stale must not be forgotten.
    void aChangeThatReplacesAPendingOneKeepsThatTheImageIsStale()
    {
        const SimulatedKernel kernel;
        failToUndo(kernel);
        kernel.clear();
        const auto wanted = core::bootAssignmentFor(kernel.tree().read(), persisting(kernel).goal);
        helper::HelperContext interrupted = kernel.context();
        interrupted.applyBootAssignments = [] {
            return EIO;
        };
        QVERIFY(!helper::changeBootAssignments(interrupted, {*wanted}).ok());
        QVERIFY(contentOf(kernel, note).contains("\"initramfsIsStale\": true"));
    }

    void whereNothingWasWrittenNothingIsRebuilt()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        kernel.tree().remove("etc/udev/rules.d");
        QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Undone);
        QCOMPARE(kernel.rebuilds(), 0);
        QVERIFY(!helper::areBootAssignmentsPending(kernel.context()));
    }

    void whereTheImageHasTheSameFilesNothingIsRebuilt()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        QCOMPARE(run(kernel.context(), persisting(kernel, true)).outcome, Outcome::Done);
        QCOMPARE(kernel.rebuilds(), 1);
        QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done); // for every boot now
        QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done); // as it is already
        QCOMPARE(kernel.rebuilds(), 1);
        QVERIFY(isGoal(kernel, false) && !helper::storedBootAssignments(kernel.context())->first().nextBootOnly);
        QCOMPARE(run(kernel.context(), unpersisting()).outcome, Outcome::Done);
        QCOMPARE(kernel.rebuilds(), 2);
    }

    void aFileThatIsMissingIsWrittenAgainAndTheImageWithIt()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        QCOMPARE(run(kernel.context(), persisting(kernel, true)).outcome, Outcome::Done);
        kernel.tree().remove(core::bootTableFile);
        QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done);
        QCOMPARE(kernel.rebuilds(), 2);
        QVERIFY(isGoal(kernel, false));
    }

    void withAnUnknownBuilderNothingIsChanged()
    {
        const SimulatedKernel kernel;
        prepare(kernel, "usr/bin/unknown-builder");
        const auto before = everything(kernel);
        const core::Reply reply = run(kernel.context(), persisting(kernel));
        QCOMPARE(reply.outcome, Outcome::Refused); // by the finding boot-image-unknown
        QVERIFY(!reply.error.remedy.isEmpty());
        QCOMPARE(everything(kernel), before);
        QCOMPARE(kernel.rebuilds(), 0);
    }

    void withoutItsBuilderAnAssignmentIsRemovedByHand()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done);
        kernel.tree().remove("usr/sbin/update-initramfs");
        const auto before = everything(kernel);
        const core::Reply reply = run(kernel.context(), unpersisting());
        QCOMPARE(reply.outcome, Outcome::Undone);
        for (const char *file : {core::udevRulesFile, core::bootTableFile, core::bootAssignmentsFile})
            QVERIFY2(reply.error.remedy.contains(kernel.tree().path(file)), qPrintable(reply.error.remedy));
        QVERIFY2(!reply.error.remedy.contains(u"mkinitcpio.conf.d"_s), "it is not there");
        QCOMPARE(everything(kernel), before);
        QCOMPARE(kernel.rebuilds(), 1);
    }

    void aPendingChangeWithoutABuilderIsKeptAndExplained()
    {
        const SimulatedKernel kernel;
        failToUndo(kernel);
        kernel.clear();
        kernel.tree().remove("usr/sbin/update-initramfs");
        const auto applied = helper::applyBootAssignments(kernel.context());
        QVERIFY(!applied.ok());
        QVERIFY2(applied.error().remedy.contains(kernel.tree().path(note)), qPrintable(applied.error().text()));
        QVERIFY(helper::areBootAssignmentsPending(kernel.context()));
    }

    /// Its note was written before the builder was removed.
    void aChangeThatWasNotBegunIsDroppedWithoutABuilder()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        const auto before = everything(kernel);
        helper::HelperContext context = kernel.context();
        context.applyBootAssignments = [&] {
            kernel.tree().remove("usr/sbin/update-initramfs");
            return helper::applyBootAssignments(context).ok() ? 0 : ENOEXEC;
        };
        QCOMPARE(run(context, persisting(kernel)).outcome, Outcome::Undone);
        QCOMPARE(everything(kernel), before);
    }

    void anUnknownBuilderIsNoSuccess()
    {
        QCOMPARE(helper::rebuildInitramfs(core::InitramfsTool::Unknown), ENOTSUP);
    }

    void onlyThePersistServiceWritesBelowEtc()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        for (const bool stores : {true, false}) {
            if (!stores)
                QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done);
            const auto etcOf = [&kernel] {
                auto found = everything(kernel);
                found.removeIf([&](const auto &entry) {
                    return !entry.key().startsWith(kernel.tree().path("etc"));
                });
                return found;
            };
            const auto before = etcOf();
            QVERIFY(!before.isEmpty());
            helper::HelperContext alone = kernel.context();
            alone.applyBootAssignments = [] {
                return EIO;
            };
            QCOMPARE(run(alone, stores ? persisting(kernel) : unpersisting()).outcome, Outcome::Incomplete);
            QVERIFY(helper::checkBoot(alone).ok());
            QVERIFY(helper::endTrial(alone).ok());
            QCOMPARE(etcOf(), before);
        }
    }
};

TURNOUT_TEST(BootFailureTest)

#include "bootfailuretest.moc"
