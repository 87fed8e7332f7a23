// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "virtualfunctionreport.h"

#include "findingreport.h"
#include "functionreport.h"

#include "app/text/devicetext.h"
#include "core/checks/preflight.h"
#include "core/pci/topology.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
/// Virtual functions that follow each other in the same state.
struct Run {
    QList<const core::Function *> functions;
    QString driver;
    core::Verdict verdict = core::Verdict::Ready;
    QString decisive; ///< the text of the worst finding; empty: it is ready
};

Run runOf(const core::Snapshot &snapshot, const core::Function &function)
{
    const QList<core::Finding> findings = core::preflight(snapshot, function.address);
    const core::Verdict verdict = core::verdict(findings);
    // Findings name the function, so that of a single one is quoted only.
    return {.functions = {&function},
            .driver = driverField(function),
            .verdict = verdict,
            .decisive = verdict == core::Verdict::Ready ? QString() : findings.first().text};
}

bool areAlike(const Run &one, const Run &other)
{
    return one.driver == other.driver && one.verdict == other.verdict && one.verdict != core::Verdict::Blocked;
}

QString rangeText(const core::Snapshot &snapshot, const Run &run)
{
    const core::Function &first = *run.functions.first();
    const core::Function &last = *run.functions.last();
    const int number = core::virtualFunctionNumber(snapshot, first);
    if (&first == &last)
        return i18nc("@info:shell number of a virtual function, its address, its IOMMU group, its driver",
                     "VF %1 (%2), group %3, driver %4",
                     number,
                     first.address.toShortString(),
                     first.group ? QString::number(core::number(*first.group)) : i18nc("@info IOMMU group", "none"),
                     run.driver);
    return i18nc("@info:shell numbers of virtual functions, their addresses, their driver",
                 "VF %1 to %2 (%3 to %4), driver %5",
                 number,
                 core::virtualFunctionNumber(snapshot, last),
                 first.address.toShortString(),
                 last.address.toShortString(),
                 run.driver);
}
}

void addVirtualFunctions(TextReport &report, const core::Snapshot &snapshot, const core::Function &gpu)
{
    QList<Run> runs;
    for (const core::Function *function : core::virtualFunctionsOf(snapshot, gpu)) {
        const Run next = runOf(snapshot, *function);
        if (!runs.isEmpty() && areAlike(runs.last(), next))
            runs.last().functions += next.functions;
        else
            runs.append(next);
    }
    for (const Run &run : std::as_const(runs)) {
        const bool isFirst = &run == &runs.first();
        report.field(isFirst ? i18nc("@label:shell virtual functions of a GPU", "VFs") : QString(),
                     rangeText(snapshot, run) + u": "_s + verdictLabel(run.verdict, report.terminal()),
                     tone(run.verdict));
        if (run.functions.size() == 1 && !run.decisive.isEmpty())
            report.field({}, run.decisive, Tone::Dim);
    }
}

}
