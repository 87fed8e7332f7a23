// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "domaincapabilities.h"
#include "hostcapabilities.h"
#include "hostdevplan.h"

namespace core
{

enum class GuestOs : quint8 {
    Linux,
    Windows10,
    Windows11
};
enum class GuestFirmware : quint8 {
    Efi,
    Bios
};
enum class GuestGraphics : quint8 {
    None,
    Spice,
    Vnc
};
enum class GuestAudio : quint8 {
    None,
    Spice,
    PipeWire
};
enum class GuestNetwork : quint8 {
    None,
    Libvirt,
    Bridge,
    User
};

struct GuestDisk {
    enum class Kind : quint8 {
        None,
        NewImage,
        Image,
        BlockDevice
    };
    Kind kind = Kind::None;
    QString path;
    quint64 gibibytes = 0; ///< of a new image
    QString format = QStringLiteral("qcow2"); ///< of an image; a block device is raw
    QString node = {}; ///< the device node that a block device's path leads to on this host

    bool operator==(const GuestDisk &) const = default;
};

/// The screen that Looking Glass transfers.
struct LookingGlass {
    int width = 0;
    int height = 0;
    bool hdr = false;

    /// Of the shared memory: the next power of two above two frames and 10 MiB (Looking Glass B7, installation), which is
    /// also what libvirt requires of a shmem.
    quint64 mebibytes() const;

    bool operator==(const LookingGlass &) const = default;
};

/// The wishes of the user. Guest, memory and disk are needed; all else has a default.
struct NewDomain {
    QString name;
    GuestOs guest = GuestOs::Linux;
    quint64 mebibytes = 0;
    GuestDisk disk;
    std::optional<int> vcpus; ///< none: half of the host's, or of its NUMA node
    bool isPinned = true; ///< where the host's topology is known and leaves it a core
    quint64 hugepageKib = 0; ///< 0: none
    bool isLocked = false; ///< lock all memory, also that of QEMU
    GuestFirmware firmware = GuestFirmware::Efi;
    std::optional<bool> secureBoot; ///< none: for Windows 11 only
    std::optional<bool> tpm; ///< none: for Windows 11 only
    std::optional<int> maxPhysicalBits; ///< of the guest, where the host's IOMMU has fewer than its CPU
    QString installer; ///< an ISO image
    QString virtioDrivers; ///< the virtio-win ISO image
    GuestNetwork network = GuestNetwork::Libvirt;
    QString networkName = QStringLiteral("default"); ///< of libvirt's network or the host's bridge
    QStringList evdev; ///< "/dev/input/by-id/…-event-kbd"
    std::optional<LookingGlass> lookingGlass;
    std::optional<GuestGraphics> graphics; ///< none: SPICE, VNC or nothing, the first that the host offers
    GuestAudio audio = GuestAudio::None;
    QString audioRuntimeDir; ///< of the user whose PipeWire is used
    int freePorts = 4; ///< root ports for devices that are attached later
    QStringList mdevs; ///< UUIDs of mediated devices to pass on in place of the functions
    HostdevOptions hostdev;

    bool operator==(const NewDomain &) const = default;
};

/// The host that a domain is for.
struct DomainTarget {
    DomainCapabilities domain;
    std::optional<HostCapabilities> host; ///< none: no pinning
    bool isAssumed = false; ///< its capabilities are unknown, those of an old host are taken
};

/// A whole domain, with comments on what is unusual in it. Uses nothing that the target does not offer. An error names
/// the wish that cannot be fulfilled.
Result<QString> newDomainXml(const Snapshot &snapshot, const QList<PciAddress> &gpus, const NewDomain &wish, const DomainTarget &target);

}
