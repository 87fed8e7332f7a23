// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "snapshotjsontext.h"

#include <QChar>

#include <algorithm>

namespace core::json
{

namespace
{

bool isPlain(QChar c)
{
    const char16_t unit = c.unicode();
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
    if (first.unicode() < 0xa0 || first.isSurrogate()) {
        out += "\\u";
        appendHex(out, first.unicode(), 4);
    } else {
        out += rest.first(1).toUtf8();
    }
    return 1;
}

/// Appends ASCII characters.
void appendPlain(QByteArray &out, QStringView text)
{
    const qsizetype before = out.size();
    out.resize(before + text.size());
    std::ranges::transform(text, out.data() + before, [](QChar c) {
        return char(c.unicode());
    });
}

}

void appendHex(QByteArray &out, quint64 value, int digits)
{
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        out += "0123456789abcdef"[value >> shift & 0xf];
}

void appendQuoted(QByteArray &out, QStringView text)
{
    out += '"';
    while (!text.isEmpty()) {
        const auto special = std::ranges::find_if_not(text, isPlain);
        const qsizetype plain = special - text.begin();
        appendPlain(out, text.first(plain));
        text = text.sliced(plain);
        if (!text.isEmpty())
            text = text.sliced(appendSpecial(out, text));
    }
    out += '"';
}

}
