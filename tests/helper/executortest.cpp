// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper/worker/executor.h"

#include "core/operation/plan.h"
#include "helper/journal/recovery.h"
#include "simulatedkernel.h"
#include "tests/tools/registered.h"

#include <QDir>
#include <QTest>

#include <cerrno>

using core::Action;
using helper::EndState;
using helper::ExecutionResult;
using namespace Qt::StringLiterals;

namespace
{
const core::PciAddress gpu = address("0000:01:00.0");

void ignore(qsizetype, const core::Step &, core::Progress::State)
{
}

/// Carries out plans on a simulated kernel, with its own journal.
class Run
{
public:
    explicit Run(const SimulatedKernel &kernel)
        : Run(kernel, kernel.context())
    {
    }
    Run(const SimulatedKernel &, const helper::HelperContext &context)
        : m_context(context)
        , m_journal(m_context.runtime)
    {
        QDir().mkpath(m_context.runtime);
    }

    core::Plan plan(core::Verb verb) const
    {
        const auto snapshot = host::readMachine({.sysroot = m_context.root, .withHolders = true, .onAccess = {}});
        core::Goal goal;
        goal.verb = verb;
        goal.gpu = gpu;
        return core::plan(*snapshot, goal);
    }

    ExecutionResult carryOut(core::Verb verb)
    {
        return carryOut(verb, plan(verb).steps);
    }

    ExecutionResult carryOut(core::Verb verb, const QList<core::Step> &steps, const helper::ProgressCall &progress = ignore)
    {
        auto file = m_journal.open({.verb = verb, .gpu = gpu, .steps = steps, .cards = {}, .result = {}});
        if (!file)
            qFatal("%s", qPrintable(file.error().text()));
        helper::JournalFile journal = std::move(file).value();
        return helper::Executor(m_context, progress).carryOut(journal);
    }

    helper::Recovery recover(const helper::ProgressCall &progress = ignore)
    {
        return *helper::recover(m_context, m_journal, progress);
    }

    qint64 journalBytes() const
    {
        qint64 bytes = 0;
        for (const QFileInfo &file : QDir(m_context.runtime).entryInfoList({u"*.journal"_s}))
            bytes += file.size();
        return bytes;
    }

    bool isFinished()
    {
        return m_journal.unfinished()->files.empty();
    }

private:
    helper::HelperContext m_context;
    helper::Journal m_journal;
};

/// The writes of an assignment, to fail each of them.
struct WriteTarget {
    const char *attribute;
    const char *address;
};
const QList<WriteTarget> assignWrites{
    {"modprobe", "vfio_pci"},
    {"modprobe", "turnout_vfio_pci"},
    {"control", "0000:01:00.1"},
    {"driver_override", "0000:01:00.1"},
    {"control", "0000:01:00.0"},
    {"driver_override", "0000:01:00.0"},
    {"unbind", "0000:01:00.1"},
    {"unbind", "0000:01:00.0"},
    {"drivers_probe", "0000:01:00.0"},
    {"drivers_probe", "0000:01:00.1"},
};
}

