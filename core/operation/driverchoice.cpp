// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "driverchoice.h"

#include "core/pci/pciclass.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
constexpr auto ours = "turnout_vfio_pci"_L1;
constexpr auto generic = "vfio-pci"_L1;

QString driverOf(const QString &module)
{
    return module == "vfio_pci"_L1 ? generic.toString() : module;
}
}

QString moduleOf(const QString &driver)
{
    return QString(driver).replace(u'-', u'_');
}

bool fits(const QStringList &drivers, const QString &driver)
{
    return std::ranges::any_of(drivers, [&driver](const QString &fitting) {
        return moduleOf(fitting) == moduleOf(driver);
    });
}

QStringList fittingVfioDrivers(const Function &function)
{
    QStringList drivers;
    for (const VfioCandidate &candidate : function.vfioCandidates)
        drivers << driverOf(candidate.module);
    if (drivers.isEmpty() && isDisplay(function))
        drivers << ours;
    if (!drivers.contains(generic))
        drivers << generic;
    return drivers;
}

QStringList fittingHostDrivers(const Function &function)
{
    QStringList drivers = function.moduleCandidates;
    const QString had = function.hostDriver ? function.hostDriver->driver : QString();
    if (had.isEmpty())
        return drivers;
    drivers.removeIf([&had](const QString &module) {
        return moduleOf(module) == moduleOf(had);
    });
    return QStringList{had} + drivers;
}

QString vfioDriverFor(const Snapshot &snapshot, const Function &function, const QString &named)
{
    if (!named.isEmpty() && fits(fittingVfioDrivers(function), named))
        return named;
    if (!function.vfioCandidates.isEmpty())
        return driverOf(function.vfioCandidates.first().module);
    return isDisplay(function) && snapshot.machine.vfioModules.contains(ours) ? ours : generic;
}

}
