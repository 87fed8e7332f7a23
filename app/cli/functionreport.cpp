// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "functionreport.h"

#include "app/model/functionfacts.h"
#include "app/text/devicetext.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <algorithm>

namespace app::cli
{

QString driverField(const core::Function &function)
{
    return readingText(function.driver, driverText(function), [](const QString &name) {
        return name;
    });
}

QString memberText(const core::Function &function)
{
    return core::isBridge(function) ? i18nc("@info:shell", "%1 (bridge)", core::displayName(function))
                                    : i18nc("@info:shell name: driver", "%1: %2", core::displayName(function), driverText(function));
}

void addMember(TextReport &report, const core::Function &function, int indent)
{
    report.hanging(indent,
                   function.address.toShortString(),
                   core::isGpu(function) ? Tone::Strong : Tone::Plain,
                   indent + addressColumns,
                   memberText(function),
                   Tone::Plain);
}

void addFacts(TextReport &report, const core::Snapshot &snapshot, const core::Function &function)
{
    constexpr int indent = 2;
    const QList<FactSection> sections = functionFacts(snapshot, function);
    int labelColumns = 0;
    for (const FactSection &section : sections) {
        for (const FunctionFact &fact : section.facts)
            labelColumns = std::max(labelColumns, columns(fact.label));
    }
    for (const FactSection &section : sections) {
        if (&section != &sections.first())
            report.blank();
        report.heading(section.title);
        for (const FunctionFact &fact : section.facts)
            report.hanging(indent, fact.label, Tone::Dim, indent + labelColumns + 2, fact.text, Tone::Plain);
    }
}

QString noGpuText()
{
    return i18nc("@info:shell", "This machine has no GPU (no PCI function of the display class).");
}

}