/// Carrying out and undoing steps.
class ExecutorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGpuIsAssignedAndReleased()
    {
        const SimulatedKernel kernel;
        Run run(kernel);
        QVERIFY2(!run.plan(core::Verb::Assign).refused, qPrintable(run.plan(core::Verb::Assign).findings.value(0).text));
        QCOMPARE(run.carryOut(core::Verb::Assign).endState, EndState::Goal);
        QVERIFY2(kernel.state().contains("01:00.0 driver=turnout_vfio_pci"), kernel.state().constData());
        QVERIFY2(kernel.state().contains("01:00.1 driver=vfio-pci"), kernel.state().constData());
        QVERIFY(run.plan(core::Verb::Assign).steps.isEmpty());

        QCOMPARE(run.carryOut(core::Verb::Release).endState, EndState::Goal);
        QVERIFY2(kernel.state().contains("01:00.0 driver=amdgpu override=(null)"), kernel.state().constData());
        QVERIFY(run.isFinished());
    }

    void assignWritesCoversEveryStep()
    {
        const SimulatedKernel kernel;
        const core::Plan plan = Run(kernel).plan(core::Verb::Assign);
        QCOMPARE(plan.steps.size(), assignWrites.size());
    }

    void anyFailureIsUndone_data()
    {
        QTest::addColumn<QByteArray>("attribute");
        QTest::addColumn<QByteArray>("address");
        QTest::addColumn<QByteArray>("fault");
        for (const auto &[attribute, address] : assignWrites) {
            for (const int error : {EBUSY, EINVAL, ENODEV})
                QTest::addRow("%s %s %s", ::strerrorname_np(error), attribute, address)
                    << QByteArray(attribute) << QByteArray(address) << QByteArray::number(error);
            QTest::addRow("no effect: %s %s", attribute, address) << QByteArray(attribute) << QByteArray(address) << "ignore"_ba;
            if (QByteArrayView(attribute) != "modprobe")
                QTest::addRow("short: %s %s", attribute, address) << QByteArray(attribute) << QByteArray(address) << "short"_ba;
        }
    }

    void anyFailureIsUndone()
    {
        QFETCH(QByteArray, attribute);
        QFETCH(QByteArray, address);
        QFETCH(QByteArray, fault);
        const SimulatedKernel kernel;
        const QByteArray start = kernel.state();
        // Once, because undoing writes the same files.
        kernel.setOnce(attribute, address, fault);
        Run run(kernel);

        const ExecutionResult result = run.carryOut(core::Verb::Assign);

        QCOMPARE(result.endState, EndState::Unchanged);
        QCOMPARE(kernel.state(), start);
        QVERIFY(result.failedStep);
        QVERIFY(!result.error.what.isEmpty() && !result.error.why.isEmpty());
        QVERIFY(run.isFinished());
    }

    void aFailedUndoIsReportedAndRetried()
    {
        const SimulatedKernel kernel;
        const QByteArray start = kernel.state();
        kernel.set("drivers_probe", "0000:01:00.0", QByteArray::number(EINVAL)); // for amdgpu too
        Run run(kernel);

        const ExecutionResult result = run.carryOut(core::Verb::Assign);
        QCOMPARE(result.endState, EndState::Between);
        QCOMPARE(result.failedStep->action, Action::Probe);
        QVERIFY(!run.isFinished());
        QCOMPARE(run.recover().changes.value(0).result.endState, EndState::Between);

        kernel.clear();
        QCOMPARE(run.recover().changes.value(0).result.endState, EndState::Unchanged);
        QCOMPARE(kernel.state(), start);
        QVERIFY(run.isFinished());
    }

    void aVanishedFunctionClosesTheJournal()
    {
        const SimulatedKernel kernel;
        kernel.set("drivers_probe", "0000:01:00.0", "vanish");
        Run run(kernel);

        const ExecutionResult result = run.carryOut(core::Verb::Assign);

        QCOMPARE(result.endState, EndState::Between);
        QVERIFY2(kernel.state().contains("01:00.1 driver=snd_hda_intel override=(null)"), kernel.state().constData());
        QVERIFY(run.recover().changes.isEmpty());
    }

    void aBlockedFunctionIsLeftAloneUntilTheCallReturns()
    {
        const SimulatedKernel kernel;
        const QByteArray start = kernel.state();
        kernel.set("unbind", "0000:01:00.0", "block");
        Run run(kernel);

        const ExecutionResult result = run.carryOut(core::Verb::Assign);
        QVERIFY(result.blocked);
        QCOMPARE(result.failedStep->action, Action::Unbind);
        QVERIFY(!result.error.remedy.isEmpty());

        const auto writesBefore = kernel.writes();
        const helper::Recovery waiting = run.recover();
        QVERIFY(waiting.changes.value(0).blockedPid != 0);
        QVERIFY(waiting.unresolved({gpu}));
        QVERIFY(!waiting.unresolved({address("0000:00:02.0")}));
        QCOMPARE(kernel.writes(), writesBefore);
        QVERIFY(QFileInfo::exists(kernel.tree().path("run/turnout/blocked/0000:01:00.0")));

        kernel.release();
        QTRY_COMPARE(kernel.writes().size(), writesBefore.size() + 1); // the unbind took effect
        QTRY_VERIFY(!run.recover().unresolved({gpu}));
        QCOMPARE(kernel.state(), start);
        QVERIFY(!QFileInfo::exists(kernel.tree().path("run/turnout/blocked/0000:01:00.0")));
    }

    void functionsArePublishedAsBlockedWhileUndone()
    {
        const SimulatedKernel kernel;
        const QByteArray start = kernel.state();
        Run run(kernel);
        kernel.set("drivers_probe", "0000:01:00.1", QByteArray::number(EINVAL));
        QCOMPARE(run.carryOut(core::Verb::Assign).endState, EndState::Between);
        kernel.clear();
        bool published = false;
        const auto check = [&](qsizetype, const core::Step &step, core::Progress::State state) {
            if (state == core::Progress::State::Undoing)
                published = QFileInfo::exists(kernel.tree().path("run/turnout/blocked/") + step.address.toString());
        };
        QCOMPARE(run.recover(check).changes.value(0).result.endState, EndState::Unchanged);
        QVERIFY(published);
        QCOMPARE(kernel.state(), start);
        QVERIFY(QDir(kernel.tree().path("run/turnout/blocked")).isEmpty());
    }

    /// A virtual machine may open the device between a failure and its recovery.
    void functionsOpenInAVmAreNotUndone()
    {
        const SimulatedKernel kernel;
        const QByteArray start = kernel.state();
        kernel.tree().file("proc/4711/comm", "qemu-system-x86\n");
        kernel.tree().link("proc/4711/fd/7", "/dev/vfio/3");
        kernel.setOnce("drivers_probe", "0000:01:00.1", QByteArray::number(EINVAL));
        Run run(kernel);

        const ExecutionResult result = run.carryOut(core::Verb::Assign);
        QCOMPARE(result.endState, EndState::Between);
        QVERIFY(result.inUse);
        QVERIFY(result.error.what.contains(u"waits"_s) && result.error.remedy.contains(u"turnout recover"_s));
        const QByteArray between = kernel.state();
        QVERIFY2(between.contains("01:00.0 driver=turnout_vfio_pci"), between.constData());
        const qint64 size = run.journalBytes();
        const auto stillInUse = [&] {
            const helper::Recovery recovery = run.recover();
            return recovery.changes.value(0).result.inUse && recovery.unresolved({gpu}) && kernel.state() == between;
        };
        QVERIFY(stillInUse());
        // Our driver also reports users that no list of open files shows.
        kernel.tree().remove("proc/4711");
        kernel.tree().file("sys/bus/pci/devices/0000:01:00.0/turnout/in_use", "1\n");
        for (int i = 0; i < 20; ++i)
            QVERIFY(stillInUse());
        QCOMPARE(run.journalBytes(), size);

        kernel.tree().file("sys/bus/pci/devices/0000:01:00.0/turnout/in_use", "0\n");
        QCOMPARE(run.recover().changes.value(0).result.endState, EndState::Unchanged);
        QCOMPARE(kernel.state(), start);
        QVERIFY(run.isFinished());
    }

    void functionsOpenInADesktopAreNotUndone()
    {
        const SimulatedKernel kernel;
        Run run(kernel);
        QCOMPARE(run.carryOut(core::Verb::Assign).endState, EndState::Goal);
        const QByteArray start = kernel.state();
        const auto steps = run.plan(core::Verb::Release).steps;
        kernel.setOnce("drivers_probe", "0000:01:00.1", QByteArray::number(EINVAL));
        const auto openOnceBound = [&kernel](qsizetype, const core::Step &step, core::Progress::State state) {
            if (step.action != Action::Probe || step.address != gpu || state != core::Progress::State::Done)
                return;
            kernel.tree().file("proc/4711/comm", "kwin_wayland\n");
            kernel.tree().link("proc/4711/fd/7", "/dev/dri/card1");
        };

        QVERIFY(run.carryOut(core::Verb::Release, steps, openOnceBound).inUse);
        QVERIFY(kernel.state().contains("01:00.0 driver=amdgpu"));
        kernel.tree().remove("proc/4711");
        QCOMPARE(run.recover().changes.value(0).result.endState, EndState::Unchanged);
        QCOMPARE(kernel.state(), start);
    }

    void aProgramThatOpensTheGpuMeanwhileStopsTheChange()
    {
        const SimulatedKernel kernel;
        Run run(kernel);
        const auto steps = run.plan(core::Verb::Assign).steps;
        kernel.tree().file("proc/4711/comm", "ddcutil\n");
        kernel.tree().link("proc/4711/fd/7", "/dev/dri/card1");
        const ExecutionResult result = run.carryOut(core::Verb::Assign, steps);
        QCOMPARE(result.endState, EndState::Unchanged);
        QVERIFY2(result.error.text().contains(u"Close ddcutil (4711) first."_s), qPrintable(result.error.text()));
        QVERIFY(!kernel.writes().contains("unbind 0000:01:00.0"));
    }

    void aFunctionOpenedMeanwhileIsNotUnboundOrReset()
    {
        const SimulatedKernel kernel;
        Run run(kernel);
        QCOMPARE(run.carryOut(core::Verb::Assign).endState, EndState::Goal);
        const QByteArray start = kernel.state();
        const auto steps = run.plan(core::Verb::Release).steps;
        const auto resets = run.plan(core::Verb::Reset).steps;
        kernel.tree().file("sys/bus/pci/devices/0000:01:00.0/turnout/in_use", "1\n");

        const ExecutionResult result = run.carryOut(core::Verb::Release, steps);
        QCOMPARE(result.endState, EndState::Unchanged);
        QVERIFY2(result.error.what.contains(u"was opened"_s), qPrintable(result.error.text()));
        QCOMPARE(kernel.writes().count("unbind 0000:01:00.0"), 1); // by the assignment
        QVERIFY(!resets.isEmpty());
        QCOMPARE(run.carryOut(core::Verb::Reset, resets).endState, EndState::Unchanged);
        QVERIFY(!kernel.writes().contains("reset 0000:01:00.0 1"));
        QCOMPARE(kernel.state(), start);
    }

    void externalChangesAreNotOverwritten()
    {
        const SimulatedKernel kernel;
        Run run(kernel);
        auto plan = run.plan(core::Verb::Assign);
        kernel.tree().file("sys/bus/pci/devices/0000:01:00.0/driver_override", "foreign\n");

        helper::Journal journal(kernel.context().runtime);
        auto file = std::move(journal.open({.verb = core::Verb::Assign, .gpu = gpu, .steps = plan.steps, .cards = {}, .result = {}})).value();
        const auto context = kernel.context();
        const ExecutionResult result = helper::Executor(context, ignore).carryOut(file);

        QCOMPARE(result.endState, EndState::Unchanged);
        QCOMPARE(result.failedStep->action, Action::SetDriverOverride);
        QVERIFY2(result.error.why.contains(u"foreign"_s), qPrintable(result.error.text()));
        QVERIFY(kernel.state().contains("01:00.0 driver=amdgpu override=foreign"));
    }

    /// Readers of the machine would block on the function, too.
    void aFunctionIsMarkedWhileACallMayBlock()
    {
        const SimulatedKernel kernel;
        helper::HelperContext context = kernel.context();
        const QString marks = kernel.tree().path("run/turnout/blocked");
        QFile log(kernel.tree().path("simulated/marks"));
        context.write = [&, write = context.write](int fd, const void *bytes, size_t count) { // in the child
            QFile seen(log.fileName());
            const QString file = QFile::symLinkTarget(u"/proc/self/fd/%1"_s.arg(fd)).section(u'/', -1);
            if (seen.open(QIODevice::Append))
                seen.write((file + u' ' + QDir(marks).entryList(QDir::Files).join(u' ')).toLatin1() + '\n');
            return write(fd, bytes, count);
        };
        Run run(kernel, context);
        QCOMPARE(run.carryOut(core::Verb::Assign).endState, EndState::Goal);
        QVERIFY(log.open(QIODevice::ReadOnly));
        const QByteArrayList lines = log.readAll().split('\n');
        for (const char *call : {"unbind 0000:01:00.0", "unbind 0000:01:00.1", "drivers_probe 0000:01:00.0", "drivers_probe 0000:01:00.1"})
            QVERIFY2(lines.contains(call), lines.join('\n').constData());
        QVERIFY(lines.contains("driver_override ")); // which takes no driver's or device's code
        QVERIFY(QDir(marks).isEmpty());
    }

    void nothingIsWrittenWithoutAMark()
    {
        const SimulatedKernel kernel;
        const QByteArray start = kernel.state();
        kernel.tree().file("run/turnout/blocked", {}); // no directory
        const ExecutionResult result = Run(kernel).carryOut(core::Verb::Assign);
        QCOMPARE(result.endState, EndState::Unchanged);
        QVERIFY2(result.error.what.contains(u"could not be marked"_s), qPrintable(result.error.text()));
        QCOMPARE(kernel.state(), start);
    }
};

TURNOUT_TEST(ExecutorTest)

#include "executortest.moc"
