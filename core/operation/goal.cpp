// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "goal.h"

#include "core/pci/pciclass.h"
#include "step.h"
#include "core/keywords.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
constexpr Keywords<9> verbs{"inspect"_L1, "assign"_L1, "release"_L1, "power"_L1, "vga"_L1, "reset"_L1, "persist"_L1, "unpersist"_L1, "recover"_L1};
constexpr Keywords<4> policies{"on"_L1, "d3hot"_L1, "d3cold"_L1, "auto"_L1};
constexpr Keywords<2> vgaKeywords{"off"_L1, "on"_L1};
constexpr Keywords<7> resetMethods{"device_specific"_L1, "acpi"_L1, "flr"_L1, "af_flr"_L1, "pm"_L1, "bus"_L1, "cxl_bus"_L1};
constexpr Keywords<2> acceptable{"display-in-use"_L1, "group-not-viable"_L1};

bool isSortedSetOfAcceptables(const QStringList &ids)
{
    return std::ranges::is_sorted(ids) && std::ranges::adjacent_find(ids) == ids.end() && std::ranges::all_of(ids, [](const QString &id) {
               return isAcceptable(id);
           });
}

bool isDriverOfVerb(const Goal &goal)
{
    if (goal.driver.isEmpty())
        return true;
    switch (goal.verb) {
    case Verb::Assign:
    case Verb::Persist:
        return isDriverName(goal.driver) && isVfioDriver(goal.driver);
    case Verb::Release:
        return isDriverName(goal.driver) && !isVfioDriver(goal.driver);
    case Verb::Inspect:
    case Verb::Power:
    case Verb::Vga:
    case Verb::Reset:
    case Verb::Unpersist:
    case Verb::Recover:
        return false;
    }
    Q_UNREACHABLE_RETURN(false);
}
}

QString toKeyword(Verb verb)
{
    return keywordOf(verbs, verb);
}

std::optional<Verb> verbFromKeyword(QStringView word)
{
    return fromKeyword<Verb>(verbs, word);
}

QString toKeyword(IdlePolicy policy)
{
    return keywordOf(policies, policy);
}

std::optional<IdlePolicy> idlePolicyFromKeyword(QStringView word)
{
    return fromKeyword<IdlePolicy>(policies, word);
}

QString vgaKeyword(bool on)
{
    return keywordOf(vgaKeywords, on);
}

std::optional<bool> vgaFromKeyword(QStringView word)
{
    return fromKeyword<bool>(vgaKeywords, word);
}

bool isResetMethod(QStringView word)
{
    return isOneOf(resetMethods, word);
}

bool isAcceptable(QStringView findingId)
{
    return isOneOf(acceptable, findingId);
}

bool isValid(const Goal &goal)
{
    const bool takesBlockers = goal.verb == Verb::Assign || goal.verb == Verb::Persist;
    return isDriverOfVerb(goal) && goal.idle.has_value() == (goal.verb == Verb::Power) && goal.vga.has_value() == (goal.verb == Verb::Vga)
        && (goal.resetMethod.isEmpty() || (goal.verb == Verb::Reset && isResetMethod(goal.resetMethod)))
        && (goal.accepted.isEmpty() || (takesBlockers && isSortedSetOfAcceptables(goal.accepted)));
}

}
