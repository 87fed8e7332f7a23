// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/window/snapshotcontroller.h"
#include "tests/core/plansamples.h"
#include "tests/tools/registered.h"

#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using app::SnapshotController;
using app::Source;

namespace
{

constexpr int timeoutMs = 60'000;

core::SnapshotPtr operationsScan()
{
    return std::make_shared<const core::Snapshot>(fixture::assigned());
}

/// A controller whose reads wait until they are let go.
struct Bench {
    Bench()
    {
        open();
        reads.release();
        ready = loaded.wait(timeoutMs);
    }
    ~Bench()
    {
        reads.release(100);
    }
    void open()
    {
        controller.open({.kind = Source::Kind::Machine, .path = {}});
    }
    bool waitForRead(int count) const
    {
        return QTest::qWaitFor(
            [this, count] {
                return begun == count;
            },
            timeoutMs);
    }
    bool waitForContent(qsizetype count) const
    {
        return QTest::qWaitFor(
            [this, count] {
                return loaded.size() == count;
            },
            timeoutMs);
    }
    core::SnapshotPtr shown() const
    {
        return loaded.last().first().value<app::WindowContent>().machine->snapshot;
    }

    QSemaphore reads;
    std::atomic<int> begun = 0;
    SnapshotController controller{[this]() -> core::Result<core::Snapshot> {
        ++begun;
        reads.acquire();
        return fixture::spare();
    }};
    QSignalSpy loaded{&controller, &SnapshotController::loaded};
    bool ready = false;
};

}

/// Scans that overtake each other: the newest is shown, and none is missing.
class SnapshotControllerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aScanOfAnOperationDoesNotReplaceALaterRead()
    {
        Bench bench;
        QVERIFY(bench.ready);
        bench.controller.expectSnapshot();
        bench.controller.refresh();
        bench.reads.release();
        QVERIFY(bench.waitForContent(2));
        const core::SnapshotPtr later = bench.shown();
        bench.controller.showSnapshot(operationsScan());
        QTest::qWait(200);
        QCOMPARE(bench.loaded.size(), 2);
        QCOMPARE(bench.shown(), later);
        QCOMPARE(bench.begun, 2);
    }

    void norALaterReadThatIsStillRunning()
    {
        Bench bench;
        QVERIFY(bench.ready);
        bench.controller.expectSnapshot();
        bench.controller.refresh();
        QVERIFY(bench.waitForRead(2));
        const core::SnapshotPtr scan = operationsScan();
        bench.controller.showSnapshot(scan);
        bench.reads.release();
        QVERIFY(bench.waitForContent(2));
        QVERIFY(bench.shown() != scan);
        QTest::qWait(200);
        QCOMPARE(bench.begun, 2);
    }

    void itReplacesAnEarlierRead()
    {
        Bench bench;
        QVERIFY(bench.ready);
        bench.controller.refresh();
        QVERIFY(bench.waitForRead(2));
        bench.controller.expectSnapshot();
        const core::SnapshotPtr scan = operationsScan();
        bench.controller.showSnapshot(scan);
        bench.reads.release();
        QVERIFY(bench.waitForContent(2));
        QCOMPARE(bench.shown(), scan);
        QTest::qWait(200);
        QCOMPARE(bench.begun, 2);
    }

    void aMachineThatIsOpenedWhileAnOperationEndsIsReadAfterIt()
    {
        Bench bench;
        QVERIFY(bench.ready);
        const QString sample = QStringLiteral(TURNOUT_SAMPLES "/laptop-shared-root-port.json");
        bench.controller.open({.kind = Source::Kind::File, .path = sample});
        QVERIFY(bench.waitForContent(2));
        bench.open();
        QVERIFY(bench.waitForRead(2)); // which may see the machine half changed
        bench.controller.expectSnapshot();
        bench.controller.showSnapshot(operationsScan());
        bench.reads.release(2);
        QVERIFY(bench.waitForContent(4));
        QCOMPARE(bench.begun, 3);
    }

    void aFileThatCannotBeOpenedDoesNotHideWhatAnOperationChanged()
    {
        Bench bench;
        QVERIFY(bench.ready);
        QSignalSpy failed(&bench.controller, &SnapshotController::failed);
        bench.controller.expectSnapshot();
        bench.controller.open({.kind = Source::Kind::File, .path = u"/nonexistent"_s});
        bench.controller.showSnapshot(operationsScan());
        bench.reads.release();
        QVERIFY(bench.waitForContent(2));
        QCOMPARE(failed.size(), 1);
        QCOMPARE(bench.begun, 2);
    }

    void aMachineThatCannotBeReadAfterAnOperationIsReadOnceMore()
    {
        Bench bench;
        QVERIFY(bench.ready);
        bench.controller.expectSnapshot();
        bench.controller.showSnapshot({});
        bench.reads.release();
        QVERIFY(bench.waitForContent(2));
        QCOMPARE(bench.begun, 2);
    }

    void anEventWhileTheMachineIsReadCausesOneMoreRead()
    {
        Bench bench;
        QVERIFY(bench.ready);
        bench.controller.machineChanged();
        QVERIFY(bench.waitForRead(2));
        bench.controller.machineChanged();
        bench.controller.machineChanged();
        bench.reads.release(2);
        QVERIFY(bench.waitForContent(3));
        QTest::qWait(200);
        QCOMPARE(bench.begun, 3);
    }
};

TURNOUT_WINDOW_TEST(SnapshotControllerTest)
#include "snapshotcontrollertest.moc"
