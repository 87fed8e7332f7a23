// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "inspection.h"

#include "core/pciclass.h"
#include "core/snapshotjson.h"
#include "host/configfile.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QtEndian>

#include <array>

#include <fcntl.h>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
constexpr quint32 vgaClass = 0x0300; // include/linux/pci_ids.h PCI_CLASS_DISPLAY_VGA
constexpr quint16 intel = 0x8086;
constexpr quint16 aslsRegister = 0xfc; // drivers/gpu/drm/i915/display/intel_opregion.h ASLS
constexpr qsizetype opregionHeaderBytes = 0x60;

host::FileDescriptor openFile(const Settings &settings, const QString &path, int flags)
{
    return host::FileDescriptor(::open(QFile::encodeName(settings.root + path).constData(), flags | O_CLOEXEC | O_NOFOLLOW));
}

/// Only `target` and read: the arbiter's trylock leaks locks in every kernel, and its lock cannot be interrupted.
QJsonObject askArbiter(const Settings &settings, const core::PciAddress &address)
{
    const host::FileDescriptor arbiter = openFile(settings, u"/dev/vga_arbiter"_s, O_RDWR);
    const QByteArray target = "target PCI:" + address.toString().toLatin1();
    if (!arbiter.isOpen() || settings.write(arbiter.get(), target.constData(), size_t(target.size())) != target.size())
        return {};
    std::array<char, 256> answer;
    const ssize_t length = ::pread(arbiter.get(), answer.data(), answer.size(), 0);
    return arbiterAnswer(address, QByteArrayView(answer.data(), std::max<ssize_t>(length, 0)));
}

/// Of an Intel GPU that is awake: its config space says where in memory the firmware put it.
QJsonObject readOpregion(const Settings &settings, const core::Function &function)
{
    const host::FileDescriptor file = openFile(settings, "/sys/bus/pci/devices/"_L1 + function.address.toString() + "/config"_L1, O_RDONLY);
    const quint32 asls = file.isOpen() ? host::ConfigFile(file.get()).dword(aslsRegister).value_or(0) : 0;
    if (asls == 0 || asls == ~0U)
        return {};
    const host::FileDescriptor memory = openFile(settings, u"/dev/mem"_s, O_RDONLY);
    std::array<char, opregionHeaderBytes> header;
    if (!memory.isOpen() || ::pread(memory.get(), header.data(), header.size(), asls) != ssize_t(header.size()))
        return {};
    return opregionHeader(QByteArrayView(header.data(), qsizetype(header.size())));
}

QByteArray readAll(const Settings &settings, const QString &path)
{
    QFile file(settings.root + path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// "  e0000000-e0ffffff : 0000:01:00.0"
struct Range {
    quint64 first = 0;
    quint64 last = 0;
    QByteArray name;
};

std::optional<Range> rangeOf(QByteArrayView line)
{
    const QByteArray text = line.trimmed().toByteArray();
    const qsizetype dash = text.indexOf('-');
    const qsizetype colon = text.indexOf(" : ");
    bool firstOk = false;
    bool lastOk = false;
    constexpr int hex = 16;
    const Range range{text.left(dash).toULongLong(&firstOk, hex), text.mid(dash + 1, colon - dash - 1).toULongLong(&lastOk, hex), text.mid(colon + 3)};
    return dash > 0 && colon > dash && firstOk && lastOk ? std::optional(range) : std::nullopt;
}

QString hexText(quint64 value)
{
    return u"0x%1"_s.arg(value, 0, 16);
}

bool liesInBar(const core::Function &function, const Range &range)
{
    return std::ranges::any_of(function.bars, [&range](const core::Bar &bar) {
        return bar.kind != core::Bar::Kind::Io && bar.size > 0 && range.first >= bar.address && range.last <= bar.address + (bar.size - 1);
    });
}
}

QJsonObject arbiterAnswer(const core::PciAddress &address, QByteArrayView text)
{
    const QString line = QString::fromLatin1(text).section(u'\n', 0, 0);
    const QStringList parts = line.split(u',');
    constexpr qsizetype count = 5;
    if (parts.size() != count || !parts[0].startsWith("count:"_L1) || parts[1] != "PCI:"_L1 + address.toString())
        return {};
    const auto valueOf = [&parts](qsizetype i, QLatin1StringView key) {
        return parts[i].startsWith(key) ? parts[i].mid(key.size()) : QString();
    };
    return {{u"address"_s, address.toString()},
            {u"count"_s, parts[0].mid(6).toInt()},
            {u"decodes"_s, valueOf(2, "decodes="_L1)},
            {u"owns"_s, valueOf(3, "owns="_L1)},
            {u"locks"_s, valueOf(4, "locks="_L1)}};
}

QJsonObject barOwners(const core::Function &function, QByteArrayView iomem)
{
    QJsonArray owners;
    const QByteArray own = function.address.toString().toLatin1();
    for (const QByteArray &line : iomem.toByteArray().split('\n')) {
        const auto range = rangeOf(line);
        if (range && range->name != own && liesInBar(function, *range))
            owners.append(QJsonObject{{u"first"_s, hexText(range->first)}, {u"last"_s, hexText(range->last)}, {u"name"_s, QString::fromUtf8(range->name)}});
    }
    return {{u"address"_s, function.address.toString()}, {u"owners"_s, owners}};
}

QJsonObject opregionHeader(QByteArrayView bytes)
{
    constexpr QByteArrayView signature = "IntelGraphicsMem";
    constexpr qsizetype sizeAt = 0x10; // in KB
    constexpr qsizetype versionAt = 0x14; // reserved, revision, minor, major
    constexpr qsizetype mailboxesAt = 0x58;
    if (bytes.size() < opregionHeaderBytes || !bytes.startsWith(signature))
        return {};
    const auto word = [bytes](qsizetype at) {
        return qFromLittleEndian<quint32>(bytes.data() + at);
    };
    const quint32 version = word(versionAt);
    return {{u"version"_s, u"%1.%2"_s.arg(version >> 24).arg(version >> 16 & 0xff)},
            {u"size"_s, qint64(word(sizeAt)) * 1024},
            {u"mailboxes"_s, qint64(word(mailboxesAt))}};
}

QByteArray inspection(const Settings &settings, const core::Snapshot &snapshot)
{
    const QByteArray iomem = readAll(settings, u"/proc/iomem"_s);
    QJsonArray vga;
    QJsonArray owners;
    QJsonArray opregions;
    for (const core::Function &function : snapshot.functions) {
        if (!core::isDisplay(function))
            continue;
        owners.append(barOwners(function, iomem));
        const QJsonObject answer = function.classCode >> 8 == vgaClass ? askArbiter(settings, function.address) : QJsonObject();
        if (!answer.isEmpty())
            vga.append(answer);
        const bool looksAtConfig = function.vendor == intel && function.capabilities; // nothing of a GPU that sleeps
        QJsonObject opregion = looksAtConfig ? readOpregion(settings, function) : QJsonObject();
        if (!opregion.isEmpty()) {
            opregion.insert("address"_L1, function.address.toString());
            opregions.append(opregion);
        }
    }
    const QJsonObject report{{u"turnout"_s, core::formatVersion},
                             {u"snapshot"_s, QJsonDocument::fromJson(core::toJson(snapshot)).object()},
                             {u"vga"_s, vga},
                             {u"iomem"_s, owners},
                             {u"opregion"_s, opregions}};
    return QJsonDocument(report).toJson(QJsonDocument::Compact);
}

}
