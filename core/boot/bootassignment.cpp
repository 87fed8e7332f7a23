// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignment.h"

#include "core/operation/driverchoice.h"
#include "core/iommu/grouping.h"
#include "core/pci/pciclass.h"
#include "core/operation/step.h"

#include <KLocalizedString>

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
constexpr int format = 1;
constexpr qsizetype longest = 1024 * 1024; ///< bytes
constexpr qsizetype mostParts = 8; ///< a slot has eight functions

Error malformed(const QString &why)
{
    return {.what = i18nc("@info %1 is a path", "The choices for the next start (%1) cannot be read.", u'/' + QString::fromLatin1(bootAssignmentsFile)),
            .why = why,
            .remedy = i18nc("@info", "Restore that file from a backup, or remove it and make the choices again.")};
}

Error notFoundAgain(const Function &function)
{
    return {.what = i18nc("@info %1 is a PCI address", "%1 cannot be chosen for every start.", function.address.toShortString()),
            .why = i18nc("@info", "It could not be read which bridges it is behind, so it would not be found again."),
            .remedy = i18nc("@info", "Look again with administrator rights.")};
}

Error notChosen(const PciAddress &address, const QString &why)
{
    return {.what = i18nc("@info %1 is a PCI address", "There is no choice for %1 to take back.", address.toShortString()),
            .why = why,
            .remedy = i18nc("@info", "“turnout list” shows what is chosen.")};
}

QByteArray match(const char *attribute, quint32 value, int digits)
{
    return QByteArray(", ATTR{") + attribute + "}==\"0x" + QByteArray::number(value, 16).rightJustified(digits, '0') + '"';
}

QByteArray rule(const BootAssignment::Part &part)
{
    const Identity &identity = part.identity;
    const QByteArray driver = part.driver.toLatin1();
    return "DEVPATH==\"" + devicePathPattern(identity.path).toLatin1() + "\", DRIVER==\"\"" + match("class", identity.classCode, 6)
        + match("vendor", identity.vendor, 4) + match("device", identity.device, 4) + match("subsystem_vendor", identity.subVendor, 4)
        + match("subsystem_device", identity.subDevice, 4) + match("revision", identity.revision, 2) + ", ATTR{driver_override}=\"" + driver
        + "\", RUN{builtin}+=\"kmod load " + driver + "\"\n";
}

Result<BootAssignment> gpuFromJson(const QJsonObject &object)
{
    BootAssignment gpu;
    const QJsonArray parts = object["functions"_L1].toArray();
    if (parts.isEmpty() || parts.size() > mostParts || !object["nextBootOnly"_L1].isBool() || object.size() != 2)
        return malformed(i18nc("@info", "An entry has no functions, or does not say whether it is for the next start only."));
    gpu.nextBootOnly = object["nextBootOnly"_L1].toBool();
    for (const QJsonValue &value : parts) {
        const QJsonObject part = value.toObject();
        const auto identity = identityFromJson(part["identity"_L1].toObject());
        const QString driver = part["driver"_L1].toString();
        if (!identity)
            return identity.error();
        if (!isDriverName(driver) || !isVfioDriver(driver) || part.size() != 2)
            return malformed(i18nc("@info", "An entry names no VFIO driver."));
        gpu.parts.append({*identity, driver});
    }
    return gpu;
}

QString unmetPart(const Snapshot &snapshot, const BootAssignment::Part &part)
{
    const Function *there = functionAt(snapshot, part.identity.path);
    const Function *same = functionOf(snapshot, part.identity);
    if (!there)
        return i18nc("@info %1 is a place in the tree of PCI bridges", "Nothing is at %1 any more, so nothing was set aside there.", part.identity.path);
    if (!same)
        return i18nc("@info %1 is a PCI address, %2 its name",
                     "Another device is now at %1 (%2), so it was not set aside.",
                     there->address.toShortString(),
                     displayName(*there));
    if (same->driver.valueOr({}) != part.driver)
        return i18nc("@info %1 is a PCI address, %2 its name, %3 and %4 are drivers",
                     "%1 (%2) should be with the driver %3, but is with %4.",
                     same->address.toShortString(),
                     displayName(*same),
                     part.driver,
                     same->driver.valueOr(i18nc("@item in place of a driver", "none")));
    return {};
}
}

Result<BootAssignment> bootAssignmentFor(const Snapshot &snapshot, const Goal &goal)
{
    BootAssignment stored;
    const Function *gpu = snapshot.function(goal.gpu);
    for (const Function *companion : gpu ? assignedTogetherWith(snapshot, *gpu) : QList<const Function *>()) {
        const auto identity = identityOf(snapshot, *companion);
        if (!identity)
            return notFoundAgain(*companion);
        const BootAssignment::Part part{*identity, vfioDriverFor(snapshot, *companion, goal.driver)};
        stored.parts.insert(companion == gpu ? 0 : stored.parts.size(), part);
    }
    return stored;
}

