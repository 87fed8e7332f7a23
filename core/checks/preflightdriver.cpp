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
QString aliasEvidence(const PreflightContext &context, QLatin1StringView kind, bool known, const QStringList &modules)
{
    const QString file = "/lib/modules/"_L1 + context.snapshot.machine.kernel + "/modules.alias"_L1;
    const QString modalias = context.gpu.modalias.isEmpty() ? attributePath(context.gpu, u"modalias"_s) : context.gpu.modalias;
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
    return i18nc("@info", "Choose one of these drivers, or omit the driver to let Turnout or the kernel choose.");
}

Findings vfioDriverFit(const PreflightContext &context, const QString &driver)
{
    const QStringList fitting = fittingVfioDrivers(context.gpu);
    if (fits(fitting, driver))
        return {};
    const bool known = !context.gpu.vfioCandidates.isEmpty();
    return {blocker(u"driver-mismatch"_s,
                    context.gpu,
                    known ? i18nc("@info %1 is a PCI address and name, %2 a driver, %3 a list of drivers",
                                  "The driver %2 does not match %1. Matching drivers: %3.",
                                  nameWithAddress(context.gpu),
                                  driver,
                                  listed(fitting))
                          : i18nc("@info %1 is a PCI address and name, %2 a driver, %3 a list of drivers",
                                  "Turnout cannot tell whether the driver %2 matches %1, because the kernel lists no VFIO driver for it. Drivers known to be safe: %3.",
                                  nameWithAddress(context.gpu),
                                  driver,
                                  listed(fitting)),
                    aliasEvidence(context, "vfio_pci"_L1, known, fitting),
                    remedy())};
}

Findings hostDriverFit(const PreflightContext &context, const QString &driver)
{
    const QStringList fitting = fittingHostDrivers(context.gpu);
    if (fits(fitting, driver))
        return {};
    const bool known = !context.gpu.moduleCandidates.isEmpty();
    const QString device = nameWithAddress(context.gpu);
    QString text;
    if (known)
        text = i18nc("@info %1 is a PCI address and name, %2 a driver, %3 a list of drivers",
                     "The driver %2 does not match %1, and the host did not use it before. Matching drivers: %3.",
                     device,
                     driver,
                     listed(fitting));
    else if (!fitting.isEmpty())
        text = i18nc("@info %1 is a PCI address and name, %2 and %3 are drivers",
                     "Turnout cannot tell whether the driver %2 matches %1, because the kernel lists no driver for it. The host used %3 before.",
                     device,
                     driver,
                     listed(fitting));
    else
        text = i18nc("@info %1 is a PCI address and name, %2 a driver",
                     "Turnout cannot tell whether the driver %2 matches %1. It is unknown which drivers match and which one the host used before.",
                     device,
                     driver);
    return {blocker(u"driver-mismatch"_s,
                    context.gpu,
                    text,
                    aliasEvidence(context, "pci"_L1, known, context.gpu.moduleCandidates),
                    fitting.isEmpty() ? i18nc("@info", "Omit the driver: the kernel then chooses one that matches.") : remedy())};
}
}

/// driver_override binds a function to any driver, and a driver bound to a foreign device may write to registers that do
/// not exist.
Findings driverFitFindings(const PreflightContext &context, const Goal &goal)
{
    if (goal.driver.isEmpty())
        return {};
    return goal.verb == Verb::Release ? hostDriverFit(context, goal.driver) : vfioDriverFit(context, goal.driver);
}

}
