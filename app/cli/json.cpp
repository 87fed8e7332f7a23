// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "json.h"

#include "source.h"

#include "core/iommu/grouping.h"
#include "core/operation/planjson.h"
#include "core/pci/pciclass.h"
#include "core/snapshot/snapshotjson.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
/// Null where a snapshot leaves the member out: programs expect every member.
QJsonValue orNull(const QJsonObject &object, const QString &member)
{
    const QJsonValue value = object.value(member);
    return value.isUndefined() ? QJsonValue() : value;
}

/// Whether the group is viable for every GPU in it or, without one, for some device. The device's own driver does not
/// count: assigning unbinds it.
bool isViable(const core::Snapshot &snapshot, const core::Group &group, const QList<const core::Function *> &gpus)
{
    const auto blockersOf = [&](const core::PciAddress &address) {
        return core::groupBlockers(snapshot, group, address);
    };
    if (!gpus.isEmpty())
        return std::ranges::all_of(gpus, [&](const core::Function *gpu) {
            return blockersOf(gpu->address).isEmpty();
        });
    if (group.members.isEmpty())
        return true;
    // A device without group blockers contains all functions in use, so testing one of them suffices.
    const QList<const core::Function *> inUse = blockersOf(group.members.first());
    return inUse.isEmpty() || blockersOf(inUse.first()->address).isEmpty();
}

QJsonObject reasonToJson(const core::ShareReason &reason)
{
    return {{u"kind"_s, core::toKeyword(reason.kind)},
            {u"address"_s, reason.address.toString()},
            {u"text"_s, reason.text},
            {u"certain"_s, reason.certain},
            {u"remedy"_s, reason.remedy}};
}
}

QJsonArray addressesToJson(const QList<core::PciAddress> &addresses)
{
    QJsonArray array;
    for (const core::PciAddress &address : addresses)
        array.append(address.toString());
    return array;
}

QJsonObject checkToJson(const core::DoctorCheck &check)
{
    return {{u"id"_s, check.id},
            {u"state"_s, core::toKeyword(check.state)},
            {u"text"_s, check.text},
            {u"evidence"_s, check.evidence},
            {u"remedy"_s, check.remedy}};
}

QJsonObject gpuToJson(const core::Function &gpu, const QList<core::Finding> &findings)
{
    const QJsonObject members = core::functionToJson(gpu);
    return {{u"address"_s, gpu.address.toString()},
            {u"physicalFunction"_s, orNull(members, u"physicalFunction"_s)},
            {u"name"_s, core::displayName(gpu)},
            {u"class"_s, orNull(members, u"class"_s)},
            {u"group"_s, orNull(members, u"group"_s)},
            {u"driver"_s, orNull(members, u"driver"_s)},
            {u"powerState"_s, orNull(members, u"powerState"_s)},
            {u"verdict"_s, core::toKeyword(core::verdict(findings))},
            {u"findings"_s, core::toJson(findings)}};
}

QJsonObject powerToJson(const core::Function &function)
{
    const QJsonObject members = core::functionToJson(function);
    QJsonObject object{{u"address"_s, function.address.toString()}};
    for (const QString &member : {u"driver"_s, u"powerState"_s, u"runtimePm"_s, u"d3coldAllowed"_s, u"turnoutDriver"_s})
        object.insert(member, orNull(members, member));
    return object;
}

QJsonObject expectedGroupToJson(const core::Snapshot &snapshot, const core::ExpectedGroup &group)
{
    const core::Group members{.id = {}, .type = {}, .members = group.members, .reservedRegions = {}};
    return {{u"functions"_s, addressesToJson(group.members)},
            {u"gpus"_s, addressesToJson(addressesOf(gpusOf(snapshot, members)))},
            {u"certain"_s, group.certain}};
}

QJsonObject groupToJson(const core::Snapshot &snapshot, const core::Group &group)
{
    const QList<const core::Function *> gpus = gpusOf(snapshot, group);
    QJsonArray reasons;
    for (const core::ShareReason &reason : core::sharedBecause(snapshot, group))
        reasons.append(reasonToJson(reason));
    return {{u"group"_s, qint64(core::number(group.id))},
            {u"type"_s, group.type.known() ? QJsonValue(*group.type) : QJsonValue()},
            {u"functions"_s, addressesToJson(group.members)},
            {u"gpus"_s, addressesToJson(addressesOf(gpus))},
            {u"viable"_s, isViable(snapshot, group, gpus)},
            {u"sharedBecause"_s, reasons}};
}

}
