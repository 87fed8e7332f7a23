// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "resetquirks.h"

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
std::optional<ResetQuirk> fromObject(const QJsonObject &object)
{
    ResetQuirk quirk;
    quirk.family = object["family"_L1].toString();
    const auto vendor = hex16(object["vendor"_L1]);
    if (quirk.family.isEmpty() || !vendor)
        return std::nullopt;
    quirk.vendor = *vendor;
    const auto devices = deviceRanges(object["devices"_L1]);
    if (!devices)
        return std::nullopt;
    quirk.devices = *devices;
    quirk.vendorReset = object["vendorReset"_L1].toBool();
    quirk.firmware = object["firmware"_L1].toBool();
    quirk.disputed = object["disputed"_L1].toBool();
    for (const QJsonValue &value : object["references"_L1].toArray())
        quirk.references.append(value.toString());
    const bool complete = !quirk.references.isEmpty() && !quirk.references.contains(QString());
    return complete ? std::optional(quirk) : std::nullopt;
}
}

Result<QList<ResetQuirk>> resetQuirksFromJson(const QByteArray &json)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError)
        return Error{.what = i18nc("@info", "The list of reset quirks is not JSON."), .why = problem.errorString(), .remedy = {}};
    QList<ResetQuirk> quirks;
    const QJsonArray entries = document.object()["resetQuirks"_L1].toArray();
    for (qsizetype i = 0; i < entries.size(); ++i) {
        const auto quirk = fromObject(entries[i].toObject());
        if (!quirk)
            return Error{
                .what =
                    i18nc("@info %1 is a JSON path like resetQuirks[3]", "%1 in the list of reset quirks is malformed.", u"resetQuirks[%1]"_s.arg(i)),
                .why = i18nc("@info", "An entry needs a family, a vendor and devices of four hexadecimal digits each, or ranges of these, and references."),
                .remedy = {}};
        quirks.append(*quirk);
    }
    return quirks;
}

const QList<ResetQuirk> &resetQuirks()
{
    static const QList<ResetQuirk> quirks = [] {
        auto parsed = resetQuirksFromJson(QResource(u":/turnout/reset-quirks.json"_s).uncompressedData());
        Q_ASSERT(parsed); // compiled in, and a test reads it
        return parsed ? std::move(parsed).value() : QList<ResetQuirk>();
    }();
    return quirks;
}

const ResetQuirk *resetQuirkOf(const QList<ResetQuirk> &quirks, const Function &function)
{
    const auto quirk = std::ranges::find_if(quirks, [&function](const ResetQuirk &candidate) {
        return candidate.vendor == function.vendor && contains(candidate.devices, function.device);
    });
    return quirk == quirks.end() ? nullptr : &*quirk;
}

}
