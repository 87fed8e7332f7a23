// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "opregion.h"

#include "core/pci/pciclass.h"
#include "host/sysfs/configfile.h"

#include <QFile>
#include <QtEndian>

#include <array>

#include <fcntl.h>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
constexpr quint16 intel = 0x8086;
constexpr quint16 aslsRegister = 0xfc; // drivers/gpu/drm/i915/display/intel_opregion.c ASLS
constexpr quint32 opregionBytes = 8 * 1024; // fixed by the specification
constexpr qsizetype headerBytes = 0x60;

host::FileDescriptor openToRead(const HelperContext &context, const QString &path)
{
    return host::FileDescriptor(::open(QFile::encodeName(context.root + path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
}

/// Parses our driver's attribute, "2.1 14336". Empty for "none".
QJsonObject opregionOfDriver(const QString &text)
{
    const QStringList keywords = text.split(u' ');
    bool isNumber = false;
    const qint64 size = keywords.value(1).toLongLong(&isNumber);
    return isNumber && keywords.size() == 2 ? QJsonObject{{u"version"_s, keywords[0]}, {u"size"_s, size}} : QJsonObject();
}

QJsonObject opregionInMemory(const HelperContext &context, const core::Function &function, const QList<IoRange> &ranges)
{
    const host::FileDescriptor config = openToRead(context, "/sys/bus/pci/devices/"_L1 + function.address.toString() + "/config"_L1);
    const quint64 asls = config.isOpen() ? host::ConfigFile(config.get()).dword(aslsRegister).value_or(0) : 0;
    if (asls == 0 || !isFirmwareMemory(ranges, asls, asls + opregionBytes - 1))
        return {};
    const host::FileDescriptor memory = openToRead(context, u"/dev/mem"_s);
    std::array<char, headerBytes> header;
    if (!memory.isOpen() || ::pread(memory.get(), header.data(), header.size(), off_t(asls)) != ssize_t(header.size()))
        return {};
    return opregionHeader(QByteArrayView(header.data(), qsizetype(header.size())));
}
}

QJsonObject opregion(const HelperContext &context, const core::Function &function, const QList<IoRange> &ranges)
{
    if (function.vendor != intel)
        return {};
    if (core::isOnVfio(function))
        return function.turnoutDriver ? opregionOfDriver(function.turnoutDriver->opregion.valueOr({})) : QJsonObject();
    const bool isActive = function.capabilities.known(); // a suspended function's config space is not read
    return isActive ? opregionInMemory(context, function, ranges) : QJsonObject();
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
