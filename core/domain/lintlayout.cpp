// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "lintrules.h"

#include "igdassignment.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
/// A guest address with the function left out.
PciAddress slotOf(PciAddress address)
{
    address.function = 0;
    return address;
}

bool isIgd(const PassedFunction &passed)
{
    return passed.function && igdAssignment(*passed.function, {}).isIgd;
}

/// libvirt chooses the address again, with a root port of its own.
Splice withoutAddress(const LintDraft &draft, const PassedFunction &passed)
{
    return removal(draft, passed.hostdev.child(u"address"));
}

/// libvirt, domain_addr.c: only function 0 of a slot can be hotplugged, and only if it is alone there.
void lintMultifunction(LintDraft &draft)
{
    QList<PciAddress> reported;
    for (const PassedFunction &passed : QList(draft.passed)) {
        if (!passed.guest || reported.contains(slotOf(*passed.guest)))
            continue;
        QList<Splice> fix;
        for (const PassedFunction &other : std::as_const(draft.passed)) {
            if (other.guest && slotOf(*other.guest) == slotOf(*passed.guest))
                fix += withoutAddress(draft, other);
        }
        if (fix.size() < 2)
            continue;
        reported += slotOf(*passed.guest);
        draft.add(passed.hostdev,
                  {.id = u"multifunction-fixed"_s,
                   .severity = Severity::Note,
                   .address = passed.source,
                   .text = i18nc("@info",
                                 "The GPU is one guest device with several functions. It can neither be attached to nor detached from the VM while it runs."),
                   .evidence = {},
                   .remedy = i18nc("@info", "Remove the <address> elements with type='pci'; libvirt then gives each function a root port of its own.")},
                  fix);
    }
}

void lintRootBus(LintDraft &draft)
{
    if (!isPcieMachine(draft.domain))
        return;
    for (const PassedFunction &passed : QList(draft.passed)) {
        if (!passed.guest || passed.guest->bus != 0 || passed.guest->domain != 0 || isIgd(passed))
            continue;
        draft.add(passed.hostdev,
                  {.id = u"on-root-bus"_s,
                   .severity = Severity::Caution,
                   .address = passed.source,
                   .text = i18nc("@info %1 is a PCI address",
                                 "%1 is on the guest's root bus. It cannot be detached while the VM runs, and drivers that need a PCI Express port may fail.",
                                 passed.source.toString()),
                   .evidence = {},
                   .remedy = i18nc("@info", "Remove its <address> with type='pci'; libvirt then gives it a root port.")},
                  {withoutAddress(draft, passed)});
    }
}

/// Only where libvirt has assigned every address; before that, which ports are free is unknown.
void lintPorts(LintDraft &draft)
{
    QList<quint64> ports;
    QList<quint64> used;
    for (const XmlNode &device : draft.devices().children()) {
        const std::optional<PciAddress> address = guestAddressOf(device);
        if (address)
            used += address->bus;
        if (device->name == "hostdev"_L1 && sourceOf(device) && !address)
            return;
        if (device->name == "controller"_L1 && device.attribute(u"model") == u"pcie-root-port")
            ports += parseLibvirtNumber(device.attribute(u"index")).value_or(0);
    }
    const bool hasFree = std::ranges::any_of(ports, [&used](quint64 port) {
        return !used.contains(port);
    });
    if (draft.passed.isEmpty() || ports.isEmpty() || hasFree || !isPcieMachine(draft.domain))
        return;
    const QList<XmlNode> controllers = draft.devices().children(u"controller");
    const XmlNode last = controllers.last();
    const QString indent = indentOf(draft.text(), last).value_or(QString());
    const QString element = u"<controller type='pci' model='pcie-root-port'/>"_s;
    draft.add(last,
              {.id = u"no-free-port"_s,
               .severity = Severity::Note,
               .address = draft.passed.first().source,
               .text = i18nc("@info", "Every root port of the VM is in use, so no further device can be attached while it runs."),
               .evidence = {},
               .remedy = i18nc("@info", "Add a <controller type='pci' model='pcie-root-port'/> for each device to attach later.")},
              {{{last->endTag.end, last->endTag.end}, (indentOf(draft.text(), last) ? lineBreakOf(draft.text()) + indent : QString()) + element}});
}

void lintDuplicates(LintDraft &draft)
{
    QList<PciAddress> seen;
    for (const XmlNode &device : draft.devices().children()) {
        const std::optional<PciAddress> address = guestAddressOf(device);
        if (!address)
            continue;
        if (!seen.contains(*address)) {
            seen += *address;
            continue;
        }
        draft.add(device,
                  {.id = u"duplicate-guest-address"_s,
                   .severity = Severity::Blocker,
                   .address = sourceOf(device).value_or(PciAddress()),
                   .text = i18nc("@info %1 is a PCI address", "Two devices have the guest address %1, which libvirt refuses.", address->toString()),
                   .evidence = {},
                   .remedy = i18nc("@info", "Remove the <address> of one of them; libvirt then chooses another.")},
                  {removal(draft, device.child(u"address"))});
    }
}

/// QEMU's emulated display is the first that firmware and guest use.
void lintSecondDisplay(LintDraft &draft)
{
    for (const XmlNode &video : draft.devices().children(u"video")) {
        const XmlNode model = video.child(u"model");
        if (draft.passed.isEmpty() || model.attribute(u"type") == u"none" || model.attribute(u"primary") != u"yes" || draft.devices().child(u"graphics"))
            continue;
        draft.add(video,
                  {.id = u"second-display"_s,
                   .severity = Severity::Caution,
                   .address = draft.passed.first().source,
                   .text = i18nc("@info", "The VM has an emulated primary display that nothing shows. Firmware and guest use it instead of the GPU."),
                   .evidence = {},
                   .remedy = i18nc("@info", "Set the video model to none.")},
                  {removal(draft, video)});
    }
}
}

void lintLayout(LintDraft &draft)
{
    lintMultifunction(draft);
    lintRootBus(draft);
    lintPorts(draft);
    lintDuplicates(draft);
    lintSecondDisplay(draft);
}

}
