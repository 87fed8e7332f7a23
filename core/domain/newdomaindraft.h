// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "cpuplan.h"
#include "igdassignment.h"
#include "newdomain.h"

#include <QXmlStreamWriter>

namespace core
{

/// Everything that is decided before a new domain is written. Internal to its generator.
struct NewDomainDraft {
    const Snapshot &snapshot;
    const NewDomain &wish;
    const DomainTarget &target;
    QList<AssignedTogether> devices; ///< none where mediated devices are passed on instead
    QList<Hostdev> hostdevs;
    int ports = 0; ///< root ports of the guest
    CpuPlan cpus;
    GuestGraphics graphics = GuestGraphics::None;
    bool secureBoot = false;
    bool tpm = false;
    std::optional<quint64> windowMib; ///< of opt/ovmf/X-PciMmio64Mb
    IgdAssignment igd;

    bool isWindows() const
    {
        return wish.guest != GuestOs::Linux;
    }
    /// Windows has no drivers for virtio devices until those of the ISO image are installed.
    bool usesVirtio() const
    {
        return !isWindows() || !wish.virtioDrivers.isEmpty();
    }
};

/// The alias of a function with an override of QEMU's options.
inline constexpr auto igdAlias = "ua-igd";
inline constexpr auto qemuNamespace = "http://libvirt.org/schemas/domain/qemu/1.0";

/// Why the wish cannot be fulfilled on the target; none if it can.
std::optional<Error> objectionTo(const NewDomainDraft &draft);

void comment(QXmlStreamWriter &xml, const QString &text);

/// An element with attributes and no content. Attributes with a null value are left out.
void element(QXmlStreamWriter &xml, const QString &name, std::initializer_list<std::pair<QString, QString>> attributes);

void writeNewDevices(QXmlStreamWriter &xml, const NewDomainDraft &draft);
void writeNewFeatures(QXmlStreamWriter &xml, const NewDomainDraft &draft);

}
