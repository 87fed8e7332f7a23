// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QString>
#include <QStringView>

#include <compare>
#include <optional>

namespace core
{

/// domain:bus:device.function, as in sysfs directory names.
/// The domain has at least four hex digits and may have more (Intel VMD uses 10000).
struct PciAddress {
    quint32 domain = 0;
    quint8 bus = 0;
    quint8 device = 0; ///< 0 to 31
    quint8 function = 0; ///< 0 to 7

    /// Strict: "0000:01:00.0", four to eight lower or upper case hex domain digits; nothing before or after.
    static std::optional<PciAddress> parse(QStringView text);
    /// As parse(), but also accepts the short form without a domain: "01:00.0".
    static std::optional<PciAddress> parseTyped(QStringView text);

    QString toString() const;
    /// The short form when the domain is 0, else the full form.
    QString toShortString() const;

    /// The same slot: the functions that share a device number on a bus.
    bool sameSlot(const PciAddress &other) const
    {
        return domain == other.domain && bus == other.bus && device == other.device;
    }

    auto operator<=>(const PciAddress &) const = default;
};

size_t qHash(const PciAddress &address, size_t seed = 0) noexcept;

/// The number of an IOMMU group, as in /sys/kernel/iommu_groups.
enum class IommuGroupId : quint32 {};

inline quint32 number(IommuGroupId id)
{
    return static_cast<quint32>(id);
}

}
