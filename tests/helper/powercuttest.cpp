// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootmachine.h"
#include "durabledisk.h"
#include "helper/files.h"
#include "powerfailure.h"
#include "tests/tools/registered.h"

#include <QTest>

using core::Outcome;
using namespace Qt::StringLiterals;

namespace
{
/// Carries out the request and cuts the power after the nth flush, or at the end. Returns whether it came to the end.
bool finishesBeforeFlush(int nth, const SimulatedKernel &kernel, const core::Request &request)
{
    return finishesBefore(1, [&](const auto &exit) {
        int count = 0;
        DurableDisk *all = nullptr;
        DurableDisk disk(kernel.tree().path().toUtf8(), "simulated/initramfs", [&] {
            if (++count != nth)
                return;
            all->cutPower();
            exit();
        });
        all = &disk;
        run(kernel.context(), request);
        disk.cutPower();
    });
}
}

/// The power is cut, and of what was not flushed nothing is left.
class PowerCutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Checks the measure itself.
    void whatIsNotFlushedIsLost()
    {
        const SimulatedKernel kernel;
        prepare(kernel);
        kernel.tree().file("etc/udev/rules.d/61-others.rules", {});
        const auto before = everything(kernel);
        int flushes = 0;
        const DurableDisk disk(kernel.tree().path().toUtf8(), "simulated/initramfs", [&flushes] {
            ++flushes;
        });
        kernel.tree().file("etc/turnout/boot-assignments.json", "{}");
        kernel.tree().file("etc/udev/rules.d/60-others.rules", "changed");
        kernel.tree().remove("etc/udev/rules.d/61-others.rules");
        disk.cutPower();
        QCOMPARE(everything(kernel), before);
        QCOMPARE(flushes, 0);
        QVERIFY(!helper::writeForAll(kernel.tree().path("etc/udev/rules.d/60-others.rules"), "changed").has_value());
        QVERIFY2(flushes > 0, "flushes of the helper and of Qt are seen");
        disk.cutPower();
        QCOMPARE(everything(kernel), before); // the entry still names the old file
    }

    void itLeadsToTheInitialStateOrTheGoal_data()
    {
        QTest::addColumn<bool>("unpersist");
        QTest::addColumn<bool>("faulty");
        QTest::addColumn<QByteArray>("toolFile");
        QTest::newRow("persist") << false << false << "usr/sbin/update-initramfs"_ba;
        QTest::newRow("persist with mkinitcpio") << false << false << "etc/mkinitcpio.conf"_ba;
        QTest::newRow("unpersist") << true << false << "usr/sbin/update-initramfs"_ba;
        QTest::newRow("persist, undone") << false << true << "usr/sbin/update-initramfs"_ba;
        QTest::newRow("unpersist, undone") << true << true << "usr/sbin/update-initramfs"_ba;
    }
    void itLeadsToTheInitialStateOrTheGoal()
    {
        QFETCH(bool, unpersist);
        QFETCH(bool, faulty);
        QFETCH(QByteArray, toolFile);
        bool finished = false;
        int cuts = 0;
        for (int nth = 1; !finished; ++nth) {
            const SimulatedKernel kernel;
            prepare(kernel, toolFile);
            QVERIFY(QDir().mkpath(kernel.tree().path("boot")));
            if (unpersist)
                QCOMPARE(run(kernel.context(), persisting(kernel)).outcome, Outcome::Done);
            const auto start = everything(kernel);
            const core::Request request = unpersist ? unpersisting() : persisting(kernel);
            if (faulty)
                kernel.setOnce("initramfs", "rebuild", "28");
            finished = finishesBeforeFlush(nth, kernel, request);
            cuts += finished ? 0 : 1;
            kernel.clear();
            const QByteArray where = "after flush " + QByteArray::number(nth);
            // A finished change is on the disk; the next boot has nothing to do.
            QVERIFY2(!finished || !helper::areBootAssignmentsPending(kernel.context()), where.constData());

            QVERIFY2(helper::applyBootAssignments(kernel.context()).ok(), where.constData());
            QVERIFY2(!helper::areBootAssignmentsPending(kernel.context()), where.constData());
            const auto end = everything(kernel);
            QVERIFY2(end == start || isGoal(kernel, unpersist), where.constData());
            QVERIFY2(!finished || (end == start) == faulty, where.constData());
            QVERIFY2(!QFile::exists(kernel.tree().path("var/lib/turnout/boot-assignments.damaged")), where.constData());
            QCOMPARE(contentOf(kernel, "simulated/initramfs"), contentOf(kernel, core::udevRulesFile).trimmed());
        }
        QVERIFY2(cuts >= 10, "too few flushes");
    }

    /// From one flush on, the disk takes nothing any more.
    void aFlushThatFailsIsNoSuccess()
    {
        Outcome outcome = Outcome::Refused;
        int nth = 0;
        while (outcome != Outcome::Done) {
            const SimulatedKernel kernel;
            prepare(kernel);
            QVERIFY(QDir().mkpath(kernel.tree().path("boot")));
            const auto start = everything(kernel);
            const core::Request request = persisting(kernel);
            failFlushesFrom(++nth);
            const core::Reply reply = run(kernel.context(), request);
            failFlushesFrom(0);
            outcome = reply.outcome;
            const QByteArray where = "from flush " + QByteArray::number(nth) + ": " + reply.error.text().toUtf8();
            const bool isPending = helper::areBootAssignmentsPending(kernel.context());
            QVERIFY2(outcome == (isPending ? Outcome::Incomplete : Outcome::Undone) || outcome == Outcome::Done, where.constData());
            QVERIFY2(outcome != Outcome::Done || (isGoal(kernel, false) && !isPending), where.constData());
            QVERIFY2(outcome != Outcome::Undone || everything(kernel) == start, where.constData());
            QVERIFY2(helper::applyBootAssignments(kernel.context()).ok(), where.constData());
            QVERIFY2(everything(kernel) == start || isGoal(kernel, false), where.constData());
        }
        QVERIFY2(nth >= 10, "too few flushes");
    }
};

TURNOUT_TEST(PowerCutTest)

#include "powercuttest.moc"
