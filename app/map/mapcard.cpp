// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "mapcard.h"

#include "app/text/devicetext.h"
#include "core/iommu/grouping.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace app
{

namespace
{
/// More would make a card a list; the details pane shows all.
constexpr qsizetype maximumBadges = 4;

QString groupBadgeText(const core::Snapshot &snapshot, const core::Function &gpu)
{
    const core::Group *group = gpu.group ? snapshot.group(*gpu.group) : nullptr;
    const QList<const core::Function *> groupBlockers = group ? core::groupBlockers(snapshot, *group, gpu.address) : QList<const core::Function *>();
    if (groupBlockers.isEmpty())
        return i18nc("@info:status on a GPU card", "Shares its group");
    const QString first = kindText(*groupBlockers.first());
    if (groupBlockers.size() == 1)
        return i18nc("@info:status on a GPU card, %1 is like 'SATA controller'", "Shares its group: %1", first);
    return i18ncp("@info:status on a GPU card, %2 is like 'SATA controller'",
                  "Shares its group: %2 and %1 other",
                  "Shares its group: %2 and %1 others",
                  groupBlockers.size() - 1,
                  first);
}

/// The badge of a finding with a drawing of its own; none: the finding is shown with its severity.
std::optional<Badge> knownBadge(const core::Finding &finding, const core::Snapshot &snapshot, const core::Function &gpu)
{
    const auto badge = [&](Glyph icon, const QString &text) {
        return Badge{icon, finding.severity, text};
    };
    const QString &id = finding.id;
    if (id == "display-in-use"_L1)
        return badge(Glyph::Screen, i18nc("@info:status on a GPU card", "Drives your displays"));
    if (id == "stuck-in-kernel"_L1)
        return badge(Glyph::Stop, i18nc("@info:status on a GPU card", "Interrupted operation"));
    if (id == "not-responding"_L1)
        return badge(Glyph::Stop, i18nc("@info:status on a GPU card", "Does not respond"));
    if (id == "xen-control-domain"_L1)
        return badge(Glyph::Stop, i18nc("@info:status on a GPU card", "Xen assigns devices here"));
    if (id == "iommu-without-pci"_L1)
        return badge(Glyph::Stop, i18nc("@info:status on a GPU card", "The IOMMU covers no PCI device"));
    if (id == "behind-vmd"_L1)
        return badge(Glyph::Group, i18nc("@info:status on a GPU card", "Behind Intel VMD"));
    if (id == "last-gpu"_L1)
        return badge(Glyph::Warning, i18nc("@info:status on a GPU card", "The only GPU of the host"));
    if (id == "group-not-viable"_L1)
        return badge(Glyph::Group, groupBadgeText(snapshot, gpu));
    if (id == "held-by-process"_L1)
        return badge(Glyph::Program, i18nc("@info:status on a GPU card", "In use by a program"));
    if (id == "no-reset"_L1)
        return badge(Glyph::Reset, i18nc("@info:status on a GPU card", "Cannot be reset"));
    if (id == "reset-bug"_L1 || id == "reset-module-ineffective"_L1)
        return badge(Glyph::Reset, i18nc("@info:status on a GPU card", "Known reset bug"));
    if (id == "kernel-trouble"_L1)
        return badge(Glyph::Warning, i18nc("@info:status on a GPU card", "Known kernel trouble"));
    if (id == "bars-exceed-guest-window"_L1)
        return badge(Glyph::Warning, i18nc("@info:status on a GPU card", "BARs too large for VMs"));
    if (id == "identical-ids"_L1)
        return badge(Glyph::Twins, i18nc("@info:status on a GPU card", "Another GPU has the same IDs"));
    if (id == "assigned-together"_L1)
        return badge(Glyph::Group, i18nc("@info:status on a GPU card", "Other devices are assigned too"));
    if (id == "system-disk"_L1)
        return badge(Glyph::Disk, i18nc("@info:status on a GPU card", "The system's disk is assigned too"));
    if (id == "storage-mounted"_L1)
        return badge(Glyph::Disk, i18nc("@info:status on a GPU card", "A disk in use is assigned too"));
    if (id == "network-in-use"_L1)
        return badge(Glyph::Network, i18nc("@info:status on a GPU card", "A network in use is assigned too"));
    if (id == "input-in-use"_L1)
        return badge(Glyph::Input, i18nc("@info:status on a GPU card", "Keyboard or mouse is assigned too"));
    if (id == "iommu-off"_L1)
        return badge(Glyph::Stop, i18nc("@info:status on a GPU card", "The IOMMU is off"));
    if (id == "unsigned-module"_L1)
        return badge(Glyph::Lock, i18nc("@info:status on a GPU card", "Module is not signed"));
    if (id == "unknown-needs-permission"_L1)
        return badge(Glyph::Lock, i18nc("@info:status on a GPU card", "Some values could not be read"));
    return std::nullopt;
}

Glyph severityIcon(core::Severity severity)
{
    return severity == core::Severity::Blocker ? Glyph::Stop : Glyph::Warning;
}

/// The state of the GPU, which is true beside any finding.
QList<Badge> stateBadges(const core::Function &gpu, core::Verdict verdict)
{
    QList<Badge> badges;
    if (gpu.bootVga.valueOr(false))
        badges.push_back({Glyph::Screen, core::Severity::Note, i18nc("@info:status on a GPU card", "Boot display")});
    // With the verdict Ready, the verdict says so.
    if (core::isOnVfio(gpu) && verdict != core::Verdict::Ready)
        badges.push_back({Glyph::Guest, core::Severity::Note, i18nc("@info:status on a GPU card", "Assigned to VMs")});
    if (core::isSuspended(gpu)) {
        const QString state = gpu.powerState.valueOr(QString());
        badges.push_back({Glyph::Moon,
                          core::Severity::Note,
                          state.startsWith("D3"_L1) ? i18nc("@info:status on a GPU card, %1 is D3hot or D3cold", "Suspended (%1)", state)
                                                    : i18nc("@info:status on a GPU card", "Suspended")});
    }
    if (!gpu.driver && gpu.driver.why() == core::Unread::Absent)
        badges.push_back({Glyph::Hollow, core::Severity::Note, i18nc("@info:status on a GPU card", "No driver")});
    return badges;
}
}

Card makeCard(const core::Snapshot &snapshot, const core::Function &gpu, const Annotations &annotations)
{
    const QList<core::Finding> findings = annotations.findings.value(gpu.address);
    Card card;
    card.verdict = core::verdict(findings);
    for (const core::Finding &finding : findings) {
        if (finding.severity == core::Severity::Note || finding.id == "suspended"_L1)
            continue;
        const Badge badge = knownBadge(finding, snapshot, gpu).value_or(Badge{severityIcon(finding.severity), finding.severity, finding.text});
        if (!card.badges.contains(badge))
            card.badges.push_back(badge);
    }
    std::ranges::stable_sort(card.badges, std::ranges::greater(), &Badge::severity);
    QList<Badge> states = stateBadges(gpu, card.verdict);
    if (const auto boot = annotations.bootNotes.constFind(gpu.address); boot != annotations.bootNotes.cend())
        states.prepend({Glyph::Boot, boot->unmet ? core::Severity::Caution : core::Severity::Note, boot->text});
    const qsizetype room = std::max<qsizetype>(0, maximumBadges - states.size());
    if (card.badges.size() > room) {
        const qsizetype hidden = card.badges.size() - room + 1;
        card.badges.resize(room - 1);
        card.badges.push_back(
            {Glyph::Warning, core::Severity::Caution, i18ncp("@info:status on a GPU card", "%1 more finding", "%1 more findings", hidden)});
    }
    card.badges += states;
    return card;
}

}
