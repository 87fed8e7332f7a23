// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "kerneltrouble.h"
#include "preflightchecks.h"

#include "core/pci/pciclass.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
QString symptom(KernelTrouble::Symptom symptom, const QString &kernel)
{
    switch (symptom) {
    case KernelTrouble::Symptom::Reset:
        return i18nc("@info %1 is a kernel release", "With the kernel %1, GPUs like this one are reported not to reset after a VM has used them.", kernel);
    case KernelTrouble::Symptom::CrashAtReturn:
        return i18nc("@info %1 is a kernel release", "With the kernel %1, the host is reported to crash when a GPU like this one returns to it.", kernel);
    case KernelTrouble::Symptom::StartRefused:
        return i18nc("@info %1 is a kernel release", "With the kernel %1, VMs with a function like this one are reported not to start (“Permission denied”).", kernel);
    }
    Q_UNREACHABLE_RETURN(QString());
}
}

Findings kernelFindings(const PreflightContext &context)
{
    const QString &kernel = context.snapshot.machine.kernel;
    Findings findings;
    for (const KernelTrouble &trouble : kernelTrouble()) {
        if (!concerns(trouble, kernel, context.gpu))
            continue;
        findings.append({.id = u"kernel-trouble"_s,
                         .severity = Severity::Caution,
                         .address = context.gpu.address,
                         .text = symptom(trouble.symptom, kernel),
                         .evidence = i18nc("@info %1 is a kernel release, %2 a URL", "/proc/sys/kernel/osrelease: %1; reported in %2", kernel, trouble.source),
                         .remedy = trouble.lastGood.isEmpty() ? i18nc("@info", "Boot another kernel, such as the long-term one of your distribution.")
                                                              : i18nc("@info %1 is a list of versions", "Boot another kernel. Reported to work: %1.", trouble.lastGood)});
    }
    return findings;
}

}
