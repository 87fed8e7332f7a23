// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "machinecondition.h"

#include "core/snapshot/machinejsonmembers.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
struct Member {
    QLatin1StringView name;
    QStringList MachineCondition::*list;
};

constexpr std::array members{
    Member{"os"_L1, &MachineCondition::systems},
    Member{"files"_L1, &MachineCondition::files},
    Member{"anyFile"_L1, &MachineCondition::anyFile},
    Member{"notFiles"_L1, &MachineCondition::notFiles},
    Member{"kernel"_L1, &MachineCondition::kernels},
    Member{"commandLine"_L1, &MachineCondition::commandLine},
    Member{"readOnly"_L1, &MachineCondition::readOnly},
    Member{"loader"_L1, &MachineCondition::bootLoaders},
    Member{"initramfs"_L1, &MachineCondition::initramfs},
};

/// As in the snapshot's JSON.
template<typename Enum>
QString keyword(Enum value)
{
    for (const json::Keyword<Enum> &keyword : json::keywords<Enum>) {
        if (keyword.value == value)
            return QLatin1StringView(keyword.text);
    }
    return {};
}

std::optional<QStringList> texts(const QJsonValue &value)
{
    QStringList list;
    for (const QJsonValue &entry : value.toArray())
        list.append(entry.toString());
    const bool valid = value.isArray() && !list.isEmpty() && !list.contains(QString());
    return valid ? std::optional(list) : std::nullopt;
}

template<typename Is>
bool anyOrNone(const QStringList &list, Is is)
{
    return list.isEmpty() || std::ranges::any_of(list, is);
}

/// A snapshot of an earlier release has only the name.
bool isSystem(const Machine &machine, const QString &system)
{
    return machine.systemIds.isEmpty() ? machine.operatingSystem.contains(system, Qt::CaseInsensitive) : machine.systemIds.contains(system);
}

bool hasParameter(const Machine &machine, const QString &prefix)
{
    const QStringList parameters = machine.commandLine.split(u' ', Qt::SkipEmptyParts);
    return std::ranges::any_of(parameters, [&prefix](const QString &parameter) {
        return parameter.startsWith(prefix);
    });
}
}

std::optional<MachineCondition> machineCondition(const QJsonObject &object)
{
    MachineCondition condition;
    qsizetype known = 0;
    for (const Member &member : members) {
        if (!object.contains(member.name))
            continue;
        const auto list = texts(object[member.name]);
        if (!list)
            return std::nullopt;
        condition.*member.list = *list;
        ++known;
    }
    return known > 0 && known == object.size() ? std::optional(condition) : std::nullopt;
}

bool isMet(const MachineCondition &condition, const Machine &machine)
{
    const auto exists = [&machine](const QString &file) {
        return machine.markers.contains(file);
    };
    return anyOrNone(condition.systems, [&machine](const QString &system) { return isSystem(machine, system); })
        && std::ranges::all_of(condition.files, exists) && anyOrNone(condition.anyFile, exists) && std::ranges::none_of(condition.notFiles, exists)
        && anyOrNone(condition.kernels, [&machine](const QString &part) { return machine.kernel.contains(part); })
        && anyOrNone(condition.commandLine, [&machine](const QString &prefix) { return hasParameter(machine, prefix); })
        && std::ranges::all_of(condition.readOnly, [&machine](const QString &path) { return machine.readOnlyPaths.contains(path); })
        && (condition.bootLoaders.isEmpty() || condition.bootLoaders.contains(keyword(machine.bootLoader)))
        && (condition.initramfs.isEmpty() || condition.initramfs.contains(keyword(machine.initramfs)));
}

}
