// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "inspection.h"

#include "opregion.h"

#include "core/pci/pciclass.h"
#include "core/snapshot/snapshotjson.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <array>

#include <fcntl.h>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
constexpr quint32 vgaClass = 0x0300; // include/linux/pci_ids.h PCI_CLASS_DISPLAY_VGA

/// Uses `target` only: the arbiter's trylock leaks locks in every kernel, and its lock cannot be interrupted.
QJsonObject askArbiter(const HelperContext &context, const core::PciAddress &address)
{
    const QByteArray path = QFile::encodeName(context.root + u"/dev/vga_arbiter"_s);
    const host::FileDescriptor arbiter(::open(path.constData(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
    const QByteArray target = "target PCI:" + address.toString().toLatin1();
    if (!arbiter.isOpen() || context.write(arbiter.get(), target.constData(), size_t(target.size())) != target.size())
        return {};
    std::array<char, 256> answer;
    const ssize_t length = ::pread(arbiter.get(), answer.data(), answer.size(), 0);
    return arbiterAnswer(address, QByteArrayView(answer.data(), std::max<ssize_t>(length, 0)));
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

QByteArray inspection(const HelperContext &context, const core::Snapshot &snapshot)
{
    QJsonArray vga;
    QJsonArray opregions;
    for (const core::Function &function : snapshot.functions) {
        if (!core::isGpu(function))
            continue;
        const QJsonObject answer = function.classCode >> 8 == vgaClass ? askArbiter(context, function.address) : QJsonObject();
        if (!answer.isEmpty())
            vga.append(answer);
        QJsonObject found = opregion(context, function);
        if (!found.isEmpty()) {
            found.insert("address"_L1, function.address.toString());
            opregions.append(found);
        }
    }
    const QJsonObject report{{u"turnout"_s, core::formatVersion},
                             {u"snapshot"_s, QJsonDocument::fromJson(core::toJson(snapshot)).object()},
                             {u"vga"_s, vga},
                             {u"opregion"_s, opregions}};
    return QJsonDocument(report).toJson(QJsonDocument::Compact);
}

}
