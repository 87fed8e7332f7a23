// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "snapshotbuilder.h"

#include <functional>

namespace fixture
{

using namespace Qt::StringLiterals;

using Change = std::function<void(SnapshotBuilder &)>;

/// A ready machine: the GPU 01:00.0 and its audio in their own group, active, on their host drivers and unused, and
/// another GPU with the display. `change` modifies it.
inline core::Snapshot machine(const Change &change = {})
{
    SnapshotBuilder builder;
    builder.machine.iommu = core::IommuKind::AmdVi;
    builder.machine.initramfs = core::InitramfsTool::InitramfsTools;
    core::Function &hostGpu = builder.add("00:02.0", SnapshotBuilder::vga, 0);
    hostGpu.driver = u"amdgpu"_s;
    hostGpu.device = 0x164e;
    hostGpu.bootVga = true;
    builder.add("00:03.1", SnapshotBuilder::bridge, 1).driver = u"pcieport"_s;
    core::Function &gpu = builder.add("01:00.0", SnapshotBuilder::vga, 2, "00:03.1");
    gpu.driver = u"nouveau"_s;
    gpu.vendor = 0x10de;
    gpu.device = 0x1f02;
    gpu.bootVga = false;
    gpu.resetMethods = QStringList{u"flr"_s, u"bus"_s};
    gpu.holders = core::Holders{.processes = {}, .complete = true};
    core::Function &audio = builder.add("01:00.1", SnapshotBuilder::audio, 2, "00:03.1");
    audio.vendor = gpu.vendor;
    audio.driver = u"snd_hda_intel"_s;
    audio.holders = core::Holders{.processes = {}, .complete = true};
    if (change)
        change(builder);
    return builder.snapshot();
}

inline core::Holders heldBy(const QString &command, const QString &node)
{
    return {.processes = {{.pid = 1234, .command = command, .node = node}}, .complete = true};
}

/// The GPU 01:00.0 of machine().
inline core::Function &gpuOf(SnapshotBuilder &builder)
{
    return builder.at("01:00.0");
}

inline core::BlockDevice disk(const QStringList &mounts, bool swap = false)
{
    core::BlockDevice device;
    device.name = u"nvme0n1"_s;
    device.mounts = mounts;
    device.swap = swap;
    return device;
}

inline core::UsbBus usbWith(core::UsbInput::Kind kind)
{
    core::UsbBus bus;
    bus.inputs = {{.name = u"Das Keyboard"_s, .kind = kind}};
    return bus;
}

}
