// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/pciaddress.h"
#include "xmltree.h"

namespace core
{

/// A <domain> of libvirt. An error if the document is something else.
Result<XmlTree> parseDomain(const QByteArray &xml);

/// domain, bus, slot and function of an <address>, those that are missing as 0; none where it is no PCI address.
std::optional<PciAddress> pciAddressOf(const XmlNode &address);

/// The host function that a <hostdev> passes on; none for other kinds.
std::optional<PciAddress> sourceOf(const XmlNode &hostdev);

/// Where a device is in the guest; none where libvirt has not decided yet, and for other buses.
std::optional<PciAddress> guestAddressOf(const XmlNode &device);

/// The <hostdev> elements of PCI functions.
QList<XmlNode> pciHostdevs(const XmlTree &domain);

/// A q35 machine, which has root ports.
bool isPcieMachine(const XmlTree &domain);

/// Comments before an element that Turnout wrote, which begin with this.
inline constexpr auto commentMark = "Turnout: ";

/// The first character of Turnout's comments before the element and of the line they begin; the element's own begin if
/// there are none.
qsizetype beginOfComments(const QString &text, const XmlNode &node);

}
