// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/window/functions/functiontreemodel.h"
#include "testmachine.h"
#include "tests/tools/registered.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QTest>

using app::FunctionColumn;
using app::FunctionTreeModel;

namespace
{

app::FunctionRow rowsOf(const core::Snapshot &snapshot)
{
    return app::functionRows(snapshot, {});
}

/// A model and a proxy, both watched by a tester, and all their signals.
struct Watched {
    explicit Watched(const core::Snapshot &snapshot)
    {
        filter.setSourceModel(&model);
        filter.setRecursiveFilteringEnabled(true);
        model.reset(rowsOf(snapshot));
        resets.clear();
    }

    FunctionTreeModel model;
    QSortFilterProxyModel filter;
    QAbstractItemModelTester modelTester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
    QAbstractItemModelTester filterTester{&filter, QAbstractItemModelTester::FailureReportingMode::QtTest};
    QSignalSpy resets{&model, &QAbstractItemModel::modelReset};
    QSignalSpy changes{&model, &QAbstractItemModel::dataChanged};
    QSignalSpy inserts{&model, &QAbstractItemModel::rowsInserted};
    QSignalSpy removals{&model, &QAbstractItemModel::rowsRemoved};
};

QString text(const QModelIndex &index, FunctionColumn column)
{
    return index.siblingAtColumn(static_cast<int>(column)).data().toString();
}

}

class FunctionTreeModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void functionsHangBelowTheirBridges()
    {
        Watched watched(testMachine());
        const QModelIndex machine = watched.model.index(0, 0);
        QCOMPARE(machine.data().toString(), QStringLiteral("Gigabyte X570"));
        const QModelIndex gpu = watched.model.indexOf(at("01:00.0"));
        QVERIFY(gpu.isValid());
        QCOMPARE(gpu.parent(), watched.model.indexOf(at("00:01.0")));
        QCOMPARE(gpu.parent().parent().parent(), machine);
        QCOMPARE(text(gpu, FunctionColumn::Driver), QStringLiteral("nouveau"));
        QCOMPARE(text(gpu, FunctionColumn::Group), QStringLiteral("14"));
        QCOMPARE(watched.model.addressAt(gpu), at("01:00.0"));
        QVERIFY(!watched.model.addressAt(machine));
    }

    void theSameMachineAgainSignalsNothing()
    {
        Watched watched(testMachine());
        watched.model.update(rowsOf(testMachine()));
        QVERIFY(watched.changes.isEmpty() && watched.inserts.isEmpty() && watched.removals.isEmpty() && watched.resets.isEmpty());
    }

    void aChangedValueSignalsItsRowAlone()
    {
        Watched watched(testMachine());
        const QPersistentModelIndex gpu = watched.model.indexOf(at("01:00.0"));
        core::Snapshot snapshot = testMachine();
        find(snapshot, "01:00.0")->driver = QStringLiteral("vfio-pci");
        watched.model.update(rowsOf(snapshot));
        QCOMPARE(watched.changes.size(), 1);
        QCOMPARE(watched.changes[0][0].value<QModelIndex>(), gpu);
        QCOMPARE(watched.changes[0][1].value<QModelIndex>().row(), gpu.row());
        QVERIFY(watched.inserts.isEmpty() && watched.removals.isEmpty() && watched.resets.isEmpty());
        QCOMPARE(text(gpu, FunctionColumn::Driver), QStringLiteral("vfio-pci"));
    }

    void neighborsThatChangeSignalOnce()
    {
        Watched watched(testMachine());
        core::Snapshot snapshot = testMachine();
        find(snapshot, "01:00.0")->driver = QStringLiteral("vfio-pci");
        find(snapshot, "01:00.1")->driver = QStringLiteral("vfio-pci");
        watched.model.update(rowsOf(snapshot));
        QCOMPARE(watched.changes.size(), 1);
    }

    void functionsThatComeAndGoLeaveTheOthersInPlace()
    {
        Watched watched(testMachine());
        const QPersistentModelIndex audio = watched.model.indexOf(at("01:00.1"));
        core::Snapshot snapshot = testMachine();
        removeFunction(snapshot, "01:00.0");
        addDisk(snapshot, "00:00.3");
        addDisk(snapshot, "00:1f.0");
        watched.model.update(rowsOf(snapshot));
        QVERIFY(watched.resets.isEmpty());
        QCOMPARE(watched.removals.size(), 1);
        QCOMPARE(watched.inserts.size(), 2);
        QCOMPARE(audio.row(), 0);
        QCOMPARE(watched.model.addressAt(audio), at("01:00.1"));
        QVERIFY(!watched.model.indexOf(at("01:00.0")).isValid());
        QVERIFY(watched.model.indexOf(at("00:1f.0")).isValid());
    }

    void aFunctionThatMovesBehindAnotherBridgeIsFoundThere()
    {
        Watched watched(testMachine());
        core::Snapshot snapshot = testMachine();
        for (const char *address : {"01:00.0", "01:00.1"})
            find(snapshot, address)->parent.reset();
        watched.model.update(rowsOf(snapshot));
        const QModelIndex gpu = watched.model.indexOf(at("01:00.0"));
        QVERIFY(gpu.isValid());
        QCOMPARE(watched.model.addressAt(gpu.parent()), std::nullopt);
        QCOMPARE(watched.model.rowCount(watched.model.indexOf(at("00:01.0"))), 0);
    }

    void allFunctionsMayVanishAndComeBack()
    {
        Watched watched(testMachine());
        watched.model.update(rowsOf({}));
        QCOMPARE(watched.model.rowCount(watched.model.index(0, 0)), 0);
        watched.model.update(rowsOf(testMachine()));
        QVERIFY(watched.model.indexOf(at("01:00.1")).isValid());
    }

    void aSearchKeepsTheBridgesAboveAMatch()
    {
        Watched watched(testMachine());
        watched.filter.setFilterRole(FunctionTreeModel::SearchRole);
        watched.filter.setFilterFixedString(QStringLiteral("nouveau"));
        QVERIFY(watched.filter.mapFromSource(watched.model.indexOf(at("01:00.0"))).isValid());
        QVERIFY(watched.filter.mapFromSource(watched.model.indexOf(at("00:01.0"))).isValid());
        QVERIFY(!watched.filter.mapFromSource(watched.model.indexOf(at("00:02.0"))).isValid());
    }

    void gpusShowTheirVerdict()
    {
        app::Annotations annotations;
        annotations.findings.insert(
            at("01:00.0"),
            {{.id = QStringLiteral("x"), .severity = core::Severity::Blocker, .address = at("01:00.0"), .text = {}, .evidence = {}, .remedy = {}}});
        FunctionTreeModel model;
        model.reset(app::functionRows(testMachine(), annotations));
        const QModelIndex gpu = model.indexOf(at("01:00.0"));
        QVERIFY(gpu.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("Cannot be assigned yet")));
        const QString audio = model.indexOf(at("01:00.1")).data(Qt::AccessibleTextRole).toString();
        QVERIFY(!audio.isEmpty());
        QVERIFY(!audio.contains(QStringLiteral("assigned"), Qt::CaseInsensitive));
    }
};

TURNOUT_WINDOW_TEST(FunctionTreeModelTest)
#include "functiontreemodeltest.moc"
