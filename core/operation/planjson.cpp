// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "planjson.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
Error malformed(const QString &why)
{
    return {.what = i18nc("@info", "The plan cannot be read."), .why = why, .remedy = {}};
}

std::optional<Severity> severityFromKeyword(QStringView word)
{
    for (const Severity severity : {Severity::Note, Severity::Caution, Severity::Blocker}) {
        if (toKeyword(severity) == word)
            return severity;
    }
    return std::nullopt;
}

Result<Finding> findingFromJson(const QJsonObject &object)
{
    const auto severity = severityFromKeyword(object.value("severity"_L1).toString());
    const auto address = PciAddress::parse(object.value("address"_L1).toString());
    const QString id = object.value("id"_L1).toString();
    if (!severity || !address || id.isEmpty())
        return malformed(i18nc("@info", "A finding has no id, no severity or no PCI address."));
    return Finding{.id = id,
                   .severity = *severity,
                   .address = *address,
                   .text = object.value("text"_L1).toString(),
                   .evidence = object.value("evidence"_L1).toString(),
                   .remedy = object.value("remedy"_L1).toString(),
                   .subjects = object.value("subjects"_L1).toVariant().toStringList()};
}

/// Reads every element of a list with `read`, up to the first malformed one.
template<typename T>
Result<QList<T>> listFromJson(const QJsonValue &value, Result<T> (*read)(const QJsonObject &))
{
    if (!value.isArray())
        return malformed(i18nc("@info", "A list is missing."));
    QList<T> list;
    for (const QJsonValue &element : value.toArray()) {
        const Result<T> one = read(element.toObject());
        if (!one)
            return one.error();
        list.append(*one);
    }
    return list;
}
}

QJsonObject toJson(const Finding &finding)
{
    QJsonObject object{{u"id"_s, finding.id},
                       {u"severity"_s, toKeyword(finding.severity)},
                       {u"address"_s, finding.address.toString()},
                       {u"text"_s, finding.text},
                       {u"evidence"_s, finding.evidence},
                       {u"remedy"_s, finding.remedy},
                       {u"acceptable"_s, isAcceptableBlocker(finding)}};
    if (!finding.subjects.isEmpty())
        object.insert("subjects"_L1, QJsonArray::fromStringList(finding.subjects));
    return object;
}

QJsonArray toJson(const QList<Finding> &findings)
{
    QJsonArray array;
    for (const Finding &finding : findings)
        array.append(toJson(finding));
    return array;
}

QJsonObject toJson(const Plan &plan)
{
    QJsonArray steps;
    for (const Step &step : plan.steps)
        steps.append(toJson(step));
    return {{u"refused"_s, plan.refused}, {u"findings"_s, toJson(plan.findings)}, {u"steps"_s, steps}, {u"fingerprint"_s, plan.fingerprint}};
}

Result<Plan> planFromJson(const QJsonObject &object)
{
    const auto findings = listFromJson<Finding>(object.value("findings"_L1), findingFromJson);
    if (!findings)
        return findings.error();
    const auto steps = listFromJson<Step>(object.value("steps"_L1), stepFromJson);
    if (!steps)
        return steps.error();
    const QString fingerprint = object.value("fingerprint"_L1).toString();
    if (!object.value("refused"_L1).isBool() || !isFingerprint(fingerprint))
        return malformed(i18nc("@info", "The fingerprint is missing, or whether the plan is refused."));
    return Plan{.goal = {}, .findings = *findings, .refused = object.value("refused"_L1).toBool(), .steps = *steps, .fingerprint = fingerprint};
}

}
