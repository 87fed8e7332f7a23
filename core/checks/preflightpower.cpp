// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/listed.h"
#include "core/pci/pciclass.h"
#include "preflightchecks.h"
#include "core/power/d3cold.h"
#include "core/pci/topology.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
constexpr auto d3coldAllowed = "d3cold_allowed"_L1;

QString evidence(const QList<const Function *> &functions, const QString &value)
{
    QStringList lines;
    for (const Function *function : functions)
        lines << attributeEvidence(*function, d3coldAllowed, value);
    return listed(lines, 8, "; "_L1);
}

/// One function of the slot, or its port, that must keep its power keeps the power of all of them on.
Findings forbidden(const PreflightContext &context, Severity severity)
{
    QList<const Function *> forbidding = context.assignedTogether;
    if (const Function *port = bridgeAbove(context.snapshot, context.gpu))
        forbidding.append(port);
    forbidding.removeIf([](const Function *function) {
        return !isD3coldForbidden(*function);
    });
    if (forbidding.isEmpty())
        return {};
    return {{.id = u"d3cold-forbidden"_s,
             .severity = severity,
             .address = forbidding.first()->address,
             .text = i18nc("@info %1 is a list of PCI addresses",
                           "This system forbids D3cold for %1, so the GPU suspends no deeper than D3hot. Only an administrator can allow it, because the machine may not "
                           "wake from D3cold.",
                           addresses(forbidding)),
             .evidence = evidence(forbidding, u"0"_s),
             .remedy = i18nc("@info %1 is a path",
                             "Write 1 to %1 as root if you know that this machine wakes from D3cold. The change lasts until the next boot.",
                             attributePath(*forbidding.first(), d3coldAllowed))}};
}

Findings sharedPort(const PreflightContext &context)
{
    const Function *port = bridgeAbove(context.snapshot, context.gpu);
    if (!port || portOfItsOwn(context.snapshot, context.assignedTogether))
        return {};
    return {{.id = u"shared-port"_s,
             .severity = Severity::Caution,
             .address = port->address,
             .text = i18nc(
                 "@info %1 is a PCI address and name",
                 "%1 powers off only as a whole. Other devices are behind it, so the GPU reaches D3cold only while they do, "
                 "too.",
                 nameWithAddress(*port)),
             .evidence = attributePath(*port, d3coldAllowed),
             .remedy = i18nc("@info", "Move the GPU to a slot with its own root port.")}};
}

/// `power` writes 1 again only where the host is recorded to have had 1.
Findings notRestorable(const PreflightContext &context)
{
    QList<const Function *> lasting = keepsPowerByItself(context.assignedTogether) ? QList<const Function *>() : context.assignedTogether;
    lasting.removeIf([](const Function *function) {
        return !isOnVfio(*function) || !function->d3coldAllowed.valueOr(false) || isD3coldRecorded(*function);
    });
    if (lasting.isEmpty())
        return {};
    return {{.id = u"d3cold-not-restorable"_s,
             .severity = Severity::Caution,
             .address = lasting.first()->address,
             .text = i18nc("@info %1 is a list of PCI addresses",
                           "There is no record that the host allowed D3cold for %1. Until the next boot, only an administrator can allow it again.",
                           addresses(lasting)),
             .evidence = evidence(lasting, u"1"_s),
             .remedy = i18nc("@info %1 is a path", "Write 1 to %1 as root to allow D3cold again.", attributePath(*lasting.first(), d3coldAllowed))}};
}
}

Findings powerFindings(const PreflightContext &context, IdlePolicy policy)
{
    const Function &gpu = context.gpu;
    const bool hasIdleState = gpu.turnoutDriver && gpu.turnoutDriver->idleState;
    if (!gpu.runtimePm.automatic && !hasIdleState)
        return {blocker(u"no-power-control"_s,
                        gpu,
                        i18nc("@info", "The kernel offers no way to choose how deep this GPU suspends."),
                        i18nc("@info %1 is a path", "%1: missing", attributePath(gpu, u"power/control"_s)),
                        i18nc("@info", "Use a kernel with power management (CONFIG_PM)."))};
    switch (policy) {
    case IdlePolicy::On:
        return {};
    case IdlePolicy::D3hot:
        return notRestorable(context);
    case IdlePolicy::D3cold:
        return forbidden(context, Severity::Caution) + sharedPort(context);
    case IdlePolicy::Auto: // requests no more than is allowed
        return forbidden(context, Severity::Note);
    }
    Q_UNREACHABLE_RETURN({});
}

}
