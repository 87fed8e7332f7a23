// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "lintrules.h"

#include "domainedit.h"

#include "core/iommu/assignedtogether.h"
#include "core/iommu/grouping.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
/// The functions of a card that the domain lacks, once for each card.
void lintMissing(LintDraft &draft)
{
    QList<PciAddress> done;
    for (const PassedFunction &passed : QList(draft.passed)) {
        if (!passed.function || staysWithHost(*passed.function) || done.contains(passed.source))
            continue;
        for (const Function *member : assignedTogetherWith(draft.host.snapshot, *passed.function)) {
            if (done.contains(member->address))
                continue;
            done += member->address;
            if (draft.isPassed(member->address))
                continue;
            HostdevOptions options;
            options.keepsLayout = false;
            const Result<Splice> fix = hostdevInsertion(draft.domain, {member}, options);
            draft.add(passed.hostdev,
                      {.id = u"missing-function"_s,
                       .severity = Severity::Caution,
                       .address = member->address,
                       .text = i18nc("@info %1 is a PCI address, %2 a device name",
                                     "%1 (%2) belongs to the same card but is not passed on. The host keeps using it, and a reset for the VM affects it.",
                                     member->address.toString(),
                                     displayName(*member)),
                       .evidence = {},
                       .remedy = i18nc("@info", "Add a <hostdev> for it.")},
                      fix ? QList<Splice>{*fix} : QList<Splice>());
        }
    }
}

void lintGroupBlockers(LintDraft &draft, const PassedFunction &passed, const Group &group)
{
    for (const Function *blocker : groupBlockers(draft.host.snapshot, group, passed.source)) {
        const bool isReported = std::ranges::any_of(draft.findings, [&](const DomainFinding &finding) {
            return finding.finding.id == "group-not-viable"_L1 && finding.finding.address == blocker->address;
        });
        if (isReported || draft.isPassed(blocker->address))
            continue;
        draft.add(passed.hostdev,
                  {.id = u"group-not-viable"_s,
                   .severity = Severity::Blocker,
                   .address = blocker->address,
                   .text = i18nc("@info %1 and %4 are PCI addresses, %2 a device name, %3 a driver",
                                 "%1 (%2) shares the IOMMU group of %4 and is bound to the host driver %3, so the VM cannot start.",
                                 blocker->address.toString(),
                                 displayName(*blocker),
                                 *blocker->driver,
                                 passed.source.toString()),
                   .evidence = {},
                   .remedy = i18nc("@info", "Run “turnout groups” for the reason and a slot that separates them, or pass it on as well.")});
    }
}

/// The kernel assigns a group to one VM only (drivers/vfio/group.c).
void lintPartners(LintDraft &draft, const PassedFunction &passed, const Group &group)
{
    for (const PciAddress &member : group.members) {
        if (draft.isPassed(member))
            continue;
        for (const OtherDomain &other : draft.host.others) {
            if (!other.sources.contains(member))
                continue;
            draft.add(passed.hostdev,
                      {.id = u"group-in-other-domain"_s,
                       .severity = other.isRunning ? Severity::Blocker : Severity::Caution,
                       .address = member,
                       .text = i18nc("@info %1 and %3 are PCI addresses, %2 the name of a VM",
                                     "%1, which shares the IOMMU group of %3, is in the VM “%2”. Only one of the two VMs can run.",
                                     member.toString(),
                                     other.name,
                                     passed.source.toString()),
                       .evidence = {},
                       .remedy = i18nc("@info", "Pass all devices of the group on to the same VM.")});
        }
    }
}
}

void lintGroups(LintDraft &draft)
{
    lintMissing(draft);
    for (const PassedFunction &passed : QList(draft.passed)) {
        const Group *group = passed.function && passed.function->group ? draft.host.snapshot.group(*passed.function->group) : nullptr;
        if (!group)
            continue;
        lintGroupBlockers(draft, passed, *group);
        lintPartners(draft, passed, *group);
    }
}

}
