// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignment.h"

#include "core/iommu/grouping.h"
#include "core/operation/driverchoice.h"
#include "core/operation/goal.h"
#include "core/pci/pciclass.h"
#include "core/snapshot/snapshot.h"

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

QString shown(const char *file)
{
    return u'/' + QLatin1StringView(file);
}

Error malformed(const QString &why)
{
    return {.what = i18nc("@info", "The boot assignments cannot be read."), .why = why, .remedy = {}};
}

Error unread(const char *file, Unread why)
{
    const QString what = i18nc("@info %1 is a path", "The boot assignments in %1 cannot be read.", shown(file));
    if (why == Unread::NeedsPermission)
        return {.what = what, .why = i18nc("@info", "You do not have permission to read this file."), .remedy = i18nc("@info", "Allow all users to read it.")};
    return {.what = what,
            .why = i18nc("@info", "The file is damaged, or a different version of Turnout wrote it."),
            .remedy = i18nc("@info", "Restore the file from a backup, or remove it and assign the GPUs again.")};
}

Error notFoundAgain(const Function &function)
{
    return {.what = i18nc("@info %1 is a PCI address", "%1 cannot be assigned at boot.", function.address.toShortString()),
            .why = i18nc("@info", "The bridges above it could not be read, so it would not be found again."),
            .remedy = i18nc("@info", "Try again with administrator rights.")};
}

Error notAssigned(const PciAddress &address, const QString &why)
{
    return {.what = i18nc("@info %1 is a PCI address", "There is no boot assignment to remove for %1.", address.toShortString()),
            .why = why,
            .remedy = i18nc("@info", "“turnout list” shows the boot assignments.")};
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

Result<BootAssignment> assignmentFromJson(const QJsonObject &object)
{
    BootAssignment assignment;
    const QJsonArray parts = object["functions"_L1].toArray();
    if (parts.isEmpty() || parts.size() > maximumParts || !object["nextBootOnly"_L1].isBool() || object.size() != 2)
        return malformed(i18nc("@info", "An entry has no functions, or does not say whether it is for the next boot only."));
    assignment.nextBootOnly = object["nextBootOnly"_L1].toBool();
    for (const QJsonValue &value : parts) {
        const QJsonObject part = value.toObject();
        const auto identity = identityFromJson(part["identity"_L1].toObject());
        const QString driver = part["driver"_L1].toString();
        if (!identity)
            return identity.error();
        if (!isDriverName(driver) || !isVfioDriver(driver) || part.size() != 2)
            return malformed(i18nc("@info", "An entry names no VFIO driver."));
        assignment.parts.append({*identity, driver});
    }
    return assignment;
}

QString unmetPart(const Snapshot &snapshot, const BootAssignment::Part &part)
{
    const Function *there = functionAt(snapshot, part.identity.path);
    const Function *same = functionOf(snapshot, part.identity);
    if (!there)
        return i18nc("@info %1 is a path in the tree of PCI bridges", "The slot %1 is empty, so nothing was assigned.", part.identity.path);
    if (!same)
        return i18nc("@info %1 is a PCI address, %2 its name",
                     "A different device is now at %1 (%2), so it was not assigned.",
                     there->address.toShortString(),
                     displayName(*there));
    if (same->driver.valueOr({}) != part.driver)
        return i18nc("@info %1 is a PCI address, %2 its name, %3 and %4 are drivers",
                     "%1 (%2) should be bound to %3, but its driver is %4.",
                     same->address.toShortString(),
                     displayName(*same),
                     part.driver,
                     same->driver.valueOr(i18nc("@item in place of a driver", "none")));
    return {};
}
}

bool isKnown(const StoredBootAssignments &boot)
{
    return boot.assignments && boot.trials && boot.endedTrials;
}

std::optional<Error> unreadable(const StoredBootAssignments &boot)
{
    for (const auto &[list, file] : {std::pair(&boot.assignments, bootAssignmentsFile), std::pair(&boot.trials, trialFile), std::pair(&boot.endedTrials, endedTrialFile)}) {
        if (!*list && list->why() != Unread::Absent)
            return unread(file, list->why());
    }
    return std::nullopt;
}

Result<BootAssignment> bootAssignmentFor(const Snapshot &snapshot, const Goal &goal)
{
    BootAssignment assignment{.parts = {}, .nextBootOnly = goal.nextBootOnly};
    const Function *gpu = snapshot.function(goal.gpu);
    for (const Function *function : gpu ? assignedTogetherWith(snapshot, *gpu) : QList<const Function *>()) {
        const auto identity = identityOf(snapshot, *function);
        if (!identity)
            return notFoundAgain(*function);
        const BootAssignment::Part part{*identity, vfioDriverFor(snapshot, *function, goal.driver)};
        assignment.parts.insert(function == gpu ? 0 : assignment.parts.size(), part);
    }
    return assignment;
}

