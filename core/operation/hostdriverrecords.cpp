// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "hostdriverrecords.h"

#include "core/keywords.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
constexpr int format = 1;
constexpr qsizetype longest = 1024 * 1024; ///< bytes; about eight thousand functions

Error malformed(const QString &why)
{
    return {.what = i18nc("@info", "The records of the host's drivers cannot be read."),
            .why = why,
            .remedy = i18nc("@info", "Restart the computer to bind the host's drivers again.")};
}

bool isDriverOrNothing(const QJsonValue &value)
{
    return value.isUndefined() || (value.isString() && isDriverName(value.toString()));
}

bool areIds(QStringView text)
{
    constexpr qsizetype digits = 4;
    const auto pair = [](QStringView ids) {
        return isHex(ids.left(digits), digits) && ids.sliced(digits, 1) == u':' && isHex(ids.sliced(digits + 1), digits);
    };
    constexpr qsizetype half = 2 * digits + 1;
    return text.size() == 2 * half + 1 && pair(text.first(half)) && text.sliced(half, 1) == u' ' && pair(text.last(half));
}

std::optional<std::pair<PciAddress, HostDriverRecord>> fromObject(const QJsonObject &object)
{
    const auto address = PciAddress::parse(object["address"_L1].toString());
    const QJsonValue control = object["powerControl"_L1];
    const QJsonValue d3cold = object["d3coldAllowed"_L1];
    const bool powerLegal = (control.isUndefined() || control == "auto"_L1 || control == "on"_L1) && (d3cold.isUndefined() || d3cold.isBool());
    const QString ids = object["ids"_L1].toString();
    if (!address || !areIds(ids) || !isDriverOrNothing(object["driver"_L1]) || !isDriverOrNothing(object["driverOverride"_L1]) || !powerLegal)
        return std::nullopt;
    HostDriverState state{.driver = object["driver"_L1].toString(), .driverOverride = object["driverOverride"_L1].toString(), .automatic = {}, .d3coldAllowed = {}};
    if (d3cold.isBool())
        state.d3coldAllowed = d3cold.toBool();
    if (!control.isUndefined())
        state.automatic = control == "auto"_L1;
    return std::pair(*address, HostDriverRecord{ids, state});
}
}

QString cardIds(const Function &function)
{
    return QString::asprintf("%04x:%04x %04x:%04x", function.vendor, function.device, function.subVendor, function.subDevice);
}

QByteArray toJson(const HostDriverRecords &states)
{
    QJsonArray functions;
    for (const auto &[address, record] : states.asKeyValueRange()) {
        const HostDriverState &state = record.state;
        QJsonObject object{{u"address"_s, address.toString()}, {u"ids"_s, record.ids}};
        if (!state.driver.isEmpty())
            object.insert("driver"_L1, state.driver);
        if (!state.driverOverride.isEmpty())
            object.insert("driverOverride"_L1, state.driverOverride);
        if (state.automatic)
            object.insert("powerControl"_L1, *state.automatic ? u"auto"_s : u"on"_s);
        if (state.d3coldAllowed)
            object.insert("d3coldAllowed"_L1, *state.d3coldAllowed);
        functions.append(object);
    }
    return QJsonDocument(QJsonObject{{u"turnout"_s, format}, {u"functions"_s, functions}}).toJson(QJsonDocument::Compact);
}

Result<HostDriverRecords> hostDriverRecordsFromJson(const QByteArray &json)
{
    if (json.size() > longest)
        return malformed(i18nc("@info", "The file is larger than any machine needs."));
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    if (object["turnout"_L1] != format || !object["functions"_L1].isArray())
        return malformed(i18nc("@info", "The file is not in the form that this version of Turnout writes."));
    HostDriverRecords states;
    const QJsonArray functions = object["functions"_L1].toArray();
    for (const QJsonValue &value : functions) {
        const auto read = fromObject(value.toObject());
        if (!read || states.contains(read->first))
            return malformed(i18nc("@info", "An entry is malformed."));
        states.insert(read->first, read->second);
    }
    return states;
}

}
