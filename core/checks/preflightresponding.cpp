// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/pci/pciclass.h"
#include "core/pci/topology.h"
#include "preflightchecks.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
bool readsOnes(const Function &function)
{
    return !function.capabilities && function.capabilities.why() == Unread::NotResponding;
}

bool hasStatus(const Function &function, RuntimeStatus status)
{
    return function.runtimePm.status && *function.runtimePm.status == status;
}

/// drivers/pci/pci.c, pci_power_up: “Unable to change power state from D3cold to D0” leaves the state as it was.
bool staysInD3cold(const Function &function)
{
    return function.powerState.valueOr({}) == "D3cold"_L1 && hasStatus(function, RuntimeStatus::Active);
}

QString rescan(const Function &function)
{
    return i18nc("@info %1 is a path",
                 "Remove it and let the kernel find it again: “echo 1 | sudo tee %1”, then “echo 1 | sudo tee /sys/bus/pci/rescan”. If it is still dead, "
                 "turn the computer off and on; a restart may not be enough.",
                 attributePath(function, u"remove"_s));
}

QString avoidD3cold(const Function &gpu)
{
    return i18nc("@info %1 is a PCI address",
                 "Turn the computer off and on. To avoid it, choose D3hot with “turnout power %1 d3hot” until a wake test has passed.",
                 gpu.address.toShortString());
}

Finding dead(const Function &function)
{
    return blocker(u"not-responding"_s,
                   function,
                   i18nc("@info %1 is a PCI address and name",
                         "%1 does not respond: all of its registers read ones. It lost its link or its power, for example in a reset that failed.",
                         nameWithAddress(function)),
                   attributeEvidence(function, u"config"_s, u"ff ff ff ff"_s),
                   rescan(function));
}

Finding notWoken(const Function &function, const Function &gpu)
{
    return blocker(u"not-responding"_s,
                   function,
                   i18nc("@info %1 is a PCI address and name", "%1 did not wake from D3cold: the kernel counts it as active, but it has no power.", nameWithAddress(function)),
                   attributeEvidence(function, u"power_state"_s, u"D3cold"_s) + u"; "_s + attributeEvidence(function, u"power/runtime_status"_s, u"active"_s),
                   avoidD3cold(gpu));
}

Finding failedPower(const Function &function, const Function &gpu)
{
    return blocker(u"not-responding"_s,
                   function,
                   i18nc("@info %1 is a PCI address and name", "The kernel failed to suspend or wake %1, and no longer tries. The GPU cannot be used.", nameWithAddress(function)),
                   attributeEvidence(function, u"power/runtime_status"_s, u"error"_s),
                   avoidD3cold(gpu));
}
}

Findings respondingFindings(const PreflightContext &context)
{
    Findings findings;
    for (const Function *port = bridgeAbove(context.snapshot, context.gpu); port; port = bridgeAbove(context.snapshot, *port)) {
        if (hasStatus(*port, RuntimeStatus::Error))
            findings.append(failedPower(*port, context.gpu));
        else if (staysInD3cold(*port))
            findings.append(notWoken(*port, context.gpu));
        else if (readsOnes(*port))
            findings.append(dead(*port));
    }
    if (!findings.isEmpty()) // everything behind it follows
        return {findings.last()};
    for (const Function *function : context.assignedTogether) {
        if (readsOnes(*function))
            findings.append(dead(*function));
        else if (staysInD3cold(*function))
            findings.append(notWoken(*function, context.gpu));
        else if (hasStatus(*function, RuntimeStatus::Error))
            findings.append(failedPower(*function, context.gpu));
    }
    return findings;
}

}
