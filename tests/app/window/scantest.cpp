// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/map/mapview.h"
#include "app/window/aboutdata.h"
#include "operationbench.h"
#include "tests/app/operation/scriptedtransport.h"
#include "tests/tools/registered.h"

#include <QLoggingCategory>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using app::SnapshotController;
using app::operation::Delivery;
using app::operation::Operation;

namespace
{

/// Counts how often the findings of a GPU are worked out for the views, as the log reports it.
class CheckCounter
{
public:
    explicit CheckCounter(const char *address)
    {
        s_start = QString::fromLatin1("Checked ") + at(address).toString();
        s_count = 0;
        QLoggingCategory::setFilterRules(u"turnout.model.debug=true"_s);
        m_before = qInstallMessageHandler([](QtMsgType, const QMessageLogContext &, const QString &text) {
            s_count += text.startsWith(s_start);
        });
    }
    ~CheckCounter()
    {
        qInstallMessageHandler(m_before);
        QLoggingCategory::setFilterRules({});
    }
    int count() const
    {
        return s_count;
    }

private:
    static inline QString s_start;
    static inline std::atomic<int> s_count = 0;
    QtMessageHandler m_before;
};

struct ScanBench : OperationBench {
    /// No scan is running, and none is to come.
    bool waitUntilIdle()
    {
        QSignalSpy shown(&window, &app::MainWindow::machineShown);
        while (shown.wait(300))
            ;
        return true;
    }
    /// Waits until the window shows what the operation has read.
    bool showsResult()
    {
        return QTest::qWaitFor(
            [this] {
                return window.machine()->snapshot == window.operations()->current()->result().after;
            },
            timeoutMs);
    }
};

}

/// How often the machine is read.
class ScanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        app::setApplicationData();
    }

    void aRefreshReadsAndChecksOnce()
    {
        ScanBench bench;
        QVERIFY(bench.select("01:00.0"));
        QVERIFY(bench.waitUntilIdle());
        const int scans = bench.scans;
        const CheckCounter checks("01:00.0");
        bench.window.snapshots()->refresh();
        QVERIFY(bench.waitUntilIdle());
        QCOMPARE(bench.scans, scans + 1);
        QCOMPARE(checks.count(), 1); // and for the details, the overview and the boot assignments not again
        QVERIFY(bench.select("00:02.0"));
        QVERIFY(bench.select("01:00.0"));
        QCOMPARE(checks.count(), 1);
    }

    void theCheckScanOfAnOperationIsWhatTheWindowShows()
    {
        ScanBench bench;
        QVERIFY(bench.waitUntilIdle());
        int scans = bench.scans;
        QVERIFY(bench.planned("01:00.0"));
        QCOMPARE(bench.scans, scans + 1); // for the plan
        scans = bench.scans;
        const CheckCounter checks("01:00.0");
        QSignalSpy shown(&bench.window, &app::MainWindow::machineShown);
        QVERIFY(bench.press(u"Assign to VMs"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.showsResult());
        QVERIFY(bench.waitUntilIdle());
        QCOMPARE(bench.scans, scans + 1); // for the result
        QCOMPARE(shown.size(), 1);
        QCOMPARE(checks.count(), 1);
        QVERIFY(bench.window.machine()->snapshot->function(at("01:00.0"))->driver.valueOr({}).contains(u"vfio"));
        QCOMPARE(bench.window.findChild<app::MapView *>()->map()->snapshot, bench.window.machine()->snapshot);
    }

    void eventsFromBeforeTheCheckScanCauseNone()
    {
        ScanBench bench;
        QVERIFY(bench.waitUntilIdle());
        QVERIFY(bench.planned("01:00.0"));
        SnapshotController *snapshots = bench.window.snapshots();
        const auto before = SnapshotController::Clock::now();
        QVERIFY(bench.press(u"Assign to VMs"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.showsResult());
        const int scans = bench.scans;
        snapshots->machineChanged(before); // as reported after a delay
        QVERIFY(bench.waitUntilIdle());
        QCOMPARE(bench.scans, scans);
        snapshots->machineChanged();
        QVERIFY(bench.waitUntilIdle());
        QCOMPARE(bench.scans, scans + 1);
    }

    void anEventDuringTheCheckScanCausesOneMore()
    {
        ScanBench bench;
        QVERIFY(bench.waitUntilIdle());
        QVERIFY(bench.planned("01:00.0"));
        const int scans = bench.scans;
        connect(bench.window.operations()->current(), &Operation::phaseChanged, this, [&bench](Operation::Phase phase) {
            if (phase == Operation::Phase::Checking)
                bench.window.snapshots()->machineChanged();
        });
        QVERIFY(bench.press(u"Assign to VMs"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.waitUntilIdle());
        QCOMPARE(bench.scans, scans + 2);
    }

    void aFileThatIsOpenedMeanwhileStays()
    {
        ScanBench bench;
        QVERIFY(bench.waitUntilIdle());
        QVERIFY(bench.planned("01:00.0"));
        connect(bench.window.operations()->current(), &Operation::phaseChanged, this, [&bench](Operation::Phase phase) {
            if (phase == Operation::Phase::Checking)
                QVERIFY(bench.openSnapshot());
        });
        QVERIFY(bench.press(u"Assign to VMs"_s));
        QVERIFY(bench.reaches(Operation::Phase::Ended));
        QVERIFY(bench.waitUntilIdle());
        QCOMPARE(bench.window.snapshots()->source().kind, app::Source::Kind::File);
    }
};

TURNOUT_WINDOW_TEST(ScanTest)
#include "scantest.moc"
