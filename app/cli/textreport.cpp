// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "textreport.h"

#include "core/printable.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
constexpr int fieldIndent = 2;

/// SGR parameters (ECMA-48, 8.3.117).
QLatin1StringView sgr(Tone tone)
{
    switch (tone) {
    case Tone::Plain:
        return {};
    case Tone::Strong:
        return QLatin1StringView("1");
    case Tone::Dim:
        return QLatin1StringView("2");
    case Tone::Good:
        return QLatin1StringView("32");
    case Tone::Caution:
        return QLatin1StringView("33");
    case Tone::Bad:
        return QLatin1StringView("1;31");
    }
    Q_UNREACHABLE_RETURN({});
}

/// Breaks at spaces. A word longer than a line, such as a path, stays whole: it is there to be copied.
QStringList wrapped(const QString &text, int width)
{
    QStringList lines;
    QString line;
    int used = 0;
    for (const QString &word : text.split(u' ', Qt::SkipEmptyParts)) {
        const int length = columns(word);
        if (!line.isEmpty() && used + 1 + length > width) {
            lines.append(line);
            line.clear();
        }
        used = line.isEmpty() ? length : used + 1 + length;
        line = line.isEmpty() ? word : line + u' ' + word;
    }
    lines.append(line);
    return lines;
}
}

TextReport::TextReport(Terminal terminal)
    : m_terminal(std::move(terminal))
{
}

void TextReport::heading(const QString &text)
{
    paragraph(text, 0, Tone::Strong);
}

void TextReport::heading(const QString &address, const QString &name)
{
    hanging(0, address, Tone::Strong, addressColumns, name, Tone::Strong);
}

void TextReport::paragraph(const QString &text, int indent, Tone tone)
{
    hanging(indent, {}, Tone::Plain, indent, text, tone);
}

void TextReport::field(const QString &label, const QString &value, Tone tone)
{
    hanging(fieldIndent, label, Tone::Dim, fieldColumn, value, tone);
}

void TextReport::hanging(int indent, const QString &lead, Tone leadTone, int column, const QString &text, Tone tone)
{
    const QString cleanLead = core::printable(lead);
    QString start = QString(indent, u' ') + styled(cleanLead, leadTone);
    // A lead that is too long for its column (a translated label) still keeps one space from the text.
    const int used = indent + columns(cleanLead) + (cleanLead.isEmpty() ? 0 : 1);
    QString firstPadding = QString(std::max(0, column - used) + (cleanLead.isEmpty() ? 0 : 1), u' ');
    const int textColumn = std::max(column, used);
    for (const QString &line : wrapped(core::printable(text), m_terminal.width - textColumn)) {
        if (!line.isEmpty())
            m_text += start + firstPadding + styled(line, tone);
        else if (!cleanLead.isEmpty())
            m_text += start;
        m_text += u'\n';
        start = QString(textColumn, u' ');
        firstPadding.clear();
    }
}

void TextReport::blank()
{
    m_text += u'\n';
}

QString TextReport::bullet() const
{
    return m_terminal.unicode ? u"•"_s : u"-"_s;
}

QString TextReport::styled(const QString &text, Tone tone) const
{
    if (!m_terminal.color || tone == Tone::Plain || text.isEmpty())
        return text;
    return u"\x1b[%1m%2\x1b[0m"_s.arg(sgr(tone), text);
}

}
