// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/checks/blockers.h"
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

    void acceptedBlockersNoLongerRefuse()
    {
        const auto blocker = [](const QString &id) {
            core::Finding made = finding(Severity::Blocker);
            made.id = id;
            return made;
        };
        core::Finding caution = finding(Severity::Caution);
        caution.id = u"display-in-use"_s;
        const core::Finding display = blocker(u"display-in-use"_s);
        const core::Finding group = blocker(u"group-not-viable"_s);
        const core::Finding off = blocker(u"iommu-off"_s);
        using List = QList<core::Finding>;
        QCOMPARE(core::blockersLeft({group, display, caution}), (List{group, display}));
        QCOMPARE(core::blockersLeft({group, display, caution}, {u"group-not-viable"_s}), List{display});
        QCOMPARE(core::blockersLeft({off}, {u"iommu-off"_s}), List{off}); // not acceptable
        QVERIFY(core::areAcceptable({}));
        QVERIFY(core::areAcceptable({group, display}));
        QVERIFY(!core::areAcceptable({display, off}));
        QCOMPARE(core::acceptableIds({group, off, display, group}), (QStringList{u"display-in-use"_s, u"group-not-viable"_s}));
    }

    void contractKeywordsAreStable()
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
