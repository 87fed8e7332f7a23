// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "lintrules.h"

#include "guestwindow.h"
#include "hostdevplan.h"

#include "core/iommu/grouping.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <algorithm>
#include <bit>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
/// managed='yes' is libvirt's word for binding by itself; 'no' is the default.
bool isManaged(const PassedFunction &passed)
{
    return passed.hostdev.attribute(u"managed") == u"yes";
}

/// A driver of a vendor with a VFIO interface of its own for virtual functions, which libvirt must leave bound.
bool hasVendorVfio(const Function &function)
{
    return function.physicalFunction && function.driver && *function.driver == "nvidia"_L1;
}

void lintUnmanaged(LintDraft &draft, const PassedFunction &passed)
{
    const Function &function = *passed.function;
    if (isManaged(passed) || !isOnHostDriver(function) || hasVendorVfio(function))
        return;
    draft.add(passed.hostdev,
              {.id = u"unmanaged-on-host-driver"_s,
               .severity = Severity::Blocker,
               .address = passed.source,
               .text = i18nc("@info %1 is a PCI address, %2 a driver",
                             "%1 is bound to the host driver %2, and libvirt does not change that because managed is not “yes”. The VM cannot start.",
                             passed.source.toString(),
                             *function.driver),
               .evidence = {},
               .remedy = i18nc("@info", "Set managed='yes', or assign the GPU with “turnout assign” before the VM starts.")},
              {setAttribute(draft.text(), passed.hostdev, u"managed"_s, u"yes"_s)});
}

void lintVendorDriver(LintDraft &draft, const PassedFunction &passed)
{
    if (!isManaged(passed) || !hasVendorVfio(*passed.function))
        return;
    draft.add(
        passed.hostdev,
        {.id = u"vendor-driver-managed"_s,
         .severity = Severity::Blocker,
         .address = passed.source,
         .text = i18nc("@info %1 is a PCI address, %2 a driver",
                       "%1 is a virtual function that %2 itself offers to VMs. With managed='yes' libvirt takes it from that driver, and the VM cannot start.",
                       passed.source.toString(),
                       *passed.function->driver),
         .evidence = {},
         .remedy = i18nc("@info", "Set managed='no'.")},
        {setAttribute(draft.text(), passed.hostdev, u"managed"_s, u"no"_s)});
}

void lintIommu(LintDraft &draft, const PassedFunction &passed)
{
    if (passed.function->group)
        return;
    const bool isOff = draft.host.snapshot.groups.empty();
    draft.add(passed.hostdev,
              {.id = isOff ? u"iommu-off"_s : u"no-iommu-group"_s,
               .severity = Severity::Blocker,
               .address = passed.source,
               .text = isOff ? i18nc("@info", "This machine has no IOMMU groups, so no VM with a PCI device of the host can start.")
                             : i18nc("@info %1 is a PCI address", "%1 is in no IOMMU group, so the VM cannot start.", passed.source.toString()),
               .evidence = u"/sys/kernel/iommu_groups"_s,
               .remedy = i18nc("@info", "Run “turnout doctor”, which says what to change in firmware and kernel.")});
}

void lintDisplay(LintDraft &draft, const PassedFunction &passed)
{
    const Function &function = *passed.function;
    const bool isBoot = function.bootVga.valueOr(false) && isOnHostDriver(function);
    const bool hasFramebuffer = !function.firmwareFramebuffer.valueOr({}).isEmpty();
    if (!isDisplay(function) || (!isBoot && !hasFramebuffer))
        return;
    draft.add(passed.hostdev,
              {.id = u"host-display"_s,
               .severity = Severity::Caution,
               .address = passed.source,
               .text = hasFramebuffer
                   ? i18nc("@info %1 is a PCI address, %2 the name of a framebuffer",
                           "The firmware's framebuffer (%2) lies in the memory of %1. Unless a host driver releases it first, the VM gets no picture or does "
                           "not start.",
                           passed.source.toString(),
                           *function.firmwareFramebuffer)
                   : i18nc("@info %1 is a PCI address", "%1 shows the host's display, which goes blank when the VM starts.", passed.source.toString()),
               .evidence = {},
               .remedy = i18nc("@info", "Select another GPU as the primary display in the firmware's setup, or pass another GPU on.")});
}

