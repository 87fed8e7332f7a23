// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "preflight.h"

#include "core/iommu/grouping.h"
#include "core/listed.h"
#include "core/pci/pciclass.h"
#include "preflightchecks.h"
#include "core/operation/request.h"

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
    PreflightCase made{.snapshot = snapshot, .gpu = gpu, .quirks = quirks, .assignedTogether = assignedTogetherWith(snapshot, gpu), .groups = {}, .affected = {}};
    made.affected = made.assignedTogether;
    for (const Function *companion : std::as_const(made.assignedTogether)) {
        const Group *group = companion->group ? snapshot.group(*companion->group) : nullptr;
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

/// Everything else stays with the host, or goes along with the GPU of its slot. A virtual function is a GPU where its
/// class says so.
Finding notAGpu(const PreflightCase &of)
{
    QStringList gpus;
    for (const Function &function : of.snapshot.functions) {
        if (isDisplay(function))
            gpus << function.address.toShortString();
    }
    return blocker(
        u"not-a-gpu"_s,
        of.gpu,
        i18nc("@info %1 is a PCI address", "%1 is no GPU. Turnout gives GPUs away, and what is in their slot goes with them.", of.gpu.address.toShortString()),
        attributeEvidence(of.gpu, u"class"_s, QString::asprintf("0x%06x", of.gpu.classCode)),
        gpus.isEmpty() ? i18nc("@info", "There is no GPU in this machine.")
                       : i18ncp("@info %2 is a list of PCI addresses", "The GPU is at %2.", "The GPUs are at %2.", int(gpus.size()), listed(gpus)));
}

Findings everyFinding(const PreflightCase &of)
{
    constexpr std::array checks{iommuFindings,
                                groupFindings,
                                virtualFunctionFindings,
                                displayFindings,
                                holderFindings,
                                lossFindings,
                                resetFindings,
                                driverFindings,
                                unreadFindings};
    Findings findings = stuckFindings(of);
    for (const auto check : checks)
        findings += check(of);
    return findings;
}

/// Before a choice for every start: who uses the GPU now does not matter then.
Findings lastingFindings(const PreflightCase &of)
{
    constexpr std::array ofNow{"stuck-in-kernel"_L1,
                               "has-virtual-functions"_L1,
                               "held-by-process"_L1,
                               "in-use"_L1,
                               "unbind-may-block"_L1,
                               "linked-function"_L1,
                               "suspended"_L1,
                               "bound-to-vfio"_L1,
                               "no-driver"_L1};
    Findings findings = everyFinding(of);
    findings.removeIf([&ofNow](const Finding &finding) {
        return std::ranges::find(ofNow, finding.id) != ofNow.end();
    });
    return findings;
}

Findings goalFindings(const PreflightCase &of, const Goal &goal)
{
    switch (goal.verb) {
    case Verb::Assign:
        return driverFitFindings(of, goal) + everyFinding(of);
    case Verb::Persist:
        return driverFitFindings(of, goal) + lastingFindings(of);
    case Verb::Release: // takes nothing from the host: what counts is who has the functions open
        return stuckFindings(of) + driverFitFindings(of, goal) + virtualFunctionFindings(of) + holderFindings(of) + sleepFindings(of) + unreadFindings(of);
    case Verb::Power:
    case Verb::Vga:
    case Verb::Reset:
        return stuckFindings(of) + spareFindings(of, goal) + sleepFindings(of) + unreadFindings(of);
    case Verb::Inspect:
    case Verb::Unpersist:
    case Verb::Recover:
        return {};
    }
    Q_UNREACHABLE_RETURN({});
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

QString addresses(const QList<const Function *> &functions)
{
    QStringList texts;
    for (const Function *function : functions)
        texts << function->address.toShortString();
    return listed(texts);
}

QList<Finding> preflight(const Snapshot &snapshot, const PciAddress &gpu, const QList<ResetQuirk> &quirks)
{
    return checked(snapshot, gpu, quirks, everyFinding);
}

QList<Finding> findingsFor(const Snapshot &snapshot, const Goal &goal, const QList<ResetQuirk> &quirks)
{
    if (!needsFingerprint(goal.verb)) // they look, or take back
        return {};
    return checked(snapshot, goal.gpu, quirks, [&goal](const PreflightCase &of) {
        return isDisplay(of.gpu) ? goalFindings(of, goal) : Findings{notAGpu(of)};
    });
}

}
