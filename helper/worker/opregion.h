// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helpercontext.h"
#include "iomem.h"

#include <QJsonObject>

namespace helper
{

/// {"version", "size", "mailboxes"} of an Intel GPU's OpRegion; empty where there is none, or where it is unsafe to read.
///
/// Its address comes from config space, which a guest may have written while the GPU is assigned: then only our driver
/// is asked, which reads it before any guest runs and reports no mailboxes. Otherwise the header is read from /dev/mem,
/// provided that the whole OpRegion is firmware memory.
QJsonObject opregion(const HelperContext &context, const core::Function &function, const QList<IoRange> &ranges);

/// Parses a header (Intel's IGD OpRegion specification, 2.1). Empty for a wrong signature or size.
QJsonObject opregionHeader(QByteArrayView bytes);

}
