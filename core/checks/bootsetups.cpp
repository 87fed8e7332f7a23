// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootsetups.h"

#include "core/keywords.h"

#include <KLocalizedString>

#include <QJsonArray>
#include <QJsonDocument>
#include <QResource>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
constexpr Keywords<9> howKeywords{"variable"_L1, "only-line"_L1, "line"_L1, "second"_L1, "setting"_L1, "command"_L1, "replace"_L1, "editor"_L1, "image"_L1};
constexpr Keywords<8> becauseKeywords{
    "built-elsewhere"_L1, "managed"_L1, "declared"_L1, "volatile"_L1, "read-only"_L1, "other-builder"_L1, "other-name"_L1, "unified"_L1};

bool isComplete(const ParameterPlace &place)
{
    switch (place.how) {
    case ParameterPlace::How::Variable:
    case ParameterPlace::How::Setting:
        return !place.file.isEmpty() && !place.place.isEmpty() && !place.run.isEmpty();
    case ParameterPlace::How::Image:
        return !place.file.isEmpty() && !place.place.isEmpty() && !place.run.isEmpty();
    case ParameterPlace::How::Line:
        return !place.file.isEmpty() && !place.place.isEmpty();
    case ParameterPlace::How::OnlyLine:
    case ParameterPlace::How::SecondQuotes:
        return !place.file.isEmpty();
    case ParameterPlace::How::Command:
        return !place.add.isEmpty() && !place.remove.isEmpty();
    case ParameterPlace::How::Replace:
        return !place.add.isEmpty();
    case ParameterPlace::How::Editor:
        return !place.run.isEmpty();
    }
    Q_UNREACHABLE_RETURN(false);
}

std::optional<ParameterPlace> placeOf(const QJsonObject &object)
{
    const auto text = [&object](QLatin1StringView name) {
        return object[name].toString();
    };
    const auto how = fromKeyword<ParameterPlace::How>(howKeywords, text("how"_L1));
    const auto when = machineCondition(object["when"_L1].toObject());
    if (!how || !when)
        return std::nullopt;
    const ParameterPlace place{.id = text("id"_L1),
                               .system = text("system"_L1),
                               .when = *when,
                               .how = *how,
                               .file = text("file"_L1),
                               .place = text("place"_L1),
                               .run = text("run"_L1),
                               .add = text("add"_L1),
                               .remove = text("remove"_L1),
                               .ineffective = text("ineffective"_L1),
                               .source = text("source"_L1)};
    const bool valid = !place.id.isEmpty() && !place.system.isEmpty() && !place.source.isEmpty() && isComplete(place);
    return valid ? std::optional(place) : std::nullopt;
}

std::optional<UnknownImage> imageOf(const QJsonObject &object)
{
    const auto text = [&object](QLatin1StringView name) {
        return object[name].toString();
    };
    const auto because = fromKeyword<UnknownImage::Because>(becauseKeywords, text("because"_L1));
    const auto when = machineCondition(object["when"_L1].toObject());
    if (!because || !when)
        return std::nullopt;
    UnknownImage image{.id = text("id"_L1),
                       .system = text("system"_L1),
                       .when = *when,
                       .because = *because,
                       .file = text("file"_L1),
                       .byHand = {},
                       .run = text("run"_L1),
                       .source = text("source"_L1)};
    for (const QJsonValue &step : object["byHand"_L1].toArray())
        image.byHand.append(step.toString());
    const bool declared = image.because == UnknownImage::Because::Declared;
    const bool complete = !declared || (!image.file.isEmpty() && !image.byHand.isEmpty() && !image.run.isEmpty());
    const bool valid = complete && !image.id.isEmpty() && !image.system.isEmpty() && !image.source.isEmpty() && !image.byHand.contains(QString());
    return valid ? std::optional(image) : std::nullopt;
}

template<typename Entry, typename Read>
std::optional<Error> readList(const QJsonObject &document, QLatin1StringView name, QList<Entry> &entries, Read read)
{
    const QJsonArray list = document[name].toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        const auto entry = read(list[i].toObject());
        if (!entry)
            return Error{.what = i18nc("@info %1 is a JSON path like parameters[3]", "%1 in the list of boot setups is malformed.", u"%1[%2]"_s.arg(name).arg(i)),
                         .why = i18nc("@info", "An entry needs an ID, a system, a condition, a source, and what its kind requires."),
                         .remedy = {}};
        entries.append(*entry);
    }
    return std::nullopt;
}

template<typename Entry>
const Entry *firstThatApplies(const QList<Entry> &entries, const Machine &machine)
{
    const auto found = std::ranges::find_if(entries, [&machine](const Entry &entry) {
        return isMet(entry.when, machine);
    });
    return found == entries.end() ? nullptr : &*found;
}
}

Result<BootSetups> bootSetupsFromJson(const QByteArray &json)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError)
        return Error{.what = i18nc("@info", "The list of boot setups is not JSON."), .why = problem.errorString(), .remedy = {}};
    BootSetups setups;
    if (const auto error = readList(document.object(), "parameters"_L1, setups.parameters, placeOf))
        return *error;
    if (const auto error = readList(document.object(), "images"_L1, setups.images, imageOf))
        return *error;
    return setups;
}

const BootSetups &bootSetups()
{
    static const BootSetups setups = [] {
        auto parsed = bootSetupsFromJson(QResource(u":/turnout/boot-setups.json"_s).uncompressedData());
        Q_ASSERT(parsed); // compiled in, and a test reads it
        return parsed ? std::move(parsed).value() : BootSetups();
    }();
    return setups;
}

QStringList markerFiles()
{
    static const QStringList files = [] {
        QStringList all{u"/sys/module/vendor_reset"_s};
        const auto add = [&all](const auto &entries) {
            for (const auto &entry : entries)
                all += entry.when.files + entry.when.anyFile + entry.when.notFiles;
        };
        add(bootSetups().parameters);
        add(bootSetups().images);
        all.sort();
        all.removeDuplicates();
        return all;
    }();
    return files;
}

const ParameterPlace *parameterPlaceOf(const Machine &machine)
{
    return firstThatApplies(bootSetups().parameters, machine);
}

const UnknownImage *unknownImageOf(const Machine &machine)
{
    return firstThatApplies(bootSetups().images, machine);
}

}
