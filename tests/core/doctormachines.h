// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/checks/doctor.h"
#include "snapshotbuilder.h"

namespace fixture
{

using namespace Qt::StringLiterals;
using core::BootLoader;
using core::CpuVendor;
using core::DoctorCheck;
using core::InitramfsTool;
using core::Snapshot;

/// A machine that passes every check.
inline SnapshotBuilder readyMachine()
{
    SnapshotBuilder builder;
    builder.machine.kernel = u"6.12.107"_s;
    builder.machine.operatingSystem = u"Debian GNU/Linux 13 (trixie)"_s;
    builder.machine.commandLine = u"quiet splash"_s;
    builder.machine.cpuVendor = CpuVendor::Amd;
    builder.machine.cpuVirtualization = true;
    builder.machine.kvm = true;
    builder.machine.secureBoot = false;
    builder.machine.iommu = core::IommuKind::AmdVi;
    builder.machine.bootLoader = BootLoader::Grub;
    builder.machine.initramfs = InitramfsTool::InitramfsTools;
    builder.machine.vfioModules = {u"vfio_pci"_s, u"vfio_iommu_type1"_s};
    builder.add("00:02.0", SnapshotBuilder::vga, 0).driver = u"amdgpu"_s;
    builder.add("01:00.0", SnapshotBuilder::vga, 1).driver = u"nouveau"_s;
    return builder;
}

inline SnapshotBuilder withoutGroups(SnapshotBuilder builder)
{
    builder.at("00:02.0").group.reset();
    builder.at("01:00.0").group.reset();
    builder.machine.iommu = core::IommuKind::None;
    return builder;
}

inline QString state(const Snapshot &snapshot, const QString &id)
{
    for (const DoctorCheck &check : core::doctor(snapshot)) {
        if (check.id == id)
            return core::toKeyword(check.state);
    }
    return {};
}

inline QString remedy(const Snapshot &snapshot, const QString &id)
{
    for (const DoctorCheck &check : core::doctor(snapshot)) {
        if (check.id == id)
            return check.remedy;
    }
    return {};
}
}

