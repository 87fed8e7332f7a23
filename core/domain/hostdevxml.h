// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"
#include "core/snapshot/snapshot.h"

namespace core
{

/// The libvirt <hostdev> elements (https://libvirt.org/formatdomain.html#host-device-assignment) for what is assigned
/// together with each GPU (see assignedTogetherWith()), as one multifunction device with comments, to paste below a domain's
/// <devices>. Accepts any device but bridges; a device named twice appears once. A GPU that its driver shares through
/// mediated devices gives those. Guest addresses are buses 8 and up of a q35 machine. An error names the address that does
/// not exist, cannot be assigned or chosen.
Result<QString>
hostdevXml(const Snapshot &snapshot, const QList<PciAddress> &gpus, const QList<PciAddress> &with = {}, const QList<PciAddress> &without = {});

}