quint64 largest(const ResizableBar &bar)
{
    return bar.sizes == 0 ? 0 : quint64(std::bit_width(bar.sizes) - 1);
}

/// The guest sees the current size only (QEMU does not virtualize the capability).
void lintSmallBar(LintDraft &draft, const PassedFunction &passed)
{
    if (!isDisplay(*passed.function) || !passed.function->capabilities)
        return;
    const QList<ResizableBar> &bars = passed.function->capabilities->resizableBars;
    const auto small = std::ranges::find_if(bars, [](const ResizableBar &bar) {
        return largest(bar) > bar.current;
    });
    if (small == bars.end())
        return;
    draft.add(passed.hostdev,
              {.id = u"small-bar"_s,
               .severity = Severity::Note,
               .address = passed.source,
               .text = i18nc("@info %1 is a PCI address, %2 and %3 are numbers",
                             "The memory of %1 is reachable through a window of %2 MiB, although %3 MiB are possible; the VM cannot change that.",
                             passed.source.toString(),
                             quint64(1) << small->current,
                             quint64(1) << largest(*small)),
               .evidence = {},
               .remedy = i18nc("@info", "Turn on Resizable BAR in the firmware's setup.")});
}

void lintIommufd(LintDraft &draft, const PassedFunction &passed)
{
    const XmlNode driver = passed.hostdev.child(u"driver");
    if (!draft.host.domain || draft.host.domain->hasIommufd || driver.attribute(u"iommufd") != u"yes")
        return;
    draft.add(driver,
              {.id = u"iommufd-ignored"_s,
               .severity = Severity::Caution,
               .address = passed.source,
               .text = i18nc("@info", "This libvirt does not know iommufd, and drops it without a message when the domain is defined."),
               .evidence = {},
               .remedy = i18nc("@info", "Remove the attribute, or update libvirt to 12.1 or later.")},
              {setAttribute(draft.text(), driver, u"iommufd"_s, {})});
}

/// Does the firmware of the guest reserve enough addresses?
void lintWindow(LintDraft &draft)
{
    const XmlNode os = draft.root().child(u"os");
    const bool isEfi = os.attribute(u"firmware") == u"efi" || os.child(u"loader").attribute(u"type") == u"pflash";
    const bool isSet = draft.text().contains("opt/ovmf/X-PciMmio64Mb"_L1);
    if (!isEfi || isSet || draft.passed.isEmpty() || !draft.host.host)
        return;
    QList<AssignedTogether> all;
    for (const PassedFunction &passed : draft.passed) {
        if (passed.function)
            all.append({passed.function});
    }
    std::optional<int> bits = draft.host.host->physicalBits;
    if (const auto limit = parseLibvirtNumber(draft.root().child(u"cpu").child(u"maxphysaddr").attribute(u"limit")))
        bits = std::min(bits.value_or(64), int(std::min<quint64>(*limit, 64)));
    const quint64 window = ovmfWindow(bits, draft.host.host->cpuVendor == "AMD"_L1, true);
    const std::optional<quint64> wanted = windowOverride(addressSpaceOf(all), window);
    if (!wanted)
        return;
    draft.add(draft.passed.first().hostdev,
              {.id = u"bars-exceed-window"_s,
               .severity = Severity::Caution,
               .address = draft.passed.first().source,
               .text = i18nc("@info %1 and %2 are numbers",
                             "The GPU's memory needs %1 GiB of addresses, but the VM's firmware reserves %2 GiB. The guest's driver will not find its memory.",
                             addressSpaceOf(all) >> 30,
                             window >> 30),
               .evidence = {},
               .remedy = i18nc("@info %1 is a number", "Add to <qemu:commandline>: -fw_cfg name=opt/ovmf/X-PciMmio64Mb,string=%1", QString::number(*wanted))});
}
}

void lintBinding(LintDraft &draft)
{
    const QList<PassedFunction> all = draft.passed;
    for (const PassedFunction &passed : all) {
        lintIommufd(draft, passed);
        if (!passed.function)
            continue;
        lintUnmanaged(draft, passed);
        lintVendorDriver(draft, passed);
        lintIommu(draft, passed);
        lintDisplay(draft, passed);
        lintSmallBar(draft, passed);
    }
    lintWindow(draft);
}

}
