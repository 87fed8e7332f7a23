// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

#include <QJsonObject>

namespace core
{

/// When an entry of a data table is about a machine. Every list that is not empty must be met.
struct MachineCondition {
    QStringList systems; ///< one of these is ID or in ID_LIKE of os-release; without these, part of PRETTY_NAME
    QStringList files; ///< all exist
    QStringList anyFile; ///< one exists
    QStringList notFiles; ///< none exists
    QStringList kernels; ///< one is part of the kernel's release
    QStringList commandLine; ///< a kernel parameter begins with one
    QStringList readOnly; ///< all are on read-only file systems
    QStringList bootLoaders; ///< one is the boot loader: grub, systemd-boot, limine, refind, unknown
    QStringList initramfs; ///< one is the builder: initramfs-tools, dracut, mkinitcpio, unknown

    bool operator==(const MachineCondition &) const = default;
};

/// Nothing where a member is unknown or not a list of texts, and where no list has an entry.
std::optional<MachineCondition> machineCondition(const QJsonObject &object);

bool isMet(const MachineCondition &condition, const Machine &machine);

}
