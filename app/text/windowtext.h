// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/checks/finding.h"
#include "core/pci/function.h"
#include "core/snapshot/snapshot.h"

#include <QString>

namespace app
{

/// The words the panes have in common. All are finished, translated text.

/// An en dash: there is no value.
QString noValue();
/// "can go", "can go, with care", "cannot go yet".
QString verdictText(core::Verdict verdict);
/// "suspended", "awake" or the power state; noValue() where the kernel tells neither.
QString powerText(const core::Function &function);
/// "Root bus 00", or "Root bus 10000:e0" outside domain 0.
QString rootBusName(quint32 domain, quint8 bus);
/// Vendor and product without the firmware's filler words, else the host name, else "This machine".
QString machineName(const core::Machine &machine);
/// "10de:1f02".
QString idText(quint16 vendor, quint16 device);
/// Why a value is missing, as the end of "Link speed: ...".
QString unreadText(core::Unread why);
/// "512 MiB"
QString sizeText(quint64 bytes);
/// "3 hours and 20 minutes"
QString durationText(quint64 milliseconds);
/// "8 GT/s x16", "down"
QString linkText(const core::LinkState &link);

/// Rich text of a link to a function; DetailsPane follows it. `text` is plain and defaults to the short address.
QString functionLink(const core::PciAddress &address, const QString &text = {});
/// Plain text as rich text, in which the addresses of this machine's functions other than `here` are links.
QString linkFunctions(const QString &plainText, const core::Snapshot &snapshot, const core::PciAddress &here);
/// The address in a functionLink()'s href, if it is one.
std::optional<core::PciAddress> linkedFunction(const QString &href);

}
