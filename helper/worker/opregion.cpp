// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "opregion.h"

#include "core/pci/pciclass.h"
#include "host/sysfs/directory.h"

#include <KLocalizedString>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
constexpr quint16 intel = 0x8086;
constexpr quint32 opregionBytes = 8 * 1024; // fixed by the specification
constexpr qsizetype headerBytes = 0x60;
constexpr QByteArrayView vbtSignature = "$VBT"; // drivers/gpu/drm/i915/display/intel_vbt_defs.h, struct vbt_header

QJsonObject unknown(const QString &reason)
{
    return {{u"reason"_s, reason}};
}

QString noneFromFirmware()
{
    return i18nc("@info", "The firmware provides no valid OpRegion for this GPU.");
}

/// Our driver's attribute, "2.1 14336" or "none".
QJsonObject fromOurDriver(const core::TurnoutDriver &driver)
{
    if (!driver.opregion)
        return unknown(i18nc("@info", "turnout_vfio_pci does not report it."));
    const QStringList keywords = driver.opregion->split(u' ');
    bool isNumber = false;
    const qint64 size = keywords.value(1).toLongLong(&isNumber);
    return isNumber && keywords.size() == 2 ? QJsonObject{{u"version"_s, keywords[0]}, {u"size"_s, size}} : unknown(noneFromFirmware());
}

/// The directory of the function's DRM device in debugfs. Not open where there is none.
///
/// Newer kernels name it after the function, older ones after the minor (drivers/gpu/drm/drm_debugfs.c). A minor's number
/// may belong to another GPU by now, so its file "name" decides.
host::Directory debugDirectory(const host::Directory &root, const core::Function &function)
{
    const std::string all = "sys/kernel/debug/dri/";
    const std::string address = function.address.toString().toStdString();
    host::Directory byAddress = root.child((all + address).c_str());
    if (byAddress.isOpen())
        return byAddress;
    const std::string wanted = " dev=" + address + ' ';
    for (const QString &node : function.drmNodes) {
        if (!node.startsWith("card"_L1))
            continue;
        host::Directory byMinor = root.child((all + node.mid(4).toStdString()).c_str());
        const auto name = byMinor.isOpen() ? byMinor.read(host::Attribute::DrmName) : core::Reading<std::string_view>();
        if (name && (std::string(*name) + ' ').find(wanted) != std::string::npos)
            return byMinor;
    }
    return byAddress;
}

QString whyNoDirectory(const host::Directory &root)
{
    if (!root.child("sys/kernel/debug/dri").isOpen())
        return i18nc("@info", "It is read from debugfs, which is not mounted at /sys/kernel/debug or not readable.");
    return i18nc("@info", "The GPU's driver has no directory in debugfs.");
}

QString whyUnread(core::Unread why, const QString &driver)
{
    if (why == core::Unread::NeedsPermission)
        return i18nc("@info", "The kernel does not allow reading it from debugfs.");
    return i18nc("@info %1 is a driver", "The driver %1 does not offer it in debugfs.", driver);
}

/// In bytes; nothing where it is not read or there is none.
std::optional<qint64> vbtSize(const host::Directory &device)
{
    const auto vbt = device.readLong(host::Attribute::I915Vbt);
    return vbt && QByteArrayView(*vbt).startsWith(vbtSignature) ? std::optional(qint64(vbt->size())) : std::nullopt;
}

QJsonObject fromGraphicsDriver(const HelperContext &context, const core::Function &function)
{
    const auto access = std::make_unique<host::Access>();
    const host::Directory root = host::Directory::ofMachine(*access, context.root);
    host::Directory device = debugDirectory(root, function);
    if (!device.isOpen())
        return unknown(whyNoDirectory(root));
    const bool isActive = function.capabilities.known(); // config space is not read of a suspended function
    device.setWakefulness(isActive ? host::Wakefulness::Active : host::Wakefulness::Suspended);
    device.setBlocked(core::isStuck(function));
    const auto header = device.readLong(host::Attribute::I915Opregion);
    if (!header)
        return unknown(whyUnread(header.why(), *function.driver));
    QJsonObject found = opregionHeader(*header);
    if (found.isEmpty())
        return unknown(noneFromFirmware());
    if (const auto size = vbtSize(device))
        found.insert("vbtSize"_L1, *size);
    return found;
}
}

QJsonObject opregion(const HelperContext &context, const core::Function &function)
{
    if (function.vendor != intel || !core::isDisplay(function))
        return {};
    if (function.turnoutDriver)
        return fromOurDriver(*function.turnoutDriver);
    if (core::isOnVfio(function))
        return unknown(i18nc("@info %1 is a driver", "The driver %1 does not report it; turnout_vfio_pci does.", *function.driver));
    if (!function.driver)
        return unknown(i18nc("@info", "No driver is bound that could report it."));
    return fromGraphicsDriver(context, function);
}

QJsonObject opregionHeader(QByteArrayView bytes)
{
    constexpr QByteArrayView signature = "IntelGraphicsMem";
    constexpr qsizetype sizeAt = 0x10; // in KB
    constexpr qsizetype versionAt = 0x14; // reserved, revision, minor, major
    constexpr qsizetype mailboxesAt = 0x58;
    if (bytes.size() < headerBytes || !bytes.startsWith(signature))
        return {};
    const auto word = [bytes](qsizetype at) {
        return qFromLittleEndian<quint32>(bytes.data() + at);
    };
    if (word(sizeAt) != opregionBytes / 1024)
        return {};
    const quint32 version = word(versionAt);
    return {{u"version"_s, u"%1.%2"_s.arg(version >> 24).arg(version >> 16 & 0xff)},
            {u"size"_s, qint64(opregionBytes)},
            {u"mailboxes"_s, qint64(word(mailboxesAt))}};
}

}
