// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "source.h"

#include "functionreport.h"

#include "app/text/bootassignmenttext.h"
#include "app/text/format.h"
#include "core/pci/pciclass.h"
#include "host/machine/machinereader.h"

#include <KLocalizedString>
#include <KShell>

using namespace Qt::StringLiterals;

namespace app::cli
{

QString rootOf(const Invocation &call)
{
    return call.sysroot.isEmpty() ? call.context.root : call.sysroot;
}

core::Result<core::Snapshot> read(const Invocation &call, Holders holders)
{
    if (!call.snapshot.isEmpty())
        return host::readSnapshotFile(call.snapshot);
    return host::readMachine({.sysroot = rootOf(call), .withHolders = holders == Holders::LookUp, .onAccess = {}});
}

QString sourceOptions(const Invocation &call)
{
    if (!call.snapshot.isEmpty())
        return " --snapshot "_L1 + KShell::quoteArg(call.snapshot);
    return call.sysroot.isEmpty() ? QString() : " --sysroot "_L1 + KShell::quoteArg(call.sysroot);
}

core::Result<const core::Function *> find(const core::Snapshot &snapshot, const core::PciAddress &address)
{
    if (const core::Function *function = snapshot.function(address))
        return function;
    const QList<const core::Function *> gpus = gpusOf(snapshot);
    return core::Error{
        .what = i18nc("@info:shell", "There is no PCI function at %1.", address.toString()),
        .why = {},
        .remedy = gpus.isEmpty()
            ? noGpuText()
            : i18ncp("@info:shell %2 is a list of addresses", "The GPU is at %2.", "The GPUs are at %2.", gpus.size(), addressesText(addressesOf(gpus)))};
}

core::Result<QString> deviceOf(const core::Snapshot &snapshot, const core::Goal &goal)
{
    if (goal.verb == core::Verb::Unpersist && !snapshot.function(goal.gpu))
        return emptySlotName();
    const auto gpu = find(snapshot, goal.gpu);
    return gpu ? core::Result<QString>(core::displayName(**gpu)) : gpu.error();
}

QList<const core::Function *> gpusOf(const core::Snapshot &snapshot)
{
    QList<const core::Function *> gpus;
    for (const core::Function &function : snapshot.functions) {
        if (core::isGpu(function))
            gpus.append(&function);
    }
    return gpus;
}

QList<const core::Function *> gpusOf(const core::Snapshot &snapshot, const core::Group &group)
{
    QList<const core::Function *> gpus;
    for (const core::PciAddress &member : group.members) {
        const core::Function *function = snapshot.function(member);
        if (function && core::isGpu(*function))
            gpus.append(function);
    }
    return gpus;
}

QList<core::PciAddress> addressesOf(const QList<const core::Function *> &functions)
{
    QList<core::PciAddress> addresses;
    for (const core::Function *function : functions)
        addresses.append(function->address);
    return addresses;
}

}
