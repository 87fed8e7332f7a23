// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "pciaddress.h"

#include <QHashFunctions>

namespace core
{

namespace
{
/// The value of hex `digits`; unlike QStringView::toUInt, rejects signs and white space.
std::optional<quint32> hex(QStringView digits)
{
    quint32 value = 0;
    for (const QChar c : digits) {
        const ushort u = c.unicode();
        quint32 digit = 0;
        if (u >= '0' && u <= '9')
            digit = u - '0';
        else if (u >= 'a' && u <= 'f')
            digit = u - 'a' + 10;
        else if (u >= 'A' && u <= 'F')
            digit = u - 'A' + 10;
        else
            return std::nullopt;
        value = value << 4 | digit;
    }
    return value;
}

std::optional<PciAddress> parseBusDeviceFunction(QStringView text, quint32 domain)
{
    if (text.size() != 7 || text[2] != u':' || text[5] != u'.')
        return std::nullopt;
    const auto bus = hex(text.first(2));
    const auto device = hex(text.sliced(3, 2));
    const auto function = hex(text.last(1));
    if (!bus || !device || !function || *device > 0x1f || *function > 7)
        return std::nullopt;
    return PciAddress{domain, quint8(*bus), quint8(*device), quint8(*function)};
}
}

std::optional<PciAddress> PciAddress::parse(QStringView text)
{
    const qsizetype colon = text.indexOf(u':');
    if (colon < 4 || colon > 8)
        return std::nullopt;
    const auto domain = hex(text.first(colon));
    return domain ? parseBusDeviceFunction(text.sliced(colon + 1), *domain) : std::nullopt;
}

std::optional<PciAddress> PciAddress::parseTyped(QStringView text)
{
    if (text.size() == 7)
        return parseBusDeviceFunction(text, 0);
    return parse(text);
}

QString PciAddress::toString() const
{
    return QString::asprintf("%04x:%02x:%02x.%x", domain, bus, device, function);
}

QString PciAddress::toShortString() const
{
    return domain ? toString() : QString::asprintf("%02x:%02x.%x", bus, device, function);
}

size_t qHash(const PciAddress &address, size_t seed) noexcept
{
    const quint32 place = quint32(address.bus) << 8 | quint32(address.device) << 3 | address.function;
    return qHashMulti(seed, address.domain, place);
}

}
