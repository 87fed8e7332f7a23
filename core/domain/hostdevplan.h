// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"
#include "core/snapshot/snapshot.h"

#include <QXmlStreamWriter>

namespace core
{

/// The functions of one device, in address order.
using AssignedTogether = QList<const Function *>;

/// How functions are passed on to a guest.
struct HostdevOptions {
    bool keepsLayout = false; ///< the functions of a slot as one multifunction device
    QString rom; ///< a file in place of the card's ROM
    bool hidesRom = false; ///< the guest sees no ROM
    bool usesIommufd = false;
    QString driver; ///< the VFIO driver; empty: libvirt picks the best match
    QList<PciAddress> with{}; ///< as in assignedTogetherWith()
    QList<PciAddress> without{};

    bool operator==(const HostdevOptions &) const = default;
};

/// A <hostdev> to write.
struct Hostdev {
    const Function *function = nullptr;
    std::optional<PciAddress> guest; ///< none: libvirt assigns one, with a root port of its own
    bool isMultifunction = false; ///< further functions of this guest device follow
    QStringList comments; ///< plain text
    QString rom; ///< for the function that shows a picture, as in HostdevOptions
    bool hidesRom = false;
    bool usesIommufd = false;
    QString driver;
    QString alias; ///< empty: libvirt's own
    const MediatedDevice *share = nullptr; ///< of the function, in place of the function itself
};

/// The devices of the named functions, each once. An error names the address that does not exist, cannot be assigned, or cannot be
/// added or left out.
Result<QList<AssignedTogether>>
allAssignedTogether(const Snapshot &snapshot, const QList<PciAddress> &requested, const QList<PciAddress> &with = {}, const QList<PciAddress> &without = {});

/// The function that shows a picture, else the first.
const Function *mainFunction(const AssignedTogether &functions);

/// What shares a group with the functions and keeps the VM from starting, as text for comments.
QStringList groupBlockerTexts(const Snapshot &snapshot, const AssignedTogether &functions, const QList<AssignedTogether> &all);

/// "0000:01:00.0: NVIDIA GeForce RTX 2070, IOMMU group 16".
QString functionText(const Function &function);

/// The functions with their guest addresses: a root port for each, or with `keepsLayout` one for each slot. The first is
/// on `firstBus`; none: libvirt chooses, which it cannot for a multifunction device.
QList<Hostdev> planHostdevs(const Snapshot &snapshot, const QList<AssignedTogether> &all, const HostdevOptions &options, std::optional<int> firstBus);

/// Writes the element in libvirt's order of attributes, its comments before it.
void writeHostdev(QXmlStreamWriter &xml, const Hostdev &hostdev);

/// domain, bus, slot and function of an <address>.
void writePciAddress(QXmlStreamWriter &xml, const PciAddress &address);

/// Text for a comment: names may come from untrusted files, and a comment must not contain "--" (XML 1.0, 2.5) or control
/// characters.
QString commentText(const QString &text);

/// Bytes of guest address space that the 64-bit BARs of the devices need, each behind a root port whose window is aligned to
/// its size.
quint64 addressSpaceOf(const QList<AssignedTogether> &all);

}
