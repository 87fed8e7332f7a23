// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helpercontext.h"

#include <QJsonObject>

namespace helper
{

/// The OpRegion of an Intel GPU: {"version", "size"} in bytes, where known {"mailboxes", "vbtSize"}, or {"reason"}, a sentence
/// that says why it is unknown. Empty for other functions.
///
/// Only the driver that is bound is asked: our attribute `opregion`, or what a graphics driver has in debugfs. Its address in
/// config space is not used, because a guest may have written it. Wakes no GPU: the VBT of a suspended one is left out.
QJsonObject opregion(const HelperContext &context, const core::Function &function);

/// Parses a header (Intel's IGD OpRegion specification, 2.1). Empty for a wrong signature or size.
QJsonObject opregionHeader(QByteArrayView bytes);

}
