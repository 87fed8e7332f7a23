// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "tests/tools/registered.h"
#include "tree.h"

#include <QDir>
#include <QFile>
#include <QTest>

using core::Unread;
using namespace Qt::StringLiterals;

namespace
{
using List = QList<core::BootAssignment>;

List assignments(bool nextBootOnly = false)
{
    return {{.parts = {{.identity = {.path = u"pci0000:00/01.0/00.0"_s, .vendor = 0x10de}, .driver = u"vfio-pci"_s}}, .nextBootOnly = nextBootOnly}};
}

void changeTimes(const Tree &tree, const char *file, int secondsAgo)
{
    QFile changed(tree.path(file));
    QVERIFY(changed.open(QIODevice::ReadWrite) && changed.setFileTime(QDateTime::currentDateTime().addSecs(-secondsAgo), QFileDevice::FileModificationTime));
}

/// A machine that has just been booted, without boot assignments.
const core::StoredBootAssignments none{.assignments = List(), .trials = List(), .endedTrials = List(), .ofThisBoot = false, .bootChecked = false};
}

/// A snapshot as a whole, and its boot assignments.
class MachineReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMachineWithoutFilesHasNoBootAssignments()
    {
        const Tree tree;
        QCOMPARE(tree.read().boot, none);
    }

    void bootAssignmentsAndTrialsAreRead()
    {
        const Tree tree;
        tree.file(core::bootAssignmentsFile, core::toJson(assignments()));
        tree.file(core::trialFile, core::toJson(assignments(true)));
        core::StoredBootAssignments expected = none;
        expected.assignments = assignments();
        expected.trials = assignments(true);
        QCOMPARE(tree.read().boot, expected);
        tree.remove(core::trialFile);
        tree.file(core::endedTrialFile, core::toJson(assignments(true)));
        expected.trials = List();
        expected.endedTrials = assignments(true);
        QCOMPARE(tree.read().boot, expected);
    }

    void assignmentsThatChangedSinceTheBootCheckAreNotOfThisBoot()
    {
        const Tree tree;
        tree.file(core::bootCheckedFile, {});
        QVERIFY(tree.read().boot.bootChecked && !tree.read().boot.ofThisBoot);
        tree.file(core::bootAssignmentsFile, core::toJson(assignments()));
        changeTimes(tree, core::bootCheckedFile, 100);
        QVERIFY(tree.read().boot.bootChecked && !tree.read().boot.ofThisBoot);
        changeTimes(tree, core::bootAssignmentsFile, 200);
        QVERIFY(tree.read().boot.bootChecked && tree.read().boot.ofThisBoot);
    }

    void aMalformedFileHidesNoOther_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("not JSON") << "tea"_ba;
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("too large") << QByteArray(2 * 1024 * 1024, ' ');
    }
    void aMalformedFileHidesNoOther()
    {
        QFETCH(QByteArray, content);
        const Tree tree;
        tree.file(core::bootAssignmentsFile, content);
        tree.file(core::trialFile, core::toJson(assignments(true)));
        const core::StoredBootAssignments boot = tree.read().boot;
        QCOMPARE(boot.assignments.why(), Unread::Malformed);
        QCOMPARE(*boot.trials, assignments(true));
        QVERIFY(core::unreadable(boot)->what.contains(u"/etc/turnout/boot-assignments.json"_s));
    }

    void aDirectoryInPlaceOfAFileIsMalformed()
    {
        const Tree tree;
        QVERIFY(QDir().mkpath(tree.path(core::trialFile)));
        QCOMPARE(tree.read().boot.trials.why(), Unread::Malformed);
    }

    void aFileWithoutPermissionIsReportedAsSuch()
    {
        const Tree tree;
        tree.file(core::bootAssignmentsFile, core::toJson(assignments()));
        QVERIFY(QFile::setPermissions(tree.path(core::bootAssignmentsFile), QFileDevice::WriteOwner));
        QCOMPARE(tree.readUnprivileged().boot.assignments.why(), Unread::NeedsPermission);
    }

    void thisMachineCanBeRead()
    {
        const auto snapshot = host::readMachine();
        if (!snapshot)
            QSKIP("there is no sysfs here");
        for (const core::Function &function : snapshot->functions)
            QVERIFY2(!function.modalias.isEmpty(), qPrintable(function.address.toString()));
    }
};

TURNOUT_TEST(MachineReaderTest)

#include "machinereadertest.moc"
