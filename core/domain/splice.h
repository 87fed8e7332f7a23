// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "xmltree.h"

namespace core
{

/// Replaces a range of a text. An empty range inserts.
struct Splice {
    TextRange range;
    QString text;

    bool operator==(const Splice &) const = default;
};

/// `text` with all splices made; ranges refer to the original and must not overlap. Insertions at one place keep their
/// order.
QString spliced(const QString &text, QList<Splice> splices);

/// Sets or, with a null value, removes an attribute of an element, whose quotes are kept.
Splice setAttribute(const QString &text, const XmlNode &node, const QString &name, const QString &value);

/// The element, with the line break and the white space before it if it is alone on its lines.
TextRange withItsLine(const QString &text, const XmlNode &node);

/// The line break that the text uses: "\r\n" or "\n".
QString lineBreakOf(const QString &text);

/// The white space before an element on its line; none if something else is there.
std::optional<QString> indentOf(const QString &text, const XmlNode &node);

/// `text` for use inside an attribute's quotes of either kind.
QString escapedAttribute(const QString &text);

/// A unified diff with three lines of context (as `diff -u` prints it, without the names of files). Empty if the texts
/// are equal. Passwords in attributes named passwd are masked.
QString unifiedDiff(const QString &before, const QString &after);

}
