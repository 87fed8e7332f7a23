// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "splice.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

QString spliced(const QString &text, QList<Splice> splices)
{
    std::ranges::stable_sort(splices, {}, [](const Splice &splice) {
        return splice.range.begin;
    });
    QString result;
    qsizetype at = 0;
    for (const Splice &splice : std::as_const(splices)) {
        Q_ASSERT(splice.range.begin >= at && splice.range.end <= text.size());
        result += QStringView(text).sliced(at, splice.range.begin - at);
        result += splice.text;
        at = splice.range.end;
    }
    return result + QStringView(text).sliced(at);
}

QString escapedAttribute(const QString &text)
{
    QString escaped = text.toHtmlEscaped();
    return escaped.replace(u'\'', "&apos;"_L1);
}

namespace
{
/// Where a start tag's attributes end.
qsizetype endOfAttributes(const QString &text, const XmlNode &node)
{
    qsizetype at = node->startTag.end - 1;
    if (at > node->startTag.begin && text[at - 1] == u'/')
        --at;
    while (text[at - 1].isSpace())
        --at;
    return at;
}

QChar quoteOf(const QString &text, const XmlNode &node)
{
    return node->attributes.isEmpty() ? QChar(u'\'') : text[node->attributes.last().all.end - 1];
}
}

Splice setAttribute(const QString &text, const XmlNode &node, const QString &name, const QString &value)
{
    const XmlAttribute *attribute = node.find(name);
    if (value.isNull()) {
        if (!attribute)
            return {};
        TextRange range = attribute->all;
        while (text[range.begin - 1].isSpace())
            --range.begin;
        return {range, {}};
    }
    if (attribute)
        return {attribute->inQuotes, escapedAttribute(value)};
    const qsizetype at = endOfAttributes(text, node);
    const QChar quote = quoteOf(text, node);
    return {{at, at}, u' ' + name + u'=' + quote + escapedAttribute(value) + quote};
}

TextRange withItsLine(const QString &text, const XmlNode &node)
{
    TextRange range{node->startTag.begin, node->endTag.end};
    qsizetype before = range.begin;
    while (before > 0 && (text[before - 1] == u' ' || text[before - 1] == u'\t'))
        --before;
    const QStringView after = QStringView(text).sliced(range.end).left(2);
    if (before == 0 || text[before - 1] != u'\n' || !(after.startsWith(u'\n') || after == u"\r\n"))
        return range;
    range.begin = before - 1;
    if (range.begin > 0 && text[range.begin - 1] == u'\r')
        --range.begin;
    return range;
}

QString lineBreakOf(const QString &text)
{
    const qsizetype at = text.indexOf(u'\n');
    return at > 0 && text[at - 1] == u'\r' ? u"\r\n"_s : u"\n"_s;
}

std::optional<QString> indentOf(const QString &text, const XmlNode &node)
{
    qsizetype begin = node->startTag.begin;
    while (begin > 0 && (text[begin - 1] == u' ' || text[begin - 1] == u'\t'))
        --begin;
    if (begin > 0 && text[begin - 1] != u'\n')
        return {};
    return text.sliced(begin, node->startTag.begin - begin);
}

}
