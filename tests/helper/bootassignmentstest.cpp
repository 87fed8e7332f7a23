// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper/boot/bootassignments.h"

#include "core/operation/plan.h"
#include "helper/worker/verbs.h"
#include "simulatedkernel.h"
#include "tests/tools/registered.h"

#include <QDir>
#include <QDirIterator>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

using core::Outcome;
using core::Verb;
using namespace Qt::StringLiterals;

namespace
{
constexpr int powerFailed = 42;
const core::PciAddress gpu = address("0000:01:00.0");

/// A machine whose initramfs is built by `tool`'s program, which is known by its files.
void prepare(const SimulatedKernel &kernel, const QByteArray &toolFile = "usr/sbin/update-initramfs")
{
    kernel.tree().file(toolFile, {});
    kernel.tree().file("etc/udev/rules.d/60-others.rules", "# of others\n");
    for (const char *directory : {"etc/mkinitcpio.conf.d", "var/lib/turnout/journal"})
        QDir().mkpath(kernel.tree().path(directory));
    QFile::setPermissions(kernel.context().state, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    kernel.tree().file("var/lib/turnout/lock", {});
    kernel.tree().file("simulated/initramfs", {});
}

core::Reply run(const helper::HelperContext &context, core::Request request)
{
    request.nonce = core::newNonce();
    const helper::Verbs verbs(context, [](const core::Progress &) { }, [](const QString &) { });
    return verbs.run(request.goal.verb, core::toArguments(request), 1000);
}

core::Request persisting(const SimulatedKernel &kernel, bool nextBootOnly = false)
{
    core::Request request;
    request.goal.verb = Verb::Persist;
    request.goal.gpu = gpu;
    request.goal.nextBootOnly = nextBootOnly;
    request.fingerprint = core::plan(kernel.tree().read(), request.goal).fingerprint;
    return request;
}

core::Request unpersisting(const core::PciAddress &of = gpu)
{
    core::Request request;
    request.goal.verb = Verb::Unpersist;
    request.goal.gpu = of;
    return request;
}

/// Every file and directory that the choices could touch, with permissions and content.
QMap<QString, QByteArray> everything(const SimulatedKernel &kernel)
{
    QMap<QString, QByteArray> found;
    for (const char *top : {"etc", "var", "simulated/initramfs"}) {
        const QString path = kernel.tree().path(top);
        QDirIterator entries(path, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
        while (entries.hasNext()) {
            const QFileInfo entry = entries.nextFileInfo();
            QFile file(entry.filePath());
            const QByteArray content = entry.isFile() && file.open(QIODevice::ReadOnly) ? file.readAll() : "directory"_ba;
            found.insert(entry.filePath(), QByteArray::number(entry.permissions().toInt(), 16) + ' ' + content);
        }
    }
    QFile image(kernel.tree().path("simulated/initramfs"));
    found.insert(u"initramfs"_s, image.open(QIODevice::ReadOnly) ? image.readAll() : QByteArray());
    return found;
}

QByteArray contentOf(const SimulatedKernel &kernel, const QByteArray &relative)
{
    QFile file(kernel.tree().path(relative));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
}

/// What is to be at every start.
class BootAssignmentsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aChoiceBecomesRulesAlsoInTheInitramfsAndLeavesNoTrace_data()
    {
        QTest::addColumn<QByteArray>("toolFile");
        QTest::addColumn<bool>("hooked");
        QTest::newRow("initramfs-tools") << "usr/sbin/update-initramfs"_ba << false;
        QTest::newRow("dracut") << "usr/bin/dracut"_ba << false;
        QTest::newRow("mkinitcpio") << "etc/mkinitcpio.conf"_ba << true;
    }
    void aChoiceBecomesRulesAlsoInTheInitramfsAndLeavesNoTrace()
    {
        QFETCH(QByteArray, toolFile);
        QFETCH(bool, hooked);
        const SimulatedKernel kernel;
        prepare(kernel, toolFile);
        const auto before = everything(kernel);

        const core::Reply given = run(kernel.context(), persisting(kernel));
        QVERIFY2(given.outcome == Outcome::Done, qPrintable(given.error.text()));
        const auto stored = helper::storedBootAssignments(kernel.context());
        QCOMPARE(stored->size(), 1);
        QCOMPARE(stored->first().parts.first().driver, u"turnout_vfio_pci"_s);
        QVERIFY(!stored->first().nextBootOnly);
        const QByteArray rules = core::udevRules(*stored);
        QCOMPARE(contentOf(kernel, core::udevRulesFile), rules);
        QCOMPARE(contentOf(kernel, "simulated/initramfs"), rules.trimmed());
        QCOMPARE(contentOf(kernel, "etc/mkinitcpio.conf.d/turnout.conf").contains("HOOKS=(turnout \"${HOOKS[@]}\")"), hooked);
        QVERIFY(!helper::areBootAssignmentsPending(kernel.context()));
        QVERIFY(kernel.writes().isEmpty()); // nothing that runs is changed

        const core::Reply taken = run(kernel.context(), unpersisting());
        QVERIFY2(taken.outcome == Outcome::Done, qPrintable(taken.error.text()));
        QCOMPARE(everything(kernel), before);
    }

    void theNextStartOnlyIsStoredAsSuchAndCanBeMadeForAll()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        QCOMPARE(run(kernel.context(), persisting(kernel, true)).outcome, Outcome::Done);
        QVERIFY(helper::storedBootAssignments(kernel.context())->first().nextBootOnly);
        QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done);
        const auto stored = helper::storedBootAssignments(kernel.context());
        QCOMPARE(stored->size(), 1);
        QVERIFY(!stored->first().nextBootOnly);
    }

