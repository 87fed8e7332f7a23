// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "preflight.h"

#include "grouping.h"
#include "pciclass.h"
#include "preflightchecks.h"

#include <KLocalizedString>

#include <algorithm>
#include <array>
#include <functional>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
PreflightCase caseOf(const Snapshot &snapshot, const Function &gpu, const QList<ResetQuirk> &quirks)
{
    PreflightCase made{.snapshot = snapshot, .gpu = gpu, .quirks = quirks, .travellers = travellersWith(snapshot, gpu), .groups = {}, .affected = {}};
    made.affected = made.travellers;
    for (const Function *traveller : std::as_const(made.travellers)) {
        const Group *group = traveller->group ? snapshot.group(*traveller->group) : nullptr;
        if (!group || made.groups.contains(group))
            continue;
        made.groups.append(group);
        for (const PciAddress &address : group->members) {
            const Function *member = snapshot.function(address);
            if (member && !isBridge(*member) && !made.affected.contains(member))
                made.affected.append(member);
        }
    }
    return made;
}

Finding notThere(const PciAddress &address)
{
    return {.id = u"no-such-function"_s,
            .severity = Severity::Blocker,
            .address = address,
            .text = i18nc("@info %1 is a PCI address", "There is no PCI function %1 in this machine.", address.toShortString()),
            .evidence = u"/sys/bus/pci/devices"_s,
            .remedy = i18nc("@info", "Choose one that is listed; addresses can change when a card is added or removed.")};
}

/// Blockers first; a single one where there is no such function.
template<typename Check>
Findings checked(const Snapshot &snapshot, const PciAddress &gpu, const QList<ResetQuirk> &quirks, Check check)
{
    const Function *function = snapshot.function(gpu);
    if (!function)
        return {notThere(gpu)};
    Findings findings = check(caseOf(snapshot, *function, quirks));
    std::ranges::stable_sort(findings, std::greater(), &Finding::severity);
    return findings;
}
}

Finding blocker(const QString &id, const Function &function, const QString &text, const QString &evidence, const QString &remedy)
{
    return {.id = id, .severity = Severity::Blocker, .address = function.address, .text = text, .evidence = evidence, .remedy = remedy};
}

QString attributePath(const Function &function, const QString &attribute)
{
    return "/sys/bus/pci/devices/"_L1 + function.address.toString() + u'/' + attribute;
}

QString attributeEvidence(const Function &function, const QString &attribute, const QString &value)
{
    return attributePath(function, attribute) + u": "_s + value;
}

QString nameWithAddress(const Function &function)
{
    return function.address.toShortString() + u' ' + displayName(function);
}

QList<Finding> preflight(const Snapshot &snapshot, const PciAddress &gpu, const QList<ResetQuirk> &quirks)
{
    constexpr std::array checks{iommuFindings, groupFindings, displayFindings, holderFindings, lossFindings, resetFindings, driverFindings, unreadFindings};
    return checked(snapshot, gpu, quirks, [&checks](const PreflightCase &of) {
        Findings findings;
        for (const auto check : checks)
            findings += check(of);
        return findings;
    });
}

QList<Finding> persistFindings(const Snapshot &snapshot, const PciAddress &gpu, const QList<ResetQuirk> &quirks)
{
    constexpr std::array ofNow{"held-by-process"_L1, "in-use"_L1, "unbind-may-block"_L1, "linked-function"_L1, "asleep"_L1, "bound-to-vfio"_L1, "no-driver"_L1};
    QList<Finding> findings = preflight(snapshot, gpu, quirks);
    findings.removeIf([&ofNow](const Finding &finding) {
        return std::ranges::find(ofNow, finding.id) != ofNow.end();
    });
    return findings;
}

QList<Finding> releaseFindings(const Snapshot &snapshot, const PciAddress &gpu, const QList<ResetQuirk> &quirks)
{
    return checked(snapshot, gpu, quirks, [](const PreflightCase &of) {
        return holderFindings(of) + sleepFindings(of) + unreadFindings(of);
    });
}

QList<Finding> spareFindings(const Snapshot &snapshot, const Goal &goal, const QList<ResetQuirk> &quirks)
{
    return checked(snapshot, goal.gpu, quirks, [&goal](const PreflightCase &of) {
        return spareFindings(of, goal) + sleepFindings(of) + unreadFindings(of);
    });
}

}
