// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/checks/finding.h"
#include "core/snapshot/snapshot.h"

#include <QString>

namespace app
{

/// Why a value is not known; "none" where the kernel has no such value.
QString unreadText(core::Unread why);
/// For a value whose file is missing although the device has it, as with an older kernel.
QString notReportedText();

/// The value as `format` writes it, `absent` where the kernel has none, else why it is not known.
template<typename T, typename Format>
QString readingText(const core::Reading<T> &reading, const QString &absent, Format format)
{
    if (reading.known())
        return format(*reading);
    return reading.why() == core::Unread::Absent ? absent : unreadText(reading.why());
}

/// "nvidia", "no driver", "driver unknown"
QString driverText(const core::Function &function);
/// "active (D0)", "suspended (D3cold)"
QString powerText(const core::Function &function);
/// For a narrow column: "suspended", else the power state, else noValue().
QString powerTag(const core::Function &function);
/// "active", "suspended", ...
QString runtimeStatusText(core::RuntimeStatus status);

/// Whether a GPU can be assigned; of one that is already, `assigned` says so.
QString verdictText(core::Verdict verdict, bool assigned = false);

/// Its name; of a virtual function with its number, which tells those of one GPU apart: "Intel Iris Xe (VF 2 of 00:02.0)".
QString nameInMachine(const core::Snapshot &snapshot, const core::Function &function);
/// The name users have for a function of this class: "NVMe drive", "SATA controller".
QString kindText(const core::Function &function);
/// "Root port", "Endpoint", ...; without a PCIe capability "Conventional PCI"
QString pcieTypeText(const std::optional<core::PcieType> &type);
/// The PCIe type of a bridge; "Bridge" where config space could not be read.
QString portText(const core::Function &function);

/// "Group 14"
QString groupText(core::IommuGroupId id);
/// "14, shared with 2 functions of other devices"
QString groupSharingText(const core::Snapshot &snapshot, const core::Function &function);

/// Displays and processes that use the GPU, or a function assigned together with it, now.
QString usersText(const core::Snapshot &snapshot, const core::Function &gpu);

/// Vendor and product without the firmware's filler words, else the host name, else "This machine".
QString machineName(const core::Machine &machine);

}
