// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "snapshotjsontext.h"

#include <QChar>

namespace core::json
{

namespace
{

void appendEscape(QByteArray &out, char16_t unit)
{
    constexpr char digits[] = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += digits[unit >> shift & 0xf];
}

bool isPlain(char16_t unit)
{
    return unit >= 0x20 && unit < 0x7f && unit != u'"' && unit != u'\\';
}

/// Appends the character that begins `rest`, which is not a plain one, and returns its length in UTF-16 units.
qsizetype appendSpecial(QByteArray &out, QStringView rest)
{
    const QChar first = rest.front();
    if (first == u'"' || first == u'\\') {
        out += '\\';
        out += char(first.unicode());
        return 1;
    }
    if (first.isHighSurrogate() && rest.size() > 1 && rest[1].isLowSurrogate()) {
        out += rest.first(2).toUtf8();
        return 2;
    }
    if (first.unicode() < 0xa0 || first.isSurrogate())
        appendEscape(out, first.unicode());
    else
        out += rest.first(1).toUtf8();
    return 1;
}

}

void appendQuoted(QByteArray &out, QStringView text)
{
    out += '"';
    for (qsizetype i = 0; i < text.size();) {
        const char16_t unit = text[i].unicode();
        if (isPlain(unit)) {
            out += char(unit);
            ++i;
        } else {
            i += appendSpecial(out, text.sliced(i));
        }
    }
    out += '"';
}

}
