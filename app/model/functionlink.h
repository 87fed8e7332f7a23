// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

#include <QString>

namespace app
{

/// Rich text of a link to a function; DetailsPane follows it. `text` is plain and defaults to the short address.
QString functionLink(const core::PciAddress &address, const QString &text = {});
/// Plain text as rich text, in which the addresses of this machine's functions other than `here` are links.
QString linkFunctions(const QString &plainText, const core::Snapshot &snapshot, const core::PciAddress &here);
/// The address in a functionLink()'s href, if it is one.
std::optional<core::PciAddress> linkedFunction(const QString &href);

}