QList<BootAssignment> without(QList<BootAssignment> all, const Identity &gpu)
{
    all.removeIf([&gpu](const BootAssignment &other) {
        return !other.parts.isEmpty() && other.parts.first().identity.path == gpu.path;
    });
    return all;
}

QList<BootAssignment> with(QList<BootAssignment> all, const BootAssignment &gpu)
{
    if (gpu.parts.isEmpty())
        return all;
    return without(std::move(all), gpu.parts.first().identity) << gpu;
}

Result<Identity> assignedAt(const Snapshot &snapshot, const QList<BootAssignment> &all, const PciAddress &address)
{
    const Function *function = snapshot.function(address);
    const auto identity = function ? identityOf(snapshot, *function) : std::nullopt;
    if (function && !identity)
        return notChosen(address, i18nc("@info", "It could not be read which bridges it is behind."));
    QList<Identity> meant;
    for (const BootAssignment &gpu : all) {
        const Identity &chosen = gpu.parts.first().identity;
        if (function ? identity->path == chosen.path : !functionAt(snapshot, chosen.path))
            meant += chosen;
    }
    if (meant.size() > 1)
        meant.removeIf([&](const Identity &chosen) {
            return addressOf(snapshot, chosen.path) != address;
        });
    if (meant.size() == 1)
        return meant.first();
    return notChosen(address,
                     function ? i18nc("@info", "Nothing was chosen for its place.")
                              : i18nc("@info", "Nothing is there, and no choice is for a place where nothing is, or more than one."));
}

bool isForEveryBoot(const QList<BootAssignment> &all, const BootAssignment &trial)
{
    return std::ranges::any_of(all, [&trial](const BootAssignment &gpu) {
        return !gpu.nextBootOnly && gpu.parts.value(0).identity == trial.parts.value(0).identity;
    });
}

QByteArray udevRules(const QList<BootAssignment> &all)
{
    if (all.isEmpty())
        return {};
    QByteArray rules =
        "# Made by Turnout of /etc/turnout/boot-assignments.json; \"turnout unpersist\" takes it away.\n"
        "ACTION!=\"add\", GOTO=\"turnout_end\"\n"
        "SUBSYSTEM!=\"pci\", GOTO=\"turnout_end\"\n"
        "# turnout=off on the kernel's command line is the way out.\n"
        "IMPORT{cmdline}=\"turnout\"\n"
        "ENV{turnout}==\"off\", GOTO=\"turnout_end\"\n";
    for (const BootAssignment &gpu : all) {
        for (const BootAssignment::Part &part : gpu.parts)
            rules += rule(part);
    }
    return rules + "LABEL=\"turnout_end\"\n";
}

QStringList unmet(const Snapshot &snapshot, const QList<BootAssignment> &all)
{
    QStringList sentences;
    for (const BootAssignment &gpu : all) {
        for (const BootAssignment::Part &part : gpu.parts) {
            if (const QString sentence = unmetPart(snapshot, part); !sentence.isEmpty())
                sentences += sentence;
        }
    }
    return sentences;
}

QByteArray toJson(const QList<BootAssignment> &all)
{
    QJsonArray gpus;
    for (const BootAssignment &gpu : all) {
        QJsonArray parts;
        for (const BootAssignment::Part &part : gpu.parts)
            parts.append(QJsonObject{{u"identity"_s, toJson(part.identity)}, {u"driver"_s, part.driver}});
        gpus.append(QJsonObject{{u"functions"_s, parts}, {u"nextBootOnly"_s, gpu.nextBootOnly}});
    }
    return QJsonDocument(QJsonObject{{u"turnout"_s, format}, {u"gpus"_s, gpus}}).toJson();
}

Result<QList<BootAssignment>> bootAssignmentsFromJson(const QByteArray &json)
{
    if (json.size() > longest)
        return malformed(i18nc("@info", "It is larger than any machine needs."));
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    if (object["turnout"_L1] != format || !object["gpus"_L1].isArray())
        return malformed(i18nc("@info", "It is not of the form that this release writes."));
    QList<BootAssignment> all;
    const QJsonArray gpus = object["gpus"_L1].toArray();
    for (const QJsonValue &value : gpus) {
        auto gpu = gpuFromJson(value.toObject());
        if (!gpu)
            return gpu.error();
        all.append(std::move(gpu).value());
    }
    return all;
}

}
