// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "result.h"
#include "snapshot.h"

#include <QDomDocument>

namespace core
{

/// The libvirt <hostdev> elements (https://libvirt.org/formatdomain.html#host-device-assignment) of the whole slot
/// of each GPU: all functions that must travel together, with the guest's multifunction layout kept and comments
/// for people. Bridges are never given. An error names the address that is not there or cannot travel.
Result<QDomDocument> hostdevXml(const Snapshot &snapshot, const QList<PciAddress> &gpus);

/// The elements as text, indented by two, in libvirt's own style.
QString toText(const QDomDocument &document);

}
