// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "json.h"
#include "source.h"
#include "verbs.h"
#include "app/text/clitext.h"

#include "core/iommu/grouping.h"

#include <KLocalizedString>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
QJsonObject toJson(const core::Snapshot &snapshot)
{
    QJsonArray groups;
    for (const core::Group &group : snapshot.groups)
        groups.append(groupToJson(snapshot, group));
    return {{u"groups"_s, groups}};
}

/// What the group means for the GPU in it.
void addViability(TextReport &report, const core::Snapshot &snapshot, const core::Group &group, const core::Function &gpu)
{
    const QList<const core::Function *> inUse = core::groupBlockers(snapshot, group, gpu.address);
    const QString address = gpu.address.toShortString();
    if (inUse.isEmpty())
        report.hanging(2,
                       verdictText(core::Verdict::Ready, report.terminal()).section(u' ', 0, 0),
                       Tone::Good,
                       4,
                       i18nc("@info:shell", "Viable: nothing else in this group keeps %1 from a VM.", address),
                       Tone::Plain);
    else
        report.hanging(2,
                       verdictText(core::Verdict::Blocked, report.terminal()).section(u' ', 0, 0),
                       Tone::Bad,
                       4,
                       i18ncp("@info:shell %2 is the GPU, %3 a list of addresses",
                              "Not viable: %2 cannot go to a VM while the host uses %3, which would have to go with it.",
                              "Not viable: %2 cannot go to a VM while the host uses %3, which would have to go with it.",
                              inUse.size(),
                              address,
                              addressesText(addressesOf(inUse))),
                       Tone::Plain);
}

void addReasons(TextReport &report, const QList<core::ShareReason> &reasons)
{
    if (reasons.isEmpty())
        return;
    report.paragraph(i18nc("@info:shell why an IOMMU group has several members", "Shared because"), 2, Tone::Dim);
    for (const core::ShareReason &reason : reasons) {
        report.hanging(4, report.bullet(), Tone::Plain, 6, reason.text, Tone::Plain);
        if (!reason.remedy.isEmpty())
            report.paragraph(reason.remedy, 6);
    }
}

void addGroup(TextReport &report, const core::Snapshot &snapshot, const core::Group &group)
{
    const QList<const core::Function *> gpus = gpusOf(snapshot, group);
    const QString id = QString::number(core::number(group.id));
    report.heading(gpus.isEmpty() ? i18nc("@title:shell", "Group %1", id)
                                  : i18ncp("@title:shell %2 is the group's number", "Group %2 · GPU", "Group %2 · %1 GPUs", gpus.size(), id));
    for (const core::PciAddress &member : group.members) {
        if (const core::Function *function = snapshot.function(member))
            addMember(report, *function, 2);
    }
    for (const core::Function *gpu : gpus)
        addViability(report, snapshot, group, *gpu);
    addReasons(report, core::sharedBecause(snapshot, group));
    report.blank();
}

/// A group of one has nothing to explain: one line.
void addSingle(TextReport &report, const core::Snapshot &snapshot, const core::Group &group)
{
    constexpr int idColumns = 6;
    const core::Function *function = snapshot.function(group.members.first());
    const QString lead = QString::number(core::number(group.id)).rightJustified(idColumns - 2) + u"  "_s + group.members.first().toShortString();
    report.hanging(0, lead, Tone::Plain, idColumns + addressColumns, function ? memberText(*function) : QString(), Tone::Plain);
}

/// Groups with a GPU first, as they are what people come for; then those that hold several functions.
void addGroups(TextReport &report, const core::Snapshot &snapshot)
{
    QList<const core::Group *> shared;
    QList<const core::Group *> single;
    for (const core::Group &group : snapshot.groups) {
        if (!gpusOf(snapshot, group).isEmpty())
            addGroup(report, snapshot, group);
        else
            (group.members.size() == 1 ? single : shared).append(&group);
    }
    for (const core::Group *group : std::as_const(shared))
        addGroup(report, snapshot, *group);
    if (!single.isEmpty())
        report.heading(i18nc("@title:shell", "Groups with a single member"));
    for (const core::Group *group : std::as_const(single))
        addSingle(report, snapshot, *group);
}
}

ExitCode runGroups(const Invocation &call)
{
    const core::Result<core::Snapshot> snapshot = read(call, Holders::Skip);
    if (!snapshot)
        return fail(snapshot.error());
    if (call.json)
        return print(toJson(*snapshot));

    TextReport report(call.terminal);
    if (snapshot->groups.empty())
        report.paragraph(i18nc("@info:shell",
                               "This machine has no IOMMU groups: its IOMMU is missing or switched off, and without it "
                               "no device can be given to a VM. What to change: turnout doctor"));
    addGroups(report, *snapshot);
    return print(report.bytes());
}

}
