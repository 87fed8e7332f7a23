// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "deviceranges.h"

#include <QJsonArray>

#include <algorithm>

namespace core
{

std::optional<quint16> hex16(const QJsonValue &value)
{
    bool ok = false;
    const quint16 number = value.toString().toUShort(&ok, 16);
    return ok && value.toString().size() == 4 ? std::optional(number) : std::nullopt;
}

std::optional<QList<DeviceRange>> deviceRanges(const QJsonValue &value)
{
    QList<DeviceRange> ranges;
    for (const QJsonValue &entry : value.toArray()) {
        const QStringList ends = entry.toString().split(u'-');
        const auto first = hex16(ends.first());
        const auto last = hex16(ends.last());
        if (ends.size() > 2 || !first || !last || *last < *first)
            return std::nullopt;
        ranges.append({*first, *last});
    }
    return ranges.isEmpty() ? std::nullopt : std::optional(ranges);
}

bool contains(const QList<DeviceRange> &ranges, quint16 device)
{
    return std::ranges::any_of(ranges, [device](const DeviceRange &range) {
        return range.first <= device && device <= range.last;
    });
}

}
