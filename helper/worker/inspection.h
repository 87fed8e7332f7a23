// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helpercontext.h"

#include "core/snapshot/snapshot.h"

#include <QJsonObject>

namespace helper
{

/// The report of the verb inspect: the snapshot as root sees it, and what no snapshot contains about each display
/// function.
///
///     {"turnout": 1, "snapshot": {...},
///      "vga": [{"address", "count", "decodes", "owns", "locks"}],
///      "opregion": [{"address", "version", "size", "mailboxes", "vbtSize", "reason"}]}
///
/// See opregion() for its members, some of which are left out.
///
/// Broadcast on the bus like every reply, so add nothing secret.
QByteArray inspection(const HelperContext &context, const core::Snapshot &snapshot);

/// Parses the VGA arbiter's answer, "count:2,PCI:0000:01:00.0,decodes=io+mem,owns=none,locks=none(0:0)"
/// (drivers/pci/vgaarb.c, vga_arb_read). Empty for anything else.
QJsonObject arbiterAnswer(const core::PciAddress &address, QByteArrayView text);

}
