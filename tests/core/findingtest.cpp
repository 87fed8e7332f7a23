// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/checks/finding.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::Severity;
using core::Verdict;

namespace
{
core::Finding finding(Severity severity)
{
    core::Finding made;
    made.severity = severity;
    return made;
}
}

class FindingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWorstFindingDecidesTheVerdict()
    {
        const core::Finding note = finding(Severity::Note);
        const core::Finding caution = finding(Severity::Caution);
        const core::Finding blocker = finding(Severity::Blocker);
        QCOMPARE(core::verdict({}), Verdict::Ready);
        QCOMPARE(core::verdict({note}), Verdict::Ready);
        QCOMPARE(core::verdict({note, caution, note}), Verdict::Caution);
        QCOMPARE(core::verdict({caution, blocker, note}), Verdict::Blocked);
    }

    void theContractsWordsAreStable()
    {
        QCOMPARE(core::toKeyword(Severity::Note), u"note"_s);
        QCOMPARE(core::toKeyword(Severity::Caution), u"caution"_s);
        QCOMPARE(core::toKeyword(Severity::Blocker), u"blocker"_s);
        QCOMPARE(core::toKeyword(Verdict::Ready), u"ready"_s);
        QCOMPARE(core::toKeyword(Verdict::Caution), u"caution"_s);
        QCOMPARE(core::toKeyword(Verdict::Blocked), u"blocked"_s);
    }
};

TURNOUT_TEST(FindingTest)
#include "findingtest.moc"
