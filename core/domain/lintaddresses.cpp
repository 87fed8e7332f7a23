// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "lintrules.h"

#include "core/iommu/grouping.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
struct Ids {
    quint16 vendor = 0;
    quint16 device = 0;
    bool fromRom = false;
};

/// The IDs of the card that was meant: from Turnout's comment, else from its ROM file.
std::optional<Ids> idsOf(const LintDraft &draft, const PassedFunction &passed)
{
    const qsizetype begin = beginOfComments(draft.text(), passed.hostdev);
    static const QRegularExpression pattern(u"\\bTurnout: ([0-9a-f:.]+) ([0-9a-f]{4}):([0-9a-f]{4}) "_s);
    const QString comments = draft.text().sliced(begin, passed.hostdev->startTag.begin - begin);
    if (const QRegularExpressionMatch match = pattern.match(comments); match.hasMatch())
        return Ids{match.captured(2).toUShort(nullptr, 16), match.captured(3).toUShort(nullptr, 16), false};
    const auto rom = draft.host.files.constFind(passed.hostdev.child(u"rom").attribute(u"file"));
    if (rom != draft.host.files.constEnd() && rom->romVendor && rom->romDevice)
        return Ids{*rom->romVendor, *rom->romDevice, true};
    return {};
}

/// The only function with these IDs that the domain does not have yet.
const Function *movedTo(const LintDraft &draft, const Ids &ids, quint8 function)
{
    const Function *found = nullptr;
    for (const Function &candidate : draft.host.snapshot.functions) {
        if (candidate.vendor != ids.vendor || candidate.device != ids.device || candidate.address.function != function || draft.isPassed(candidate.address))
            continue;
        if (found)
            return nullptr;
        found = &candidate;
    }
    return found;
}

QList<Splice> sourceFix(const LintDraft &draft, const PassedFunction &passed, const PciAddress &address)
{
    const XmlNode node = passed.hostdev.child(u"source").child(u"address");
    QList<Splice> fix;
    const auto set = [&](const QString &name, quint32 value, quint32 former, int digits) {
        if (value != former)
            fix += setAttribute(draft.text(), node, name, u"0x%1"_s.arg(value, digits, 16, QLatin1Char('0')));
    };
    set(u"domain"_s, address.domain, passed.source.domain, 4);
    set(u"bus"_s, address.bus, passed.source.bus, 2);
    set(u"slot"_s, address.device, passed.source.device, 2);
    set(u"function"_s, address.function, passed.source.function, 1);
    return fix;
}

Finding stale(const PassedFunction &passed, const QString &text, const Function *moved)
{
    return {.id = u"stale-address"_s,
            .severity = Severity::Blocker,
            .address = passed.source,
            .text = text,
            .evidence = {},
            .remedy = moved ? i18nc("@info %1 is a PCI address, %2 a device name", "Use %1, where %2 is now.", moved->address.toString(), displayName(*moved))
                            : i18nc("@info", "Look up the address with “turnout list”, and change it in the <source> element.")};
}

void lintStale(LintDraft &draft, const PassedFunction &passed)
{
    const std::optional<Ids> ids = idsOf(draft, passed);
    if (!passed.function) {
        const Function *moved = ids ? movedTo(draft, *ids, passed.source.function) : nullptr;
        draft.add(passed.hostdev,
                  stale(passed, i18nc("@info %1 is a PCI address", "This machine has no PCI function at %1.", passed.source.toString()), moved),
                  moved ? sourceFix(draft, passed, moved->address) : QList<Splice>());
        return;
    }
    const bool isAnother = ids && (passed.function->vendor != ids->vendor || passed.function->device != ids->device);
    if (!isAnother)
        return;
    const Function *moved = movedTo(draft, *ids, passed.source.function);
    if (!moved && ids->fromRom) // rather the ROM is another card's
        return;
    draft.add(passed.hostdev,
              stale(passed,
                    i18nc("@info %1 is a PCI address, %2 a device name",
                          "%1 is now %2, not the device that this VM is for.",
                          passed.source.toString(),
                          displayName(*passed.function)),
                    moved),
              moved ? sourceFix(draft, passed, moved->address) : QList<Splice>());
}

