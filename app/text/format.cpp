// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "format.h"

#include <KFormat>
#include <KLocalizedString>

#include <algorithm>
#include <limits>

namespace app
{

namespace
{
QString hex(quint32 number, int digits)
{
    return QStringLiteral("%1").arg(number, digits, 16, QLatin1Char('0'));
}
}

QString noValue()
{
    return QStringLiteral("–");
}

QString sizeText(quint64 bytes)
{
    constexpr quint64 largest = std::numeric_limits<qint64>::max(); // a snapshot file may claim more
    const bool isWhole = bytes < 1024 || bytes % 1024 == 0 || bytes > largest;
    return QLocale().formattedDataSize(static_cast<qint64>(std::min(bytes, largest)), isWhole ? 0 : 1, QLocale::DataSizeIecFormat);
}

QString durationText(quint64 milliseconds)
{
    return KFormat().formatSpelloutDuration(milliseconds);
}

QString linkText(const core::LinkState &link)
{
    if (link.speed == 0 || link.width == 0)
        return i18nc("@info a PCIe link", "down");
    return i18nc("@info PCIe link: speed per lane, number of lanes", "%1 GT/s ×%2", QLocale().toString(link.speed / 1000.0, 'g', 3), link.width);
}

QString idText(quint16 vendor, quint16 device)
{
    return hex(vendor, 4) + QLatin1Char(':') + hex(device, 4);
}

QString addressesText(const QList<core::PciAddress> &addresses)
{
    QStringList words;
    for (const core::PciAddress &address : addresses)
        words.append(address.toShortString());
    return QLocale().createSeparatedList(words);
}

QString rootBusName(quint32 domain, quint8 bus)
{
    return i18nc("@label", "Root bus %1", domain == 0 ? hex(bus, 2) : hex(domain, 4) + QLatin1Char(':') + hex(bus, 2));
}

}
