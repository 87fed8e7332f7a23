// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/operation/driverchoice.h"
#include "core/listed.h"
#include "preflightchecks.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
QString aliasEvidence(const PreflightCase &of, QLatin1StringView kind, bool known, const QStringList &modules)
{
    const QString file = "/lib/modules/"_L1 + of.snapshot.machine.kernel + "/modules.alias"_L1;
    const QString modalias = of.gpu.modalias.isEmpty() ? attributePath(of.gpu, u"modalias"_s) : of.gpu.modalias;
    if (!known)
        return i18nc("@info %1 is a path, %2 the kind of alias, %3 the alias of a device", "%1: no “%2:” alias for %3", file, kind, modalias);
    return i18nc("@info %1 is a path, %2 the kind of alias, %3 the alias of a device, %4 a list of drivers",
                 "%1: “%2:” aliases for %3: %4",
                 file,
                 kind,
                 modalias,
                 listed(modules));
}

QString remedy()
{
    return i18nc("@info", "Choose one of these, or none: then Turnout or the kernel takes the one that is made for it.");
}

Findings vfioDriverFit(const PreflightCase &of, const QString &driver)
{
    const QStringList fitting = fittingVfioDrivers(of.gpu);
    if (fits(fitting, driver))
        return {};
    const bool known = !of.gpu.vfioCandidates.isEmpty();
    return {blocker(u"driver-does-not-fit"_s,
                    of.gpu,
                    known ? i18nc("@info %1 is a PCI address and name, %2 a driver, %3 a list of drivers",
                                  "%1 cannot be given to the driver %2, which is made for other devices. Those for this one are: %3.",
                                  nameWithAddress(of.gpu),
                                  driver,
                                  listed(fitting))
                          : i18nc("@info %1 is a PCI address and name, %2 a driver, %3 a list of drivers",
                                  "%1 cannot be given to the driver %2: which VFIO drivers are made for it is not known, so only these are sure: %3.",
                                  nameWithAddress(of.gpu),
                                  driver,
                                  listed(fitting)),
                    aliasEvidence(of, "vfio_pci"_L1, known, fitting),
                    remedy())};
}

Findings hostDriverFit(const PreflightCase &of, const QString &driver)
{
    const QStringList fitting = fittingHostDrivers(of.gpu);
    if (fits(fitting, driver))
        return {};
    const bool known = !of.gpu.moduleCandidates.isEmpty();
    const QString device = nameWithAddress(of.gpu);
    QString text;
    if (known)
        text = i18nc("@info %1 is a PCI address and name, %2 a driver, %3 a list of drivers",
                     "%1 cannot be given to the driver %2: the host did not have it with that, and it is made for other devices. Those for this one are: %3.",
                     device,
                     driver,
                     listed(fitting));
    else if (!fitting.isEmpty())
        text = i18nc("@info %1 is a PCI address and name, %2 and %3 are drivers",
                     "%1 cannot be given to the driver %2: which drivers are made for it is not known, so only the one that the host had is sure: %3.",
                     device,
                     driver,
                     listed(fitting));
    else
        text = i18nc("@info %1 is a PCI address and name, %2 a driver",
                     "%1 cannot be given to the driver %2: which drivers are made for it is not known, nor which one the host had.",
                     device,
                     driver);
    return {blocker(u"driver-does-not-fit"_s,
                    of.gpu,
                    text,
                    aliasEvidence(of, "pci"_L1, known, of.gpu.moduleCandidates),
                    fitting.isEmpty() ? i18nc("@info", "Choose none: the kernel then takes the one that is made for it.") : remedy())};
}
}

/// driver_override hands a function to any driver, whatever that is made for, and a driver that takes a foreign device may
/// write to registers that are not there.
Findings driverFitFindings(const PreflightCase &of, const Goal &goal)
{
    if (goal.driver.isEmpty())
        return {};
    return goal.verb == Verb::Release ? hostDriverFit(of, goal.driver) : vfioDriverFit(of, goal.driver);
}

}