    void whatWasConfirmedForEveryBootIsNotStoredForTheNextOnly()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        for (const bool confirmed : {false, true}) {
            core::Request request = persisting(kernel, confirmed);
            request.goal.nextBootOnly = !confirmed;
            QCOMPARE(run(kernel.context(), request).outcome, Outcome::Changed);
            QVERIFY(helper::storedBootAssignments(kernel.context())->isEmpty());
        }
    }

    void whatCannotBeBuiltIsPutBack()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        const auto before = everything(kernel);
        kernel.setOnce("initramfs", "rebuild", "28");
        const core::Reply reply = run(kernel.context(), persisting(kernel));
        QCOMPARE(reply.outcome, Outcome::Undone);
        QVERIFY(!reply.error.what.isEmpty() && !reply.error.remedy.isEmpty());
        QCOMPARE(everything(kernel), before);
    }

    void whereRulesCannotBeWrittenAllIsAsBefore()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        kernel.tree().remove("etc/udev/rules.d");
        const auto before = everything(kernel);
        QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Undone);
        QCOMPARE(everything(kernel), before);
    }

    void theServiceThatDoesNotRunIsTriedAgain()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        helper::HelperContext broken = kernel.context();
        broken.applyBootAssignments = [] {
            return EIO;
        };
        QCOMPARE(run(broken, persisting(kernel)).outcome, Outcome::Incomplete);
        QVERIFY(helper::areBootAssignmentsPending(kernel.context()));
        QVERIFY(helper::storedBootAssignments(kernel.context())->isEmpty());
        QCOMPARE(run(broken, unpersisting()).outcome, Outcome::Refused);
        // The one before is done first, then there is something to take away.
        QCOMPARE(run(kernel.context(), unpersisting()).outcome, Outcome::Done);
        QVERIFY(helper::storedBootAssignments(kernel.context())->isEmpty());
    }

    void aNoteThatMakesNoSenseIsSetAsideAndWorkGoesOn()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done);
        const auto before = everything(kernel);
        for (const char *note : {"tea", "", "{\"before\": {}, \"wanted\": {}}"}) {
            kernel.tree().file("var/lib/turnout/boot-assignments.wanted", note);
            kernel.tree().file(core::udevRulesFile, "# of the change that was noted\n");
            const auto applied = helper::applyBootAssignments(kernel.context());
            QVERIFY2(applied.ok(), applied ? "" : qPrintable(applied.error().text()));
            QVERIFY(applied->damage && applied->damage->what.contains(u"boot-assignments.damaged"_s));
            QCOMPARE(contentOf(kernel, "var/lib/turnout/boot-assignments.damaged"), QByteArray(note));
            kernel.tree().remove("var/lib/turnout/boot-assignments.damaged");
            QCOMPARE(everything(kernel), before);
        }
        kernel.tree().file("var/lib/turnout/boot-assignments.wanted", "tea");
        QCOMPARE(run(kernel.context(), unpersisting()).outcome, Outcome::Done);
        QVERIFY(helper::storedBootAssignments(kernel.context())->isEmpty());
    }

    void aDamagedNoteIsInNobodysWayAtAnyMoment()
    {
        bool finished = false;
        int failures = 0;
        for (int nth = 1; !finished; ++nth) {
            const SimulatedKernel kernel;
            prepare(kernel);
            QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done);
            kernel.tree().file("var/lib/turnout/boot-assignments.wanted", "tea");
            kernel.tree().file(core::udevRulesFile, "# of the change that was noted\n");
            finished = runUntilWrite(kernel, unpersisting(), nth);
            failures += finished ? 0 : 1;
            QVERIFY(helper::applyBootAssignments(kernel.context()).ok());
            QVERIFY(!helper::areBootAssignmentsPending(kernel.context()));
            QVERIFY(isGoal(kernel, true) || (!finished && isGoal(kernel, false)));
            QCOMPARE(contentOf(kernel, "simulated/initramfs"), contentOf(kernel, core::udevRulesFile).trimmed());
        }
        QVERIFY2(failures >= 4, "too few moments to fail at");
    }

    void everyMomentEndsAtTheStartOrTheGoal_data()
    {
        QTest::addColumn<bool>("taking");
        QTest::addColumn<bool>("faulty");
        QTest::newRow("persist") << false << false;
        QTest::newRow("unpersist") << true << false;
        QTest::newRow("persist, undone") << false << true;
        QTest::newRow("unpersist, undone") << true << true;
    }
    void everyMomentEndsAtTheStartOrTheGoal()
    {
        QFETCH(bool, taking);
        QFETCH(bool, faulty);
        bool finished = false;
        int failures = 0;
        for (int nth = 1; !finished; ++nth) {
            const SimulatedKernel kernel;
            prepare(kernel);
            if (taking)
                QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done);
            const auto start = everything(kernel);
            const core::Request request = taking ? unpersisting() : persisting(kernel);
            if (faulty)
                kernel.setOnce("initramfs", "rebuild", "28");
            finished = runUntilWrite(kernel, request, nth);
            failures += finished ? 0 : 1;
            kernel.clear();

            QVERIFY(helper::applyBootAssignments(kernel.context()).ok());
            QVERIFY(!helper::areBootAssignmentsPending(kernel.context()));
            const auto end = everything(kernel);
            QVERIFY2(end == start || isGoal(kernel, taking), qPrintable(u"after write %1"_s.arg(nth)));
            QVERIFY(!finished || (end == start) == faulty);
            // The image that the machine starts with is that of the rules.
            QCOMPARE(contentOf(kernel, "simulated/initramfs"), contentOf(kernel, core::udevRulesFile).trimmed());
        }
        QVERIFY2(failures >= 4, "too few moments to fail at");
    }

    void whatIsMeantByAnAddress()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        QCOMPARE(run(kernel.context(), unpersisting()).outcome, Outcome::Refused);
        QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done);
        QCOMPARE(run(kernel.context(), unpersisting(address("0000:00:02.0"))).outcome, Outcome::Refused);
        QCOMPARE(run(kernel.context(), unpersisting(address("0000:07:00.0"))).outcome, Outcome::Refused);
        // The card is taken out: any address at which nothing is means the choice that lost its card.
        kernel.tree().remove("sys/bus/pci/devices/0000:01:00.0");
        const core::Reply reply = run(kernel.context(), unpersisting());
        QVERIFY2(reply.outcome == Outcome::Done, qPrintable(reply.error.text()));
        QVERIFY(helper::storedBootAssignments(kernel.context())->isEmpty());
    }

    void choicesThatCannotBeReadAreNotWrittenOver()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        kernel.tree().file(core::bootAssignmentsFile, "tea");
        const auto before = everything(kernel);
        for (const core::Request &request : {persisting(kernel), unpersisting()}) {
            const core::Reply reply = run(kernel.context(), request);
            QCOMPARE(reply.outcome, Outcome::Refused);
            QVERIFY(!reply.error.remedy.isEmpty());
        }
        QCOMPARE(everything(kernel), before);
    }

    void blockersHoldHereToo()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        core::Request request = persisting(kernel);
        request.goal.gpu = address("0000:00:02.0"); // with a lit screen
        const core::Reply reply = run(kernel.context(), request);
        QCOMPARE(reply.outcome, Outcome::Refused);
        QVERIFY(reply.plan && reply.plan->refused);
        QVERIFY(helper::storedBootAssignments(kernel.context())->isEmpty());
    }

private:
    /// In a process of its own that ends at once after the nth write. Whether it came to its end before.
    static bool runUntilWrite(const SimulatedKernel &kernel, const core::Request &request, int nth)
    {
        const pid_t pid = ::fork();
        if (pid == 0) {
            int count = 0;
            helper::HelperContext context = kernel.context();
            context.journalWritten = [&count, nth] {
                if (++count == nth)
                    ::_exit(powerFailed);
            };
            context.applyBootAssignments = [&context] {
                return helper::applyBootAssignments(context).ok() ? 0 : ENOEXEC;
            };
            run(context, request);
            ::_exit(0);
        }
        int status = 0;
        ::waitpid(pid, &status, 0);
        if (!WIFEXITED(status))
            qFatal("the helper crashed by itself");
        return WEXITSTATUS(status) != powerFailed;
    }

    static bool isGoal(const SimulatedKernel &kernel, bool taking)
    {
        const auto stored = helper::storedBootAssignments(kernel.context());
        return stored && stored->isEmpty() == taking && contentOf(kernel, core::udevRulesFile) == core::udevRules(*stored);
    }
};

TURNOUT_TEST(BootAssignmentsTest)

#include "bootassignmentstest.moc"
