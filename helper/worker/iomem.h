// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QByteArray>
#include <QList>

namespace helper
{

/// One line of /proc/iomem, "  e0000000-e0ffffff : 0000:01:00.0". Nested ranges follow their parent.
struct IoRange {
    quint64 first = 0;
    quint64 last = 0;
    QByteArray name;

    bool operator==(const IoRange &) const = default;
};

/// Skips lines of another form.
QList<IoRange> ioRanges(QByteArrayView iomem);

/// Whether first to last lies entirely in one range that the firmware reserves, by the names that the kernel gives those
/// (arch/x86/kernel/e820.c, e820_type_to_string), and overlaps no other range.
bool isFirmwareMemory(const QList<IoRange> &ranges, quint64 first, quint64 last);

}
