// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"

#include <QJsonValue>

namespace core
{

/// Device IDs of one vendor, both ends inclusive.
struct DeviceRange {
    quint16 first = 0;
    quint16 last = 0;

    bool operator==(const DeviceRange &) const = default;
};

/// Four hexadecimal digits.
std::optional<quint16> hex16(const QJsonValue &value);

/// A list of "73bf" and "73da-73df". Nothing where it is empty or malformed.
std::optional<QList<DeviceRange>> deviceRanges(const QJsonValue &value);

bool contains(const QList<DeviceRange> &ranges, quint16 device);

}
