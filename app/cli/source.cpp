// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "source.h"

#include "core/pciclass.h"
#include "core/snapshotjson.h"
#include "host/machinereader.h"

#include <KLocalizedString>
#include <QFile>
#include <QLocale>

namespace app::cli
{

namespace
{
core::Result<core::Snapshot> readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return core::Error{.what = i18nc("@info:shell", "The snapshot %1 could not be opened.", path),
                           .why = i18nc("@info:shell %1 is the system's reason", "The system says: %1.", file.errorString()),
                           .remedy = {}};
    return core::fromJson(file.readAll());
}
}

core::Result<core::Snapshot> read(const Invocation &call, Holders holders)
{
    if (!call.snapshot.isEmpty())
        return readFile(call.snapshot);
    return host::readMachine({.sysroot = call.sysroot, .withHolders = holders == Holders::LookUp, .onAccess = {}});
}

core::Result<const core::Function *> find(const core::Snapshot &snapshot, const core::PciAddress &address)
{
    if (const core::Function *function = snapshot.function(address))
        return function;
    QStringList gpus;
    for (const core::Function *gpu : gpusOf(snapshot))
        gpus.append(gpu->address.toShortString());
    return core::Error{
        .what = i18nc("@info:shell", "There is no PCI function at %1.", address.toString()),
        .why = {},
        .remedy = gpus.isEmpty()
            ? i18nc("@info:shell", "There is no GPU either. See: turnout groups")
            : i18ncp("@info:shell %2 is a list of addresses", "The GPU is at %2.", "The GPUs are at %2.", gpus.size(), QLocale().createSeparatedList(gpus))};
}

QList<const core::Function *> gpusOf(const core::Snapshot &snapshot)
{
    QList<const core::Function *> gpus;
    for (const core::Function &function : snapshot.functions) {
        if (core::isDisplay(function))
            gpus.append(&function);
    }
    return gpus;
}

}
