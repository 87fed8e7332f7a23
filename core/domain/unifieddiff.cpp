// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "splice.h"

#include <QRegularExpression>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
constexpr qsizetype context = 3;
/// Above this many pairs of lines the changed part is shown as one replacement.
constexpr qsizetype mostPairs = 4'000'000;

struct Line {
    QChar sign; ///< ' ', '-' or '+'
    QStringView text;
};

QList<QStringView> linesOf(const QString &text)
{
    QList<QStringView> lines = QStringView(text).split(u'\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

/// The lines of both texts in one sequence, by a longest common subsequence of what differs between start and end.
class Alignment
{
public:
    Alignment(const QList<QStringView> &before, const QList<QStringView> &after)
        : m_before(before)
        , m_after(after)
    {
        const qsizetype least = qMin(before.size(), after.size());
        while (m_start < least && before[m_start] == after[m_start])
            ++m_start;
        while (m_end < least - m_start && before[before.size() - 1 - m_end] == after[after.size() - 1 - m_end])
            ++m_end;
    }

    QList<Line> lines() const
    {
        QList<Line> all;
        for (qsizetype i = 0; i < m_start; ++i)
            all.append({u' ', m_before[i]});
        addMiddle(all);
        for (qsizetype i = m_before.size() - m_end; i < m_before.size(); ++i)
            all.append({u' ', m_before[i]});
        return all;
    }

private:
    void addMiddle(QList<Line> &all) const
    {
        const qsizetype rows = m_before.size() - m_start - m_end;
        const qsizetype columns = m_after.size() - m_start - m_end;
        const bool isCompared = (rows + 1) * (columns + 1) <= mostPairs;
        const std::vector<quint16> lengths = isCompared ? commonLengths(rows, columns) : std::vector<quint16>();
        qsizetype i = 0;
        qsizetype j = 0;
        while (i < rows || j < columns) {
            if (isCompared && i < rows && j < columns && m_before[m_start + i] == m_after[m_start + j]) {
                all.append({u' ', m_before[m_start + i]});
                ++i;
                ++j;
            } else if (i < rows
                       && (j == columns || !isCompared || lengths[size_t((i + 1) * (columns + 1) + j)] >= lengths[size_t(i * (columns + 1) + j + 1)])) {
                all.append({u'-', m_before[m_start + i++]});
            } else {
                all.append({u'+', m_after[m_start + j++]});
            }
        }
    }

    /// At (i, j): the length of the longest common subsequence of what follows.
    std::vector<quint16> commonLengths(qsizetype rows, qsizetype columns) const
    {
        std::vector<quint16> lengths(size_t((rows + 1) * (columns + 1)), 0);
        for (qsizetype i = rows - 1; i >= 0; --i) {
            for (qsizetype j = columns - 1; j >= 0; --j) {
                const auto at = [&](qsizetype row, qsizetype column) -> quint16 & {
                    return lengths[size_t(row * (columns + 1) + column)];
                };
                at(i, j) = m_before[m_start + i] == m_after[m_start + j] ? quint16(at(i + 1, j + 1) + 1) : qMax(at(i + 1, j), at(i, j + 1));
            }
        }
        return lengths;
    }

    const QList<QStringView> &m_before;
    const QList<QStringView> &m_after;
    qsizetype m_start = 0; ///< equal lines at the start
    qsizetype m_end = 0; ///< and at the end
};

QString masked(QStringView line)
{
    static const QRegularExpression password(u"(\\bpasswd\\s*=\\s*)(\"[^\"]*\"|'[^']*')"_s);
    return line.toString().replace(password, u"\\1'…'"_s);
}

/// One hunk: lines [begin, end) of `all`, which begin at these line numbers of the two texts.
QString hunk(const QList<Line> &all, qsizetype begin, qsizetype end, qsizetype before, qsizetype after)
{
    QString text;
    qsizetype removed = 0;
    qsizetype added = 0;
    for (qsizetype i = begin; i < end; ++i) {
        removed += all[i].sign != u'+';
        added += all[i].sign != u'-';
        QStringView line = all[i].text;
        if (line.endsWith(u'\r'))
            line.chop(1);
        text += all[i].sign + masked(line) + u'\n';
    }
    // An empty range is named by the line before it.
    return u"@@ -%1,%2 +%3,%4 @@\n"_s.arg(removed ? before : before - 1).arg(removed).arg(added ? after : after - 1).arg(added) + text;
}
}

QString unifiedDiff(const QString &before, const QString &after)
{
    const QList<QStringView> oldLines = linesOf(before);
    const QList<QStringView> newLines = linesOf(after);
    const QList<Line> all = Alignment(oldLines, newLines).lines();
    QString text;
    qsizetype oldNumber = 1;
    qsizetype newNumber = 1;
    qsizetype at = 0; // everything before it is counted
    const auto count = [&](qsizetype until) {
        for (; at < until; ++at) {
            oldNumber += all[at].sign != u'+';
            newNumber += all[at].sign != u'-';
        }
    };
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (all[i].sign == u' ')
            continue;
        const qsizetype begin = qMax(at, i - context);
        qsizetype last = i;
        for (qsizetype next = i; next < all.size() && next - last <= 2 * context; ++next) {
            if (all[next].sign != u' ')
                last = next;
        }
        const qsizetype end = qMin(all.size(), last + 1 + context);
        count(begin);
        text += hunk(all, begin, end, oldNumber, newNumber);
        count(end);
        i = end - 1;
    }
    return text;
}

}
