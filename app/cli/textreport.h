// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "terminal.h"

namespace app::cli
{

/// How a piece of text is meant. Color only repeats what the words say.
enum class Tone : quint8 {
    Plain,
    Strong,
    Dim,
    Good,
    Caution,
    Bad
};

/// Columns for the short form of an address and the space behind it.
inline constexpr int addressColumns = 9;

/// Text for people, made line by line: wrapped at the terminal's width, with hanging indents.
class TextReport
{
public:
    static constexpr int fieldColumn = 17; ///< where the values of field() begin

    explicit TextReport(Terminal terminal);

    const Terminal &terminal() const
    {
        return m_terminal;
    }

    void heading(const QString &text);
    /// The heading of one function: its address, and its name.
    void heading(const QString &address, const QString &name);
    void paragraph(const QString &text, int indent = 0, Tone tone = Tone::Plain);
    /// "  Label        value", the value wrapped in its own column.
    void field(const QString &label, const QString &value, Tone tone = Tone::Plain);
    /// `lead` at `indent`, then `text` wrapped from column `column` on.
    void hanging(int indent, const QString &lead, Tone leadTone, int column, const QString &text, Tone tone);
    void blank();

    /// A bullet for lists.
    QString bullet() const;

    /// Everything so far, in the terminal's characters.
    QByteArray bytes() const
    {
        return encoded(m_text);
    }

private:
    QString styled(const QString &text, Tone tone) const;

    Terminal m_terminal;
    QString m_text;
};

}
