// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "iomem.h"

#include <algorithm>
#include <array>
#include <optional>

namespace helper
{

namespace
{
std::optional<IoRange> rangeOf(const QByteArray &line)
{
    constexpr QByteArrayView separator = " : ";
    constexpr int hex = 16;
    const QByteArray text = line.trimmed();
    const qsizetype dash = text.indexOf('-');
    const qsizetype colon = text.indexOf(separator);
    bool firstOk = false;
    bool lastOk = false;
    const IoRange range{text.left(dash).toULongLong(&firstOk, hex),
                        text.mid(dash + 1, colon - dash - 1).toULongLong(&lastOk, hex),
                        text.mid(colon + separator.size())};
    return dash > 0 && colon > dash && firstOk && lastOk && range.first <= range.last ? std::optional(range) : std::nullopt;
}

bool isFirmwareName(const QByteArray &name)
{
    constexpr std::array<QByteArrayView, 3> names{"Reserved", "ACPI Non-volatile Storage", "ACPI Tables"};
    return std::ranges::find(names, QByteArrayView(name)) != names.end();
}
}

QList<IoRange> ioRanges(QByteArrayView iomem)
{
    QList<IoRange> ranges;
    for (const QByteArray &line : iomem.toByteArray().split('\n')) {
        if (auto range = rangeOf(line))
            ranges.append(*std::move(range));
    }
    return ranges;
}

bool isFirmwareMemory(const QList<IoRange> &ranges, quint64 first, quint64 last)
{
    const auto touches = [first, last](const IoRange &range) {
        return range.first <= last && first <= range.last;
    };
    const auto found = std::ranges::find_if(ranges, touches);
    return found != ranges.end() && std::ranges::count_if(ranges, touches) == 1 && found->first <= first && last <= found->last && isFirmwareName(found->name);
}

}
