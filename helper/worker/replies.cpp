// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "replies.h"

#include "core/listed.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
core::Error planChanged()
{
    return {i18nc("@info", "Nothing was changed, because the plan now differs from the one you confirmed."),
            i18nc("@info", "The machine changed in the meantime, or the application and its helper see it differently."),
            i18nc("@info", "Review the plan and confirm it again.")};
}
}

core::Reply reply(const core::Request &request, core::Outcome outcome, const core::Error &error)
{
    return {.nonce = request.nonce, .outcome = outcome, .error = error, .plan = {}, .report = {}};
}

core::Error refusal(const core::Plan &plan)
{
    const QList<core::Finding> blockers = core::blockersLeft(plan);
    if (blockers.isEmpty())
        return {i18nc("@info", "The helper refuses this request."), {}, {}};
    return {blockers.first().text, blockers.first().evidence, blockers.first().remedy};
}

QStringList holderNames(const core::Snapshot &snapshot, const QList<core::PciAddress> &functions)
{
    QStringList names;
    for (const core::PciAddress &address : functions) {
        const core::Function *function = snapshot.function(address);
        if (!function || !function->holders)
            continue;
        for (const core::Holder &holder : function->holders->processes)
            names += i18nc("@item a process: %1 is its name, %2 its number, %3 a device node",
                           "%1 (process %2, %3)",
                           core::shortName(holder.command),
                           QString::number(holder.pid),
                           core::shortName(holder.node));
    }
    names.removeDuplicates();
    return names;
}

QString openIn(const QStringList &names)
{
    constexpr qsizetype shown = 5;
    return i18nc("@info %1 is a list of processes", "The device is open in %1.", core::listed(names, shown));
}

QString slowCallText(bool inUse)
{
    return inUse ? i18nc("@info", "This takes longer than usual because a program uses the device. Turnout waits up to 30 seconds for the kernel.")
                 : i18nc("@info", "This takes longer than usual. Turnout waits up to 30 seconds for the kernel.");
}

std::optional<core::Reply> objection(const core::Request &request, const core::Plan &plan)
{
    std::optional<core::Reply> made;
    if (plan.refused)
        made = reply(request, core::Outcome::Refused, refusal(plan));
    else if (plan.fingerprint != request.fingerprint)
        made = reply(request, core::Outcome::Changed, planChanged());
    if (made)
        made->plan = plan;
    return made;
}

}
