// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "listed.h"

#include "printable.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

QString listed(const QStringList &items, qsizetype enough, QLatin1StringView separator)
{
    const QString all = items.first(std::min(enough, items.size())).join(separator);
    const qsizetype more = items.size() - enough;
    return more <= 0 ? all : i18ncp("@info %2 is a list", "%2 and %1 more", "%2 and %1 more", int(more), all);
}

QString shortName(const QString &name)
{
    constexpr qsizetype longest = 64;
    if (name.size() <= longest)
        return printable(name);
    QString begin = name.first(longest - 1);
    if (begin.back().isHighSurrogate())
        begin.chop(1);
    return printable(begin) + u'…';
}

}
