// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "iomem.h"
#include "helpercontext.h"

#include <QJsonObject>

namespace helper
{

/// {"version", "size", "mailboxes"} of an Intel GPU's OpRegion; empty where there is none, or none that may be looked at.
///
/// The GPU's config space says where in memory it is, and while VFIO has the GPU a guest may have written that: only our
/// driver is asked then, which looked before there was a guest and tells no mailboxes. Else the header is read of
/// /dev/mem, where all of the OpRegion is memory that the firmware keeps.
QJsonObject opregion(const HelperContext &context, const core::Function &function, const QList<IoRange> &ranges);

/// By its header (Intel's IGD OpRegion specification, 2.1); empty where signature or size are not those of one.
QJsonObject opregionHeader(QByteArrayView bytes);

/// "2.1 14336", as our driver tells it; empty for "none".
QJsonObject opregionOfDriver(const QString &text);

}
