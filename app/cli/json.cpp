// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "json.h"

#include "core/grouping.h"
#include "core/pciclass.h"
#include "core/snapshotjson.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
/// A snapshot leaves out what is not there; programs that read a list expect every member.
QJsonValue orNull(const QJsonObject &object, const QString &member)
{
    const QJsonValue value = object.value(member);
    return value.isUndefined() ? QJsonValue() : value;
}

/// Nothing outside the slot keeps the group from a VM: for every GPU of the group, or, without one, for some device
/// of it. What the function itself is bound to does not count: it is unbound when it goes.
bool canGo(const core::Snapshot &snapshot, const core::Group &group)
{
    const auto noStrangers = [&](const core::PciAddress &address) {
        return core::strangers(snapshot, group, address).isEmpty();
    };
    QList<core::PciAddress> gpus = group.members;
    gpus.removeIf([&](const core::PciAddress &member) {
        const core::Function *function = snapshot.function(member);
        return !function || !core::isDisplay(*function);
    });
    return gpus.isEmpty() ? std::ranges::any_of(group.members, noStrangers) : std::ranges::all_of(gpus, noStrangers);
}

QString kindWord(core::ShareReason::Kind kind)
{
    using Kind = core::ShareReason::Kind;
    switch (kind) {
    case Kind::PortWithoutIsolation:
        return u"port-without-isolation"_s;
    case Kind::MultifunctionWithoutIsolation:
        return u"multifunction-without-isolation"_s;
    case Kind::ConventionalBridge:
        return u"conventional-bridge"_s;
    case Kind::DmaAlias:
        return u"dma-alias"_s;
    case Kind::DisagreesWithRules:
        return u"disagrees-with-rules"_s;
    case Kind::Unknown:
        return u"unknown"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QJsonObject reasonToJson(const core::ShareReason &reason)
{
    return {{u"kind"_s, kindWord(reason.kind)},
            {u"address"_s, reason.address.toString()},
            {u"text"_s, reason.text},
            {u"certain"_s, reason.certain},
            {u"remedy"_s, reason.remedy}};
}
}

QJsonObject findingToJson(const core::Finding &finding)
{
    return {{u"id"_s, finding.id},
            {u"severity"_s, core::toWord(finding.severity)},
            {u"address"_s, finding.address.toString()},
            {u"text"_s, finding.text},
            {u"evidence"_s, finding.evidence},
            {u"remedy"_s, finding.remedy}};
}

QJsonObject checkToJson(const core::DoctorCheck &check)
{
    return {{u"id"_s, check.id},
            {u"state"_s, core::toWord(check.state)},
            {u"text"_s, check.text},
            {u"evidence"_s, check.evidence},
            {u"remedy"_s, check.remedy}};
}

QJsonArray findingsToJson(const QList<core::Finding> &findings)
{
    QJsonArray array;
    for (const core::Finding &finding : findings)
        array.append(findingToJson(finding));
    return array;
}

QJsonObject gpuToJson(const core::Function &gpu, const QList<core::Finding> &findings)
{
    const QJsonObject facts = core::functionToJson(gpu);
    return {{u"address"_s, gpu.address.toString()},
            {u"name"_s, core::displayName(gpu)},
            {u"class"_s, orNull(facts, u"class"_s)},
            {u"group"_s, orNull(facts, u"group"_s)},
            {u"driver"_s, orNull(facts, u"driver"_s)},
            {u"powerState"_s, orNull(facts, u"powerState"_s)},
            {u"verdict"_s, core::toWord(core::verdict(findings))},
            {u"findings"_s, findingsToJson(findings)}};
}

QJsonObject groupToJson(const core::Snapshot &snapshot, const core::Group &group)
{
    QJsonArray functions;
    QJsonArray gpus;
    for (const core::PciAddress &member : group.members) {
        functions.append(member.toString());
        const core::Function *function = snapshot.function(member);
        if (function && core::isDisplay(*function))
            gpus.append(member.toString());
    }
    QJsonArray reasons;
    for (const core::ShareReason &reason : core::sharedBecause(snapshot, group))
        reasons.append(reasonToJson(reason));
    return {{u"group"_s, qint64(core::number(group.id))},
            {u"type"_s, group.type.known() ? QJsonValue(*group.type) : QJsonValue()},
            {u"functions"_s, functions},
            {u"gpus"_s, gpus},
            {u"viable"_s, canGo(snapshot, group)},
            {u"sharedBecause"_s, reasons}};
}

}
