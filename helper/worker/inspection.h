// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "iomem.h"
#include "helpercontext.h"

#include "core/snapshot/snapshot.h"

#include <QJsonObject>

namespace helper
{

/// The report of the verb inspect: the snapshot as root sees it, and what no snapshot has, for each display function.
///
///     {"turnout": 1, "snapshot": {...},
///      "vga": [{"address", "count", "decodes", "owns", "locks"}],
///      "iomem": [{"address", "owners": [{"first", "last", "name"}]}],
///      "opregion": [{"address", "version", "size", "mailboxes"}]}
///
/// It is broadcast on the bus like every reply, so nothing secret may be added.
QByteArray inspection(const HelperContext &context, const core::Snapshot &snapshot);

/// The arbiter's answer, "count:2,PCI:0000:01:00.0,decodes=io+mem,owns=none,locks=none(0:0)" (drivers/pci/vgaarb.c,
/// vga_arb_read), as an object; empty for anything else.
QJsonObject arbiterAnswer(const core::PciAddress &address, QByteArrayView text);

/// Who claims what lies in the BARs of `function`, but for the function itself, by /proc/iomem: a framebuffer of the
/// firmware ("BOOTFB", "simplefb") is a user of the GPU that no driver shows.
QJsonObject barOwners(const core::Function &function, const QList<IoRange> &ranges);

}
