// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "preflight.h"

#include "core/iommu/assignedtogether.h"
#include "core/listed.h"
#include "core/logging.h"
#include "core/pci/pciclass.h"
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
PreflightContext contextOf(const Snapshot &snapshot, const Function &gpu, const QList<ResetQuirk> &quirks, const Goal &goal)
{
    PreflightContext made{.snapshot = snapshot,
                          .gpu = gpu,
                          .quirks = quirks,
                          .assignedTogether = assignedTogetherWith(snapshot, gpu, goal.with, goal.without),
                          .groups = {},
                          .affected = {}};
    made.affected = made.assignedTogether;
    for (const Function *function : std::as_const(made.assignedTogether)) {
        const Group *group = function->group ? snapshot.group(*function->group) : nullptr;
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

Finding noSuchFunction(const PciAddress &address)
{
    return {.id = u"no-such-function"_s,
            .severity = Severity::Blocker,
            .address = address,
            .text = i18nc("@info %1 is a PCI address", "This machine has no PCI function %1.", address.toShortString()),
            .evidence = u"/sys/bus/pci/devices"_s,
            .remedy = i18nc("@info", "Choose a listed function. Addresses can change when a card is added or removed.")};
}

/// Other functions stay with the host or are assigned together with their GPU. A virtual function counts by its class.
Finding notAGpu(const PreflightContext &context)
{
    QStringList gpus;
    for (const Function &function : context.snapshot.functions) {
        if (isGpu(function))
            gpus << function.address.toShortString();
    }
    return blocker(
        u"not-a-gpu"_s,
        context.gpu,
        i18nc("@info %1 is a PCI address", "%1 is not a GPU. Turnout assigns GPUs, together with the other functions of their card.", context.gpu.address.toShortString()),
        attributeEvidence(context.gpu, u"class"_s, QString::asprintf("0x%06x", context.gpu.classCode)),
        gpus.isEmpty() ? i18nc("@info", "Install a GPU: this machine has none.")
                       : i18ncp("@info %2 is a list of PCI addresses", "Choose the GPU at %2.", "Choose one of the GPUs at %2.", int(gpus.size()), listed(gpus)));
}

Findings everyFinding(const PreflightContext &context)
{
    constexpr std::array checks{iommuFindings,
                                groupFindings,
                                virtualFunctionFindings,
                                mediatedDeviceFindings,
                                displayFindings,
                                holderFindings,
                                libvirtStatusFindings,
                                managerFindings,
                                lossFindings,
                                resetFindings,
                                cardFindings,
                                driverFindings,
                                unreadFindings};
    Findings findings = stuckFindings(context) + respondingFindings(context);
    for (const auto check : checks)
        findings += check(context);
    return findings;
}

Findings bootFindings(const PreflightContext &context)
{
    Findings findings = everyFinding(context);
    findings.removeIf([](const Finding &finding) {
        return !appliesAtBoot(finding.id);
    });
    return findings;
}

Findings goalFindings(const PreflightContext &context, const Goal &goal)
{
    switch (goal.verb) {
    case Verb::Assign:
        return companionFindings(context, goal) + offeredByDriverFindings(context, goal) + driverFitFindings(context, goal) + everyFinding(context);
    case Verb::Persist:
        return companionFindings(context, goal) + offeredByDriverFindings(context, goal) + driverFitFindings(context, goal) + bootImageFindings(context) + bootFindings(context);
    case Verb::Release: // takes nothing from the host; what counts is whether the functions are open
        return stuckFindings(context) + respondingFindings(context) + offeredByDriverFindings(context, goal) + driverFitFindings(context, goal)
            + virtualFunctionFindings(context) + mediatedDeviceFindings(context) + holderFindings(context) + libvirtStatusFindings(context) + managerFindings(context)
            + suspendedFindings(context) + unreadFindings(context);
    case Verb::Power:
    case Verb::Vga:
    case Verb::Reset:
        return stuckFindings(context) + respondingFindings(context) + spareFindings(context, goal) + suspendedFindings(context) + unreadFindings(context);
    case Verb::Inspect:
    case Verb::Unpersist:
    case Verb::Recover:
        return {};
    }
    Q_UNREACHABLE_RETURN({});
}

void logFindings(const PciAddress &gpu, const Findings &findings)
{
    if (!TURNOUT_CORE().isDebugEnabled())
        return;
    QStringList ids;
    for (const Finding &finding : findings)
        ids += toKeyword(finding.severity) + u' ' + finding.id;
    qCDebug(TURNOUT_CORE).noquote() << "Findings for" << gpu.toString() + u':' << toKeyword(verdict(findings)) << ids.join(u", "_s);
}

/// Blockers first; `no-such-function` alone where the snapshot lacks the function.
template<typename Check>
Findings checked(const Snapshot &snapshot, const Goal &goal, const QList<ResetQuirk> &quirks, Check check)
{
    const PciAddress gpu = goal.gpu;
    const Function *function = snapshot.function(gpu);
    if (!function)
        return {noSuchFunction(gpu)};
    Findings findings = check(contextOf(snapshot, *function, quirks, goal));
    std::ranges::stable_sort(findings, std::greater(), &Finding::severity);
    logFindings(gpu, findings);
    return findings;
}
}

bool appliesAtBoot(QStringView findingId)
{
    constexpr std::array transient{"stuck-in-kernel"_L1,
                               "not-responding"_L1,
                               "has-virtual-functions"_L1,
                               "has-mediated-devices"_L1,
                               "held-by-process"_L1,
                               "held-by-console"_L1,
                               "in-use"_L1,
                               "unbind-may-block"_L1,
                               "linked-function"_L1,
                               "suspended"_L1,
                               "bound-to-vfio"_L1,
                               "no-driver"_L1};
    return std::ranges::none_of(transient, [findingId](QLatin1StringView id) {
        return findingId == id;
    });
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
    Goal goal;
    goal.gpu = gpu;
    return checked(snapshot, goal, quirks, [&goal](const PreflightContext &context) {
        return offeredByDriverFindings(context, goal) + everyFinding(context);
    });
}

QList<Finding> findingsFor(const Snapshot &snapshot, const Goal &goal, const QList<ResetQuirk> &quirks)
{
    if (!needsFingerprint(goal.verb)) // these only read or undo
        return {};
    return checked(snapshot, goal, quirks, [&goal](const PreflightContext &context) {
        return isGpu(context.gpu) ? goalFindings(context, goal) : Findings{notAGpu(context)};
    });
}

}