QList<BootAssignment> without(QList<BootAssignment> all, const Identity &gpu)
{
    all.removeIf([&gpu](const BootAssignment &other) {
        return other.gpu().path == gpu.path;
    });
    return all;
}

QList<BootAssignment> with(QList<BootAssignment> all, const BootAssignment &assignment)
{
    if (assignment.parts.isEmpty())
        return all;
    return without(std::move(all), assignment.gpu()) << assignment;
}

Result<Identity> assignedAt(const Snapshot &snapshot, const QList<BootAssignment> &all, const PciAddress &address)
{
    const Function *function = snapshot.function(address);
    const auto identity = function ? identityOf(snapshot, *function) : std::nullopt;
    if (function && !identity)
        return notAssigned(address, i18nc("@info", "The bridges above it could not be read."));
    QList<Identity> candidates;
    for (const BootAssignment &assignment : all) {
        const Identity gpu = assignment.gpu();
        if (function ? identity->path == gpu.path : !functionAt(snapshot, gpu.path))
            candidates += gpu;
    }
    if (candidates.size() > 1)
        candidates.removeIf([&](const Identity &gpu) {
            return addressOf(snapshot, gpu.path) != address;
        });
    if (candidates.size() == 1)
        return candidates.first();
    return notAssigned(address,
                       function ? i18nc("@info", "Its slot has no boot assignment.")
                                : i18nc("@info", "No device has this address, and none or several boot assignments have an empty slot."));
}

bool isForEveryBoot(const QList<BootAssignment> &all, const BootAssignment &trial)
{
    return std::ranges::any_of(all, [&trial](const BootAssignment &assignment) {
        return !assignment.nextBootOnly && assignment.gpu() == trial.gpu();
    });
}

QByteArray udevRules(const QList<BootAssignment> &all)
{
    if (all.isEmpty())
        return {};
    QByteArray rules =
        "# Generated by Turnout from /etc/turnout/boot-assignments.json; \"turnout unpersist\" removes it.\n"
        "ACTION!=\"add\", GOTO=\"turnout_end\"\n"
        "SUBSYSTEM!=\"pci\", GOTO=\"turnout_end\"\n"
        "# turnout=off on the kernel's command line disables these rules.\n"
        "IMPORT{cmdline}=\"turnout\"\n"
        "ENV{turnout}==\"off\", GOTO=\"turnout_end\"\n";
    for (const BootAssignment &assignment : all) {
        for (const BootAssignment::Part &part : assignment.parts)
            rules += rule(part);
    }
    return rules + "LABEL=\"turnout_end\"\n";
}

QStringList unmet(const Snapshot &snapshot, const QList<BootAssignment> &all)
{
    QStringList sentences;
    for (const BootAssignment &assignment : all) {
        for (const BootAssignment::Part &part : assignment.parts) {
            if (const QString sentence = unmetPart(snapshot, part); !sentence.isEmpty())
                sentences += sentence;
        }
    }
    return sentences;
}

QByteArray toJson(const QList<BootAssignment> &all)
{
    QJsonArray assignments;
    for (const BootAssignment &assignment : all) {
        QJsonArray parts;
        for (const BootAssignment::Part &part : assignment.parts)
            parts.append(QJsonObject{{u"identity"_s, toJson(part.identity)}, {u"driver"_s, part.driver}});
        assignments.append(QJsonObject{{u"functions"_s, parts}, {u"nextBootOnly"_s, assignment.nextBootOnly}});
    }
    return QJsonDocument(QJsonObject{{u"turnout"_s, format}, {u"assignments"_s, assignments}}).toJson();
}

Result<QList<BootAssignment>> bootAssignmentsFromJson(const QByteArray &json)
{
    if (json.size() > longest)
        return malformed(i18nc("@info", "The file is larger than any machine needs."));
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    if (object["turnout"_L1] != format || !object["assignments"_L1].isArray())
        return malformed(i18nc("@info", "The file is not in the form that this version of Turnout writes."));
    QList<BootAssignment> all;
    const QJsonArray assignments = object["assignments"_L1].toArray();
    for (const QJsonValue &value : assignments) {
        auto assignment = assignmentFromJson(value.toObject());
        if (!assignment)
            return assignment.error();
        all.append(std::move(assignment).value());
    }
    return all;
}

}
