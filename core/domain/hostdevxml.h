// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"
#include "core/snapshot/snapshot.h"

namespace core
{

/// The libvirt <hostdev> elements (https://libvirt.org/formatdomain.html#host-device-assignment) for the whole slot of
/// each GPU, with the host's multifunction layout and comments, to paste below a domain's <devices>. Accepts any device
/// but bridges; a slot named twice appears once; a virtual function is assigned alone. Guest addresses are buses 8 and
/// up of a q35 machine. An error names the address that does not exist or cannot be assigned.
Result<QString> hostdevXml(const Snapshot &snapshot, const QList<PciAddress> &gpus);

}
