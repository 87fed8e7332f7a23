// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "findingreport.h"
#include "functionreport.h"
#include "json.h"
#include "source.h"
#include "verbs.h"

#include "app/text/devicetext.h"
#include "app/text/format.h"
#include "core/iommu/assignedtogether.h"
#include "core/iommu/grouping.h"

#include <KLocalizedString>
#include <QJsonArray>

#include <algorithm>

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
    QJsonObject object{{u"groups"_s, groups}};
    if (!groups.isEmpty())
        return object;
    QJsonArray expected;
    for (const core::ExpectedGroup &group : core::expectedGroups(snapshot))
        expected.append(expectedGroupToJson(snapshot, group));
    object.insert(u"expectedGroups"_s, expected);
    return object;
}

/// Whether the group keeps the GPU from VMs.
void addViability(TextReport &report, const core::Snapshot &snapshot, const core::Group &group, const core::Function &gpu)
{
    const QList<const core::Function *> inUse = core::groupBlockers(snapshot, group, gpu.address);
    const QString address = gpu.address.toShortString();
    const core::Verdict verdict = inUse.isEmpty() ? core::Verdict::Ready : core::Verdict::Blocked;
    const QString text = inUse.isEmpty() ? i18nc("@info:shell", "Viable: no other device in this group blocks %1.", address)
                                         : i18nc("@info:shell %1 is the GPU, %2 a list of addresses",
                                                 "Not viable: %1 cannot be assigned to VMs while the host uses %2.",
                                                 address,
                                                 addressesText(addressesOf(inUse)));
    report.hanging(2, verdictSign(verdict, report.terminal()), tone(verdict), 4, text, Tone::Plain);
}

/// VFIO gives a group to one VM at a time.
void addPartners(TextReport &report, const core::Snapshot &snapshot, const core::Group &group)
{
    const QList<const core::Function *> gpus = gpusOf(snapshot, group);
    const bool areApart = std::ranges::any_of(gpus, [&](const core::Function *gpu) {
        return !core::partnerGpus(snapshot, core::assignedTogetherWith(snapshot, *gpu)).isEmpty();
    });
    if (areApart)
        report.hanging(2,
                       verdictSign(core::Verdict::Caution, report.terminal()),
                       tone(core::Verdict::Caution),
                       4,
                       i18nc("@info:shell %1 is a list of addresses",
                             "Only together: while one of %1 is in a VM, the others can go to that VM only.",
                             addressesText(addressesOf(gpus))),
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

QString headingOf(const core::Snapshot &snapshot, const core::Group &group)
{
    const qsizetype gpus = gpusOf(snapshot, group).size();
    const QString id = QString::number(core::number(group.id));
    return gpus == 0 ? groupText(group.id) : i18ncp("@title:shell %2 is the group's number", "Group %2 · GPU", "Group %2 · %1 GPUs", gpus, id);
}

/// `certain`: no other function can join the group.
void addGroup(TextReport &report, const core::Snapshot &snapshot, const core::Group &group, const QString &heading, bool certain = true)
{
    report.heading(heading);
    for (const core::PciAddress &member : group.members) {
        if (const core::Function *function = snapshot.function(member))
            addMember(report, *function, 2);
    }
    for (const core::Function *gpu : gpusOf(snapshot, group)) {
        if (certain || !core::groupBlockers(snapshot, group, gpu->address).isEmpty())
            addViability(report, snapshot, group, *gpu);
    }
    addPartners(report, snapshot, group);
    if (!certain)
        report.paragraph(i18nc("@info:shell", "Other functions may join this group: not every configuration space could be read."), 2, Tone::Dim);
    addReasons(report, core::sharedBecause(snapshot, group));
    report.blank();
}

/// A group with one member takes one line.
void addSingle(TextReport &report, const core::Snapshot &snapshot, const core::Group &group)
{
    constexpr int idColumns = 6;
    const core::Function *function = snapshot.function(group.members.first());
    const QString lead = QString::number(core::number(group.id)).rightJustified(idColumns - 2) + u"  "_s + group.members.first().toShortString();
    report.hanging(0, lead, Tone::Plain, idColumns + addressColumns, function ? memberText(*function) : QString(), Tone::Plain);
}

/// Groups with a GPU first, then those with several members.
void addGroups(TextReport &report, const core::Snapshot &snapshot)
{
    QList<const core::Group *> shared;
    QList<const core::Group *> single;
    for (const core::Group &group : snapshot.groups) {
        if (!gpusOf(snapshot, group).isEmpty())
            addGroup(report, snapshot, group, headingOf(snapshot, group));
        else
            (group.members.size() == 1 ? single : shared).append(&group);
    }
    for (const core::Group *group : std::as_const(shared))
        addGroup(report, snapshot, *group, headingOf(snapshot, *group));
    if (!single.isEmpty())
        report.heading(i18nc("@title:shell", "Groups with a single member"));
    for (const core::Group *group : std::as_const(single))
        addSingle(report, snapshot, *group);
}

QString expectedHeading(const core::ExpectedGroup &group, qsizetype gpus)
{
    if (gpus == 0)
        return group.certain ? i18nc("@title:shell", "Expected group") : i18nc("@title:shell", "Expected group · not certain");
    return group.certain ? i18ncp("@title:shell", "Expected group · GPU", "Expected group · %1 GPUs", gpus)
                         : i18ncp("@title:shell", "Expected group · GPU · not certain", "Expected group · %1 GPUs · not certain", gpus);
}

/// While the IOMMU is off: the groups that turning it on would form.
void addExpectedGroups(TextReport &report, const core::Snapshot &snapshot)
{
    int singles = 0;
    const auto add = [&](bool withGpu) {
        for (const core::ExpectedGroup &expected : core::expectedGroups(snapshot)) {
            const core::Group group{.id = {}, .type = {}, .members = expected.members, .reservedRegions = {}};
            const qsizetype gpus = gpusOf(snapshot, group).size();
            if ((gpus > 0) != withGpu)
                continue;
            if (!withGpu && group.members.size() == 1)
                ++singles;
            else
                addGroup(report, snapshot, group, expectedHeading(expected, gpus), expected.certain);
        }
    };
    add(true);
    add(false);
    if (singles > 0)
        report.paragraph(i18ncp("@info:shell", "Another expected group has a single member.", "%1 other expected groups have a single member.", singles));
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
                               "This machine has no IOMMU groups because its IOMMU is off or missing. Without it, no device can be "
                               "assigned to VMs. To see what to change, run: %1",
                               "turnout doctor"_L1 + sourceOptions(call)));
    if (snapshot->groups.empty() && !snapshot->functions.empty()) {
        report.blank();
        report.paragraph(i18nc("@info:shell", "By the kernel's rules, turning on the IOMMU would form these groups:"));
        report.blank();
        addExpectedGroups(report, *snapshot);
    } else {
        addGroups(report, *snapshot);
    }
    return print(report.bytes());
}

}
