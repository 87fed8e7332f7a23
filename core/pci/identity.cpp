// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "identity.h"

#include "topology.h"
#include "core/keywords.h"
#include "core/snapshot/snapshot.h"

#include <KLocalizedString>

#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
QString slotAndFunction(const PciAddress &address)
{
    return QString::asprintf("%02x.%x", address.device, address.function);
}

QString hex(quint32 value, int digits)
{
    return QString::number(value, 16).rightJustified(digits, u'0');
}

/// As many hex digits as it must have, else nothing.
std::optional<quint32> number(const QJsonValue &value, int digits)
{
    const QString text = value.toString();
    return isHex(text, digits) ? std::optional(text.toUInt(nullptr, 16)) : std::nullopt;
}

Error malformed()
{
    return {.what = i18nc("@info", "A boot assignment does not identify its device."),
            .why = i18nc("@info", "It needs the path and the IDs of the device, as Turnout writes them."),
            .remedy = i18nc("@info", "Remove the boot assignment and create it again.")};
}
}

std::optional<Identity> identityOf(const Snapshot &snapshot, const Function &function)
{
    QStringList hops{slotAndFunction(function.address)};
    const Function *top = &function;
    while (const Function *bridge = bridgeAbove(snapshot, *top)) {
        top = bridge;
        hops.prepend(slotAndFunction(top->address));
    }
    if (top->parent) // there is one, but it was not read
        return std::nullopt;
    hops.prepend(QString::asprintf("pci%04x:%02x", top->address.domain, top->address.bus));
    return Identity{.path = hops.join(u'/'),
                    .classCode = function.classCode,
                    .vendor = function.vendor,
                    .device = function.device,
                    .subVendor = function.subVendor,
                    .subDevice = function.subDevice,
                    .revision = function.revision};
}

const Function *functionAt(const Snapshot &snapshot, const QString &path)
{
    const auto found = std::ranges::find_if(snapshot.functions, [&](const Function &function) {
        const auto identity = identityOf(snapshot, function);
        return identity && identity->path == path;
    });
    return found == snapshot.functions.end() ? nullptr : &*found;
}

PciAddress addressOf(const Snapshot &snapshot, const QString &path)
{
    if (!isPciPath(path))
        return {};
    if (const Function *there = functionAt(snapshot, path))
        return there->address;
    const QStringList hops = path.split(u'/');
    const QString root = hops.first().sliced(3);
    PciAddress address{.domain = root.section(u':', 0, 0).toUInt(nullptr, 16), .bus = quint8(root.section(u':', 1).toUInt(nullptr, 16))};
    for (const QString &hop : hops.sliced(1)) {
        address.device = quint8(hop.section(u'.', 0, 0).toUInt(nullptr, 16));
        address.function = quint8(hop.section(u'.', 1).toUInt(nullptr, 16));
        const Function *bridge = snapshot.function(address);
        if (!bridge || !bridge->buses)
            break;
        address.bus = bridge->buses->secondary;
    }
    // A card without a switch may now have the address where a card with one was.
    constexpr quint8 devices = 32;
    while (snapshot.function(address) && ++address.device < devices)
        address.function = 0;
    return address;
}

const Function *functionOf(const Snapshot &snapshot, const Identity &identity)
{
    const Function *function = functionAt(snapshot, identity.path);
    return function && identityOf(snapshot, *function) == identity ? function : nullptr;
}

bool isPciPath(QStringView text)
{
    static const QRegularExpression form(QRegularExpression::anchoredPattern(u"pci[0-9a-f]{4,8}:[0-9a-f]{2}(/[01][0-9a-f]\\.[0-7]){1,32}"_s));
    return form.matchView(text).hasMatch();
}

QString devicePathPattern(const QString &path)
{
    if (!isPciPath(path))
        return {};
    QStringList hops = path.split(u'/');
    const QString root = hops.takeFirst();
    const QString domain = root.sliced(3).section(u':', 0, 0);
    QString pattern = "*/"_L1 + root + u'/' + root.sliced(3) + u':' + hops.takeFirst();
    for (const QString &hop : std::as_const(hops))
        pattern += u'/' + domain + ":??:"_L1 + hop;
    return pattern;
}

QJsonObject toJson(const Identity &identity)
{
    return {{u"path"_s, identity.path},
            {u"class"_s, hex(identity.classCode, 6)},
            {u"vendor"_s, hex(identity.vendor, 4)},
            {u"device"_s, hex(identity.device, 4)},
            {u"subVendor"_s, hex(identity.subVendor, 4)},
            {u"subDevice"_s, hex(identity.subDevice, 4)},
            {u"revision"_s, hex(identity.revision, 2)}};
}

Result<Identity> identityFromJson(const QJsonObject &object)
{
    const QString path = object["path"_L1].toString();
    const auto classCode = number(object["class"_L1], 6);
    const auto vendor = number(object["vendor"_L1], 4);
    const auto device = number(object["device"_L1], 4);
    const auto subVendor = number(object["subVendor"_L1], 4);
    const auto subDevice = number(object["subDevice"_L1], 4);
    const auto revision = number(object["revision"_L1], 2);
    constexpr qsizetype members = 7;
    if (!isPciPath(path) || !classCode || !vendor || !device || !subVendor || !subDevice || !revision || object.size() != members)
        return malformed();
    return Identity{.path = path,
                    .classCode = *classCode,
                    .vendor = quint16(*vendor),
                    .device = quint16(*device),
                    .subVendor = quint16(*subVendor),
                    .subDevice = quint16(*subDevice),
                    .revision = quint8(*revision)};
}

}
