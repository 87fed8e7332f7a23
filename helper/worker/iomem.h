// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QByteArray>
#include <QList>

namespace helper
{

/// One line of /proc/iomem, "  e0000000-e0ffffff : 0000:01:00.0": what lies within another stands below it.
struct IoRange {
    quint64 first = 0;
    quint64 last = 0;
    QByteArray name;

    bool operator==(const IoRange &) const = default;
};

/// Lines that are none are left out.
QList<IoRange> ioRanges(QByteArrayView iomem);

/// Whether first to last is memory that the firmware keeps, as a whole and in one piece: a single line speaks of it, with
/// one of the names that the kernel gives such memory (arch/x86/kernel/e820.c, e820_type_to_string). Not what reaches
/// into system memory, and not what a device has.
bool isFirmwareMemory(const QList<IoRange> &ranges, quint64 first, quint64 last);

}
