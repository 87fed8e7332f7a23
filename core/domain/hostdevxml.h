// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"
#include "core/snapshot/snapshot.h"

#include <QDomDocument>

namespace core
{

/// The libvirt <hostdev> elements (https://libvirt.org/formatdomain.html#host-device-assignment) of the whole slot of
/// each GPU, below a <devices> element: all functions that must travel together, with the guest's multifunction layout
/// kept and comments for people. Any device that is not a bridge can be named, a USB controller as well; a slot named
/// twice is given once; a virtual function travels alone. The guest addresses are buses 8 and up of a q35 machine.
/// An error names the address that is not there or cannot travel.
Result<QDomDocument> hostdevXml(const Snapshot &snapshot, const QList<PciAddress> &gpus);

/// What is below the document's <devices>, ready to be pasted into a domain's: indented by two, attributes in libvirt's
/// order, so that the same document always gives the same text.
QString toText(const QDomDocument &document);

}
