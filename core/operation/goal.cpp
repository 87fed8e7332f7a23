// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "goal.h"

#include "core/keywords.h"
#include "core/pci/pciclass.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
using Drivers = VerbProperties::Drivers;

/// In the order of the enum.
constexpr std::array verbs{
    VerbProperties{.keyword = "inspect"_L1, .needsAddress = false, .needsPassword = false},
    VerbProperties{.keyword = "assign"_L1, .needsFingerprint = true, .drivers = Drivers::Vfio, .takesAccepted = true, .takesCompanions = true},
    VerbProperties{.keyword = "release"_L1, .needsFingerprint = true, .drivers = Drivers::Host},
    VerbProperties{.keyword = "power"_L1, .needsFingerprint = true, .needsPassword = false, .needsIdlePolicy = true},
    VerbProperties{.keyword = "vga"_L1, .needsFingerprint = true, .needsVga = true},
    VerbProperties{.keyword = "reset"_L1, .needsFingerprint = true, .takesResetMethod = true},
    VerbProperties{.keyword = "persist"_L1,
                   .needsFingerprint = true,
                   .isBootAssignment = true,
                   .drivers = Drivers::Vfio,
                   .takesAccepted = true,
                   .takesNextBootOnly = true,
                   .takesCompanions = true},
    VerbProperties{.keyword = "unpersist"_L1, .isBootAssignment = true},
    VerbProperties{.keyword = "recover"_L1, .needsAddress = false},
};
static_assert(verbs.size() == size_t(Verb::Recover) + 1, "one row for each verb");

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

constexpr qsizetype mostCompanions = 16; ///< for each; more would not fit into a request

bool isSortedSet(const QList<PciAddress> &addresses)
{
    return addresses.size() <= mostCompanions && std::ranges::is_sorted(addresses) && std::ranges::adjacent_find(addresses) == addresses.end();
}

bool areCompanions(const Goal &goal)
{
    const auto isWanted = [&goal](const PciAddress &address) {
        return address == goal.gpu || goal.with.contains(address);
    };
    return isSortedSet(goal.with) && isSortedSet(goal.without) && !goal.with.contains(goal.gpu) && std::ranges::none_of(goal.without, isWanted);
}

bool mayBeNamed(const QString &driver, Drivers drivers)
{
    return driver.isEmpty() || (drivers != Drivers::None && isDriverName(driver) && isVfioDriver(driver) == (drivers == Drivers::Vfio));
}
}

const VerbProperties &propertiesOf(Verb verb)
{
    return verbs[size_t(verb)];
}

QString toKeyword(Verb verb)
{
    return propertiesOf(verb).keyword;
}

std::optional<Verb> verbFromKeyword(QStringView word)
{
    const auto *const row = std::ranges::find_if(verbs, [word](const VerbProperties &verb) {
        return verb.keyword == word;
    });
    return row == verbs.end() ? std::nullopt : std::optional(Verb(row - verbs.begin()));
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
    const VerbProperties &verb = propertiesOf(goal.verb);
    return mayBeNamed(goal.driver, verb.drivers) && goal.idle.has_value() == verb.needsIdlePolicy && goal.vga.has_value() == verb.needsVga
        && (goal.resetMethod.isEmpty() || (verb.takesResetMethod && isResetMethod(goal.resetMethod)))
        && (goal.accepted.isEmpty() || (verb.takesAccepted && isSortedSetOfAcceptables(goal.accepted))) && (!goal.nextBootOnly || verb.takesNextBootOnly)
        && ((goal.with.isEmpty() && goal.without.isEmpty()) || (verb.takesCompanions && areCompanions(goal)));
}

}
