// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "replies.h"

#include "core/listed.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace helper
{

core::Reply reply(const core::Request &request, core::Outcome outcome, const core::Error &error)
{
    return {.nonce = request.nonce, .outcome = outcome, .error = error, .plan = {}, .report = {}};
}

core::Error refusal(const core::Plan &plan)
{
    const QList<core::Finding> blockers = core::blockersLeft(plan);
    if (blockers.isEmpty())
        return {i18nc("@info", "The helper does not do this."), {}, {}};
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
    constexpr qsizetype told = 5;
    return i18nc("@info %1 is a list of processes", "The device is open in %1.", core::listed(names, told));
}

QString takesLong(bool held)
{
    return held ? i18nc("@info", "This takes longer than it should: somebody holds the device. The kernel is given half a minute.")
                : i18nc("@info", "This takes longer than it should. The kernel is given half a minute.");
}

core::Error anotherPlan()
{
    return {i18nc("@info", "Nothing was done, because what would be done now is not what was shown."),
            i18nc("@info", "The machine changed since, or the application and its helper see it differently."),
            i18nc("@info", "Look at the plan again and confirm it.")};
}

std::optional<core::Reply> objection(const core::Request &request, const core::Plan &plan)
{
    std::optional<core::Reply> made;
    if (plan.refused)
        made = reply(request, core::Outcome::Refused, refusal(plan));
    else if (plan.fingerprint != request.fingerprint)
        made = reply(request, core::Outcome::Changed, anotherPlan());
    if (made)
        made->plan = plan;
    return made;
}

}
