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

/// One function that may not lose its power, the port included, keeps all of the slot from it.
Findings forbidden(const PreflightCase &of, Severity severity)
{
    QList<const Function *> forbidding = of.assignedTogether;
    if (const Function *port = bridgeAbove(of.snapshot, of.gpu))
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
                           "This system forbids D3cold for %1, so the GPU goes no deeper than D3hot. It may not come back from D3cold, so this is for an "
                           "administrator to change.",
                           addresses(forbidding)),
             .evidence = evidence(forbidding, u"0"_s),
             .remedy = i18nc("@info %1 is a path",
                             "If you know that this machine wakes from D3cold: write 1 to %1 as root, for as long as the computer runs.",
                             attributePath(*forbidding.first(), d3coldAllowed))}};
}

Findings sharedPort(const PreflightCase &of)
{
    const Function *port = bridgeAbove(of.snapshot, of.gpu);
    if (!port || portOfItsOwn(of.snapshot, of.assignedTogether))
        return {};
    return {{.id = u"shared-port"_s,
             .severity = Severity::Caution,
             .address = port->address,
             .text = i18nc(
                 "@info %1 is a PCI address and name",
                 "Power is cut for all that is behind %1 or for nothing. Other devices are behind it, so the GPU goes as deep as D3cold only while they all "
                 "do.",
                 nameWithAddress(*port)),
             .evidence = attributePath(*port, d3coldAllowed),
             .remedy = i18nc("@info", "In a slot of its own the GPU needs nobody's leave.")}};
}

/// What power forbids it allows again only where the host did, too.
Findings noWayBack(const PreflightCase &of)
{
    QList<const Function *> lasting = keepsPowerByItself(of.assignedTogether) ? QList<const Function *>() : of.assignedTogether;
    lasting.removeIf([](const Function *function) {
        return !isOnVfio(*function) || !function->d3coldAllowed.valueOr(false) || isD3coldNoted(*function);
    });
    if (lasting.isEmpty())
        return {};
    return {{.id = u"no-way-back"_s,
             .severity = Severity::Caution,
             .address = lasting.first()->address,
             .text = i18nc("@info %1 is a list of PCI addresses",
                           "Until the computer is restarted, only an administrator can allow D3cold again: it is not noted that the host allowed it for %1.",
                           addresses(lasting)),
             .evidence = evidence(lasting, u"1"_s),
             .remedy = i18nc("@info %1 is a path", "To allow it again, write 1 to %1 as root.", attributePath(*lasting.first(), d3coldAllowed))}};
}
}

Findings powerFindings(const PreflightCase &of, IdlePolicy policy)
{
    const Function &gpu = of.gpu;
    const bool hasIdleState = gpu.turnoutDriver && gpu.turnoutDriver->idleState;
    if (!gpu.runtimePm.automatic && !hasIdleState)
        return {blocker(u"no-power-control"_s,
                        gpu,
                        i18nc("@info", "The kernel offers no way to choose how deep this GPU sleeps."),
                        i18nc("@info %1 is a path", "%1: not there", attributePath(gpu, u"power/control"_s)),
                        i18nc("@info", "It stays as it is; a kernel with power management (CONFIG_PM) offers one."))};
    switch (policy) {
    case IdlePolicy::On:
        return {};
    case IdlePolicy::D3hot:
        return noWayBack(of);
    case IdlePolicy::D3cold:
        return forbidden(of, Severity::Caution) + sharedPort(of);
    case IdlePolicy::Auto: // asks for no more than is allowed
        return forbidden(of, Severity::Note);
    }
    Q_UNREACHABLE_RETURN({});
}

}
