// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"

#include <QStringList>
#include <QVersionNumber>

#include <optional>

namespace core
{

/// What libvirt and QEMU on one host offer for domains: the document of `virsh domcapabilities`
/// (https://libvirt.org/formatdomaincaps.html).
struct DomainCapabilities {
    QString emulator;
    QString virtType; ///< "kvm", "qemu"
    QString machine; ///< "pc-q35-10.0"
    bool hasEfi = false; ///< <os firmware='efi'>
    bool hasSecureBoot = false; ///< a firmware that enforces it
    bool hasHostPassthrough = false;
    std::optional<int> maxPhysicalBits; ///< bits of a guest-physical address under host-passthrough
    QStringList memorySources;
    QStringList graphics;
    QStringList videoModels;
    QStringList tpmModels; ///< those an emulator can back
    QStringList tpmVersions;
    QStringList rngBackends;
    QStringList hypervFeatures;
    QStringList audioTypes; ///< empty: this libvirt does not list them
    bool hasPciHostdev = false;
    bool hasVfio = false; ///< the host has IOMMU groups and /dev/vfio/vfio
    bool hasIommufd = false;

    /// An error names what is wrong with the document.
    static Result<DomainCapabilities> parse(const QByteArray &xml);
    /// Of libvirt 9.0 with QEMU 7.2 (Debian 12), the oldest for which domains are written. Used where the target's are
    /// unknown, as with a snapshot of another machine.
    static DomainCapabilities assumed();

    /// From the machine's name; null if that has none.
    QVersionNumber qemuVersion() const;

    bool operator==(const DomainCapabilities &) const = default;
};

}
