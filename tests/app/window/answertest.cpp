// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/model/answer.h"
#include "app/model/functionlink.h"
#include "testmachine.h"
#include "tests/tools/registered.h"

#include <QTest>

using app::Answer;

namespace
{

core::Finding finding(core::Severity severity)
{
    return {.id = QStringLiteral("a-finding"), .severity = severity, .address = at("01:00.0"), .text = {}, .evidence = {}, .remedy = {}};
}

Answer answerFor(const core::Snapshot &snapshot, const char *address, const QList<core::Finding> &gpuFindings = {})
{
    app::Annotations annotations;
    annotations.findings.insert(at("01:00.0"), gpuFindings);
    return app::answer(snapshot, annotations, *snapshot.function(at(address)));
}

}

class AnswerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGpuWithoutFindingsCanBeAssigned()
    {
        QCOMPARE(answerFor(testMachine(), "01:00.0").kind, Answer::Kind::Yes);
    }

    void aGpuOnVfioIsAssigned()
    {
        core::Snapshot snapshot = testMachine();
        find(snapshot, "01:00.0")->driver = QStringLiteral("vfio-pci");
        QCOMPARE(answerFor(snapshot, "01:00.0").kind, Answer::Kind::Assigned);
    }

    void oneBlockerAmongCautionsMeansNotYetAndIsCounted()
    {
        const Answer answer =
            answerFor(testMachine(), "01:00.0", {finding(core::Severity::Blocker), finding(core::Severity::Caution), finding(core::Severity::Note)});
        QCOMPARE(answer.kind, Answer::Kind::NotYet);
        QVERIFY(answer.detail.startsWith(QStringLiteral("One finding")));
    }

    void cautionsAreCountedWithoutNotes()
    {
        const Answer answer =
            answerFor(testMachine(), "01:00.0", {finding(core::Severity::Caution), finding(core::Severity::Caution), finding(core::Severity::Note)});
        QCOMPARE(answer.kind, Answer::Kind::WithCare);
        QVERIFY(answer.detail.startsWith(QStringLiteral("2 cautions")));
    }

    void theAudioOfAGpuIsAssignedTogetherAndNamesItsGpu()
    {
        const Answer answer = answerFor(testMachine(), "01:00.1");
        QCOMPARE(answer.kind, Answer::Kind::AssignedTogether);
        QVERIFY(answer.detail.contains(app::functionLink(at("01:00.0"), QStringLiteral("NVIDIA GeForce RTX 2070"))));
    }

    void aBridgeStays()
    {
        QCOMPARE(answerFor(testMachine(), "00:01.0").kind, Answer::Kind::StaysOnHost);
    }

    void aDiskInUseInTheGroupBlocksTheGpu()
    {
        core::Snapshot snapshot = testMachine();
        addDisk(snapshot, "02:00.0");
        find(snapshot, "02:00.0")->group = core::IommuGroupId(14);
        snapshot.groups.back().members.append(at("02:00.0"));
        const Answer answer = answerFor(snapshot, "02:00.0");
        QCOMPARE(answer.kind, Answer::Kind::BlocksGpu);
        QVERIFY(answer.detail.contains(QStringLiteral("nvme")));
        QVERIFY(answer.detail.contains(app::functionLink(at("01:00.0"), QStringLiteral("NVIDIA GeForce RTX 2070"))));
    }

    void aDiskInAGroupOfItsOwnStays()
    {
        core::Snapshot snapshot = testMachine();
        addDisk(snapshot, "02:00.0");
        QCOMPARE(answerFor(snapshot, "02:00.0").kind, Answer::Kind::StaysOnHost);
    }
};

TURNOUT_TEST(AnswerTest)
#include "answertest.moc"
