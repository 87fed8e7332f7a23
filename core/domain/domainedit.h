// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "hostdevplan.h"
#include "splice.h"

namespace core
{

/// The domain with the functions of these devices added; those it has already stay. Every byte outside the new elements
/// stays as it is, and withoutHostdevs() gives the original again. Each function gets a root port of its own from
/// libvirt, or with `keepsLayout` each slot a bus that is not in use. An error if there is nothing to add.
Result<QByteArray> withHostdevs(const QByteArray &domain, const Snapshot &snapshot, const QList<PciAddress> &gpus, const HostdevOptions &options);

/// The change that adds these functions to a domain with <devices>.
Result<Splice> hostdevInsertion(const XmlTree &domain, const QList<const Function *> &functions, const HostdevOptions &options);

/// The domain without the functions of these devices, and without Turnout's comments on them. A device that the machine
/// does not have any more goes by its slot. An error if the domain has none of them.
Result<QByteArray> withoutHostdevs(const QByteArray &domain, const Snapshot &snapshot, const QList<PciAddress> &gpus);

}
