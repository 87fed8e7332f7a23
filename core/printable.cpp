// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "printable.h"

#include <QList>

#include <algorithm>
#include <array>

namespace core
{

QString printable(const QString &text)
{
    constexpr std::array unsafe{QChar::Other_Control, QChar::Other_Format, QChar::Separator_Line, QChar::Separator_Paragraph};
    QList<uint> characters = text.toUcs4();
    std::ranges::replace_if(
        characters,
        [&](uint c) {
            return std::ranges::find(unsafe, QChar::category(c)) != unsafe.end();
        },
        u'?');
    return QString::fromUcs4(reinterpret_cast<const char32_t *>(characters.constData()), characters.size());
}

}
