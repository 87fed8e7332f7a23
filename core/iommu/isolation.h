// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

namespace core
{

enum class Isolation : quint8 {
    Isolates,
    DoesNot,
    Unknown, ///< config space could not be read, and no quirk covers the function
};

/// The features a port needs for the kernel to isolate the functions behind it (drivers/iommu/iommu.c, REQ_ACS_FLAGS).
inline constexpr quint16 requiredAcs = Acs::SourceValidation | Acs::RequestRedirect | Acs::CompletionRedirect | Acs::UpstreamForwarding;

/// The required bits that are off. A bit the capability lacks counts as hard-wired on (drivers/pci/pci.c,
/// pci_acs_flags_enabled).
quint16 missingAcs(const Acs &acs);

/// Whether peer-to-peer traffic of the function is forced through the IOMMU: drivers/pci/pci.c pci_acs_enabled()
/// with the quirks of drivers/pci/quirks.c pci_dev_acs_enabled[] for x86 machines. The same in Linux 6.12.107 and 7.3.4.
Isolation isolation(const Snapshot &snapshot, const Function &function);

/// As the kernel sees it (drivers/pci/probe.c pci_scan_slot, drivers/pci/iov.c): header type bit 7 or a function
/// number above 0, and never for a virtual function.
bool isMultifunction(const Snapshot &snapshot, const Function &function);

/// A bridge to or from conventional PCI: functions behind it use the bridge's requester ID
/// (drivers/pci/search.c, pci_for_each_dma_alias). False where config space could not be read.
bool takesOverRequesterId(const Function &bridge);

/// Other functions whose requester ID this one uses (drivers/pci/quirks.c quirk_dma_func0_alias and
/// quirk_dma_func1_alias; arch/x86/pci/common.c pci_real_dma_dev for Intel VMD). Only functions that exist.
QList<const Function *> dmaAliases(const Snapshot &snapshot, const Function &function);

/// Behind an Intel VMD controller, which has its own PCI domain above 0xffff (drivers/pci/controller/vmd.c,
/// vmd_find_free_domain).
bool isBehindVmd(const Function &function);

}