/// Addresses shift when cards are added, and then a VM takes whichever device has the address now.
void lintDisk(LintDraft &draft, const PassedFunction &passed)
{
    if (!passed.function)
        return;
    const QList<BlockDevice> &disks = passed.function->blockDevices;
    const auto used = std::ranges::find_if(disks, [](const BlockDevice &disk) {
        return disk.swap || !disk.mounts.valueOr({}).isEmpty();
    });
    if (used == disks.end())
        return;
    draft.add(passed.hostdev,
              {.id = u"host-disk"_s,
               .severity = Severity::Blocker,
               .address = passed.source,
               .text = i18nc("@info %1 is a PCI address, %2 the name of a disk",
                             "%1 has the disk %2, which the host uses. With managed='yes', the host loses it when the VM starts.",
                             passed.source.toString(),
                             used->name),
               .evidence = {},
               .remedy = i18nc("@info", "Check whether the address is still that of the device you mean: “turnout list” shows the GPUs.")});
}

void lintBridge(LintDraft &draft, const PassedFunction &passed)
{
    if (!passed.function || !staysWithHost(*passed.function))
        return;
    draft.add(
        passed.hostdev,
        {.id = u"bridge-passed-through"_s,
         .severity = Severity::Blocker,
         .address = passed.source,
         .text = i18nc("@info %1 is a PCI address", "%1 is a bridge, which stays with the host: libvirt refuses to pass it on.", passed.source.toString()),
         .evidence = {},
         .remedy = i18nc("@info", "Remove this <hostdev>; name the device behind the bridge instead.")},
        {removal(draft, passed.hostdev)});
}

/// Another <hostdev> of the same domain has the same source.
void lintTwice(LintDraft &draft, qsizetype index)
{
    const PassedFunction &passed = draft.passed[index];
    const bool isSecond = std::any_of(draft.passed.cbegin(), draft.passed.cbegin() + index, [&](const PassedFunction &other) {
        return other.source == passed.source;
    });
    if (isSecond)
        draft.add(passed.hostdev,
                  {.id = u"passed-through-twice"_s,
                   .severity = Severity::Blocker,
                   .address = passed.source,
                   .text = i18nc("@info %1 is a PCI address", "This VM has %1 twice, which libvirt refuses.", passed.source.toString()),
                   .evidence = {},
                   .remedy = i18nc("@info", "Remove one of the two <hostdev> elements.")},
                  {removal(draft, passed.hostdev)});
}

void lintOthers(LintDraft &draft, const PassedFunction &passed)
{
    for (const OtherDomain &other : draft.host.others) {
        if (!other.sources.contains(passed.source))
            continue;
        draft.add(
            passed.hostdev,
            {.id = u"claimed-by-other-domain"_s,
             .severity = other.isRunning ? Severity::Blocker : Severity::Caution,
             .address = passed.source,
             .text = other.isRunning ? i18nc("@info %1 is a PCI address, %2 the name of a VM",
                                             "The VM “%2” is running and uses %1, so this VM cannot start.",
                                             passed.source.toString(),
                                             other.name)
                                     : i18nc("@info %1 is a PCI address, %2 the name of a VM",
                                             "The VM “%2” has %1 as well; only one of the two can run.",
                                             passed.source.toString(),
                                             other.name),
             .evidence = {},
             .remedy = i18nc("@info %1 is the name of a VM", "Shut “%1” down before you start this VM, or remove the device from one of them.", other.name)});
    }
}
}

void lintAddresses(LintDraft &draft)
{
    for (qsizetype i = 0; i < draft.passed.size(); ++i) {
        lintStale(draft, draft.passed[i]);
        lintDisk(draft, draft.passed[i]);
        lintBridge(draft, draft.passed[i]);
        lintTwice(draft, i);
        lintOthers(draft, draft.passed[i]);
    }
}

}
