// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "pciclass.h"

#include <KLocalizedString>

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
quint8 baseClass(const Function &function)
{
    return quint8(function.classCode >> 16);
}

/// Base class and subclass, 0xBBSS.
quint16 subclass(const Function &function)
{
    return quint16(function.classCode >> 8);
}

/// The text in the closing brackets of `name`: "TU106 [GeForce RTX 2070]" gives "GeForce RTX 2070".
QString inClosingBrackets(const QString &name)
{
    const qsizetype open = name.lastIndexOf(u'[');
    return open >= 0 && name.endsWith(u']') ? name.sliced(open + 1).chopped(1).trimmed() : QString();
}

/// "NVIDIA Corporation" gives "NVIDIA"; "Advanced Micro Devices, Inc. [AMD/ATI]" gives "AMD".
QString shortVendor(const QString &legalName)
{
    if (const QString abbreviation = inClosingBrackets(legalName); !abbreviation.isEmpty())
        return abbreviation.section(u'/', 0, 0);

    static const QSet<QString> legalWords = {u"corporation"_s,
                                             u"corp"_s,
                                             u"inc"_s,
                                             u"incorporated"_s,
                                             u"co"_s,
                                             u"company"_s,
                                             u"ltd"_s,
                                             u"limited"_s,
                                             u"llc"_s,
                                             u"gmbh"_s,
                                             u"ag"_s,
                                             u"technology"_s,
                                             u"technologies"_s,
                                             u"semiconductor"_s,
                                             u"electronics"_s,
                                             u"systems"_s,
                                             u"group"_s};
    QStringList parts = legalName.split(u' ', Qt::SkipEmptyParts);
    const auto bare = [](QString word) {
        while (word.endsWith(u'.') || word.endsWith(u','))
            word.chop(1);
        return word;
    };
    while (parts.size() > 1 && legalWords.contains(bare(parts.last()).toLower()))
        parts.removeLast();
    if (!parts.isEmpty())
        parts.last() = bare(parts.last());
    return parts.join(u' ');
}

QString shortDevice(const Function &function)
{
    if (isGpu(function)) {
        if (const QString marketingName = inClosingBrackets(function.deviceName); !marketingName.isEmpty())
            return marketingName;
    }
    return function.deviceName;
}

QString kindOf(const Function &function)
{
    switch (subclass(function)) {
    case 0x0300:
        return i18nc("@info kind of PCI function", "VGA controller");
    case 0x0302:
        return i18nc("@info kind of PCI function", "3D controller");
    default:
        break;
    }
    if (isDisplay(function))
        return i18nc("@info kind of PCI function", "Display controller");
    if (isGpu(function))
        return i18nc("@info kind of PCI function", "Processing accelerator");
    if (isAudio(function))
        return i18nc("@info kind of PCI function", "Audio device");
    if (isUsbController(function))
        return i18nc("@info kind of PCI function", "USB controller");
    if (isBridge(function))
        return i18nc("@info kind of PCI function", "PCI bridge");
    if (isStorage(function))
        return i18nc("@info kind of PCI function", "Storage controller");
    if (isNetwork(function))
        return i18nc("@info kind of PCI function", "Network controller");
    return function.className.isEmpty() ? i18nc("@info kind of PCI function", "PCI function") : function.className;
}
}

bool isDisplay(const Function &function)
{
    return baseClass(function) == 0x03;
}

bool isGpu(const Function &function)
{
    constexpr quint8 processingAccelerator = 0x12;
    constexpr quint16 amd = 0x1002;
    constexpr quint16 nvidia = 0x10de;
    return isDisplay(function) || (baseClass(function) == processingAccelerator && (function.vendor == amd || function.vendor == nvidia));
}

bool isBridge(const Function &function)
{
    const quint16 kind = subclass(function);
    return kind == 0x0604 || kind == 0x0607 || kind == 0x0609;
}

bool staysWithHost(const Function &function)
{
    return baseClass(function) == 0x06;
}

bool isAudio(const Function &function)
{
    return subclass(function) == 0x0401 || subclass(function) == 0x0403;
}

bool isUsbController(const Function &function)
{
    return subclass(function) == 0x0c03;
}

bool isStorage(const Function &function)
{
    return baseClass(function) == 0x01;
}

bool isNetwork(const Function &function)
{
    return baseClass(function) == 0x02;
}

bool isDriverName(QStringView name)
{
    constexpr qsizetype longest = 64;
    return !name.isEmpty() && name.size() <= longest && std::ranges::all_of(name, [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'_' || c == u'-';
    });
}

bool isVfioDriver(const QString &driver)
{
    // Some variant drivers name themselves with hyphens, others after their module.
    const QString name = QString(driver).replace(u'-', u'_');
    return name == "vfio_pci"_L1 || name.endsWith("_vfio_pci"_L1);
}

bool isOnVfio(const Function &function)
{
    if (!function.driver)
        return false;
    const QString module = QString(*function.driver).replace(u'-', u'_');
    return isVfioDriver(module) || std::ranges::any_of(function.vfioCandidates, [&module](const VfioCandidate &candidate) {
               return candidate.module == module;
           });
}

bool isOfferedByDriver(const Function &function)
{
    return function.driver && !function.vfioDevice.isEmpty() && !isOnVfio(function);
}

bool hasLostItsDriver(const Function &function)
{
    return !function.driver && function.driver.why() == Unread::Absent && function.hostDriver && !function.hostDriver->driver.isEmpty();
}

bool isOnHostDriver(const Function &function)
{
    return function.driver && !isOnVfio(function) && !isOfferedByDriver(function) && *function.driver != "pci-stub"_L1;
}

bool isSuspended(const Function &function)
{
    if (function.runtimePm.status && *function.runtimePm.status == RuntimeStatus::Suspended)
        return true;
    // Active in D3cold: it did not wake (preflightresponding.cpp).
    const bool active = function.runtimePm.status && *function.runtimePm.status == RuntimeStatus::Active;
    const QString state = function.powerState.valueOr({});
    return state.startsWith("D3"_L1) && !(active && state == "D3cold"_L1);
}

bool isStuck(const Function &function)
{
    const auto busy = [](const auto &reading) {
        return !reading && reading.why() == Unread::Busy;
    };
    return busy(function.driverOverride) || busy(function.capabilities);
}

QString displayName(const Function &function)
{
    const QString vendor = shortVendor(function.vendorName);
    const QString device = shortDevice(function);
    if (device.isEmpty()) {
        const QString fallback = kindOf(function) + QString::asprintf(" %04x:%04x", function.vendor, function.device);
        return vendor.isEmpty() ? fallback : vendor + u' ' + fallback;
    }
    // "ASPEED Technology, Inc.", "ASPEED Graphics Family": do not repeat the vendor.
    const QString firstWord = vendor.section(u' ', 0, 0);
    if (vendor.isEmpty() || device.startsWith(firstWord, Qt::CaseInsensitive))
        return device;
    return vendor + u' ' + device;
}

}
