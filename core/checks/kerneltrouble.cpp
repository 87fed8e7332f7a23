// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "kerneltrouble.h"

#include "core/keywords.h"

#include <KLocalizedString>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QResource>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
constexpr Keywords<3> symptoms{"reset"_L1, "crash-at-return"_L1, "start-refused"_L1};

std::optional<KernelTrouble::Kernels> kernelsOf(const QJsonObject &object)
{
    const KernelTrouble::Kernels kernels{.release = object["release"_L1].toString(),
                                         .first = QVersionNumber::fromString(object["from"_L1].toString()),
                                         .end = QVersionNumber::fromString(object["before"_L1].toString())};
    const bool range = !kernels.first.isNull() && kernels.first < kernels.end;
    return range != kernels.release.isEmpty() ? std::nullopt : std::optional(kernels);
}

std::optional<KernelTrouble::Family> familyOf(const QJsonObject &object)
{
    const auto vendor = hex16(object["vendor"_L1]);
    const auto devices = deviceRanges(object["devices"_L1]);
    if (!vendor || !devices)
        return std::nullopt;
    return KernelTrouble::Family{.vendor = *vendor, .devices = *devices, .virtualFunctions = object["virtualFunctions"_L1].toBool()};
}

/// Nothing where one entry is malformed, or there is none.
template<typename Entry, typename Read>
QList<Entry> listOf(const QJsonValue &value, Read read)
{
    QList<Entry> entries;
    for (const QJsonValue &object : value.toArray()) {
        const std::optional<Entry> entry = read(object.toObject());
        if (!entry)
            return {};
        entries.append(*entry);
    }
    return entries;
}

std::optional<KernelTrouble> troubleOf(const QJsonObject &object)
{
    const auto symptom = fromKeyword<KernelTrouble::Symptom>(symptoms, object["symptom"_L1].toString());
    if (!symptom)
        return std::nullopt;
    const KernelTrouble trouble{.id = object["id"_L1].toString(),
                                .symptom = *symptom,
                                .kernels = listOf<KernelTrouble::Kernels>(object["kernels"_L1], kernelsOf),
                                .families = listOf<KernelTrouble::Family>(object["families"_L1], familyOf),
                                .lastGood = object["lastGood"_L1].toString(),
                                .source = object["source"_L1].toString()};
    const bool complete = !trouble.id.isEmpty() && !trouble.kernels.isEmpty() && !trouble.families.isEmpty() && !trouble.source.isEmpty();
    return complete ? std::optional(trouble) : std::nullopt;
}

bool isAmong(const KernelTrouble::Kernels &kernels, const QString &release, const QVersionNumber &version)
{
    return kernels.release.isEmpty() ? kernels.first <= version && version < kernels.end : kernels.release == release;
}
}

Result<QList<KernelTrouble>> kernelTroubleFromJson(const QByteArray &json)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError)
        return Error{.what = i18nc("@info", "The list of kernel trouble is not JSON."), .why = problem.errorString(), .remedy = {}};
    QList<KernelTrouble> all;
    const QJsonArray entries = document.object()["kernelTrouble"_L1].toArray();
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const auto trouble = troubleOf(entries[i].toObject());
        if (!trouble)
            return Error{.what = i18nc("@info %1 is a JSON path like kernelTrouble[3]", "%1 in the list of kernel trouble is malformed.", u"kernelTrouble[%1]"_s.arg(i)),
                         .why = i18nc("@info", "An entry needs an ID, a symptom, kernels, families of GPUs, and a source."),
                         .remedy = {}};
        all.append(*trouble);
    }
    return all;
}

const QList<KernelTrouble> &kernelTrouble()
{
    static const QList<KernelTrouble> trouble = [] {
        auto parsed = kernelTroubleFromJson(QResource(u":/turnout/kernel-trouble.json"_s).uncompressedData());
        Q_ASSERT(parsed); // compiled in, and a test reads it
        return parsed ? std::move(parsed).value() : QList<KernelTrouble>();
    }();
    return trouble;
}

bool concerns(const KernelTrouble &trouble, const QString &release, const Function &function)
{
    const QVersionNumber version = QVersionNumber::fromString(release);
    return std::ranges::any_of(trouble.kernels, [&](const KernelTrouble::Kernels &kernels) { return isAmong(kernels, release, version); })
        && std::ranges::any_of(trouble.families, [&function](const KernelTrouble::Family &family) {
               return family.vendor == function.vendor && contains(family.devices, function.device) && (!family.virtualFunctions || function.physicalFunction);
           });
}

}
