// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/listed.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;

/// Lists and names in sentences stay short and printable.
class ListedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsFewIsListed()
    {
        QCOMPARE(core::listed({}), QString());
        QCOMPARE(core::listed({u"a"_s, u"b"_s}), u"a, b"_s);
        QCOMPARE(core::listed({u"a"_s, u"b"_s, u"c"_s}, 3, QLatin1StringView("; ")), u"a; b; c"_s);
    }

    void whatIsManyIsCounted()
    {
        QCOMPARE(core::listed({u"a"_s, u"b"_s, u"c"_s}, 2), u"a, b and 1 more"_s);
        QCOMPARE(core::listed(QStringList(1000, u"a"_s)), u"a, a, a, a, a, a, a, a and 992 more"_s);
    }

    void aNameIsOneShortLine()
    {
        QCOMPARE(core::shortName(u"qemu-system-x86"_s), u"qemu-system-x86"_s);
        QCOMPARE(core::shortName(u"a\nb\x1b[2J\u202e"_s), u"a?b?[2J?"_s);
        QCOMPARE(core::shortName(QString(64, u'x')), QString(64, u'x'));
        QCOMPARE(core::shortName(QString(5000, u'x')), QString(63, u'x') + u'…');
    }

    void aCharacterIsNotCutInTwo()
    {
        const QString twoUnits = QString::fromUcs4(U"\U0001f600");
        QCOMPARE(core::shortName(QString(62, u'x') + twoUnits + u"yy"_s), QString(62, u'x') + u'…');
    }
};

TURNOUT_TEST(ListedTest)

#include "listedtest.moc"
