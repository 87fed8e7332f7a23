// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "lint.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
/// A part of a message, and its meaning.
struct Meaning {
    const char *part;
    KLocalizedString text;
    KLocalizedString remedy;
};

// QEMU: hw/vfio/*.c; libvirt: qemu_hostdev.c, virhostdev.c, virpci.c; Linux: drivers/vfio.
QList<Meaning> meanings()
{
    return {
        Meaning{"is not viable",
                ki18nc("@info", "The last start failed because a device of the same IOMMU group is bound to a host driver."),
                ki18nc("@info", "Run “turnout groups”, and assign all devices of the group or move the GPU to another slot.")},
        Meaning{"host doesn't support passthrough of host PCI devices",
                ki18nc("@info", "The last start failed because the host has no IOMMU or no VFIO."),
                ki18nc("@info", "Run “turnout doctor”, which says what to change in firmware and kernel.")},
        Meaning{"host doesn't support VFIO PCI passthrough",
                ki18nc("@info", "The last start failed because the host has no IOMMU or no VFIO."),
                ki18nc("@info", "Run “turnout doctor”, which says what to change in firmware and kernel.")},
        Meaning{"pci backend driver",
                ki18nc("@info", "The last start failed because the host has no IOMMU or no VFIO."),
                ki18nc("@info", "Run “turnout doctor”, which says what to change in firmware and kernel.")},
        Meaning{"which is not owned",
                ki18nc("@info", "The last start failed because a reset of the GPU affects a device that the VM does not have."),
                ki18nc("@info", "Pass all functions of the card on, and all devices of its group.")},
        Meaning{"unable to map backing store",
                ki18nc("@info", "The last start failed because the host has too few hugepages."),
                ki18nc("@info", "Reserve more hugepages, or remove <hugepages>.")},
        Meaning{"can't reserve",
                ki18nc("@info", "The last start failed because a framebuffer of the host still uses the GPU's memory."),
                ki18nc("@info", "Select another GPU as the primary display in the firmware's setup.")},
        Meaning{"in use by driver", ki18nc("@info", "The last start failed because another VM has the device."), ki18nc("@info", "Shut that VM down first.")},
        Meaning{"VFIO_MAP_DMA",
                ki18nc("@info",
                       "The last start failed because the VM's memory could not be mapped for the GPU: the limit for locked memory is too low, or the IOMMU "
                       "has too few address bits."),
                ki18nc("@info", "Remove <hard_limit>; if the error is “Invalid argument”, limit the guest with <maxphysaddr mode='passthrough' limit='39'/>.")},
        Meaning{"vfio_container_dma_map",
                ki18nc("@info",
                       "The last start failed because the VM's memory could not be mapped for the GPU: the limit for locked memory is too low, or the IOMMU "
                       "has too few address bits."),
                ki18nc("@info", "Remove <hard_limit>; if the error is “Invalid argument”, limit the guest with <maxphysaddr mode='passthrough' limit='39'/>.")},
        Meaning{"failed to find romfile",
                ki18nc("@info", "The last start failed because QEMU could not open the ROM file."),
                ki18nc("@info", "Correct the path, and move the file to /usr/share/vgabios.")},
        Meaning{"unable to allocate huge",
                ki18nc("@info", "The last start failed because the host has too few hugepages."),
                ki18nc("@info", "Reserve more hugepages, or remove <hugepages>.")},
        Meaning{"can't stat backing store",
                ki18nc("@info", "The last start failed because hugepages are not mounted."),
                ki18nc("@info", "Mount hugetlbfs, or remove <hugepages>.")},
        Meaning{"no such host",
                ki18nc("@info", "The last start failed because the device is not at that address."),
                ki18nc("@info", "Run “turnout list”, and correct the address.")},
        Meaning{"Could not open '/dev/vfio",
                ki18nc("@info", "The last start failed because QEMU could not open the device's VFIO node."),
                ki18nc("@info", "Check that the device is bound to a VFIO driver with “turnout show”.")},
        Meaning{"error getting device from group",
                ki18nc("@info", "The last start failed because the kernel did not hand over the device; it may not have come out of its last reset."),
                ki18nc("@info", "Run “turnout show” for the state of the device; restart the host if it is dead.")},
        Meaning{"not assigned to any iommu group",
                ki18nc("@info", "The last start failed because the device is in no IOMMU group."),
                ki18nc("@info", "Run “turnout doctor”, which says what to change in firmware and kernel.")},
        Meaning{"display method",
                ki18nc("@info", "The last start failed because display='on' is for virtual GPUs only."),
                ki18nc("@info", "Remove the attributes display and ramfb.")},
    };
}
}

std::optional<Finding> translated(const QString &message)
{
    if (message.isEmpty())
        return {};
    const QStringList lines = message.split(u'\n');
    for (const Meaning &meaning : meanings()) {
        const QString part = QString::fromUtf8(meaning.part);
        for (const QString &line : lines) {
            if (line.contains(part, Qt::CaseInsensitive))
                return Finding{.id = u"last-start-failed"_s,
                               .severity = Severity::Blocker,
                               .address = {},
                               .text = meaning.text.toString(),
                               .evidence = line.simplified().left(300),
                               .remedy = meaning.remedy.toString()};
        }
    }
    return {};
}

}
