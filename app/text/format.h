// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"

#include <QString>

namespace app
{

/// An en dash, for a cell without a value.
QString noValue();
/// "256 MiB", "931.5 GiB"
QString sizeText(quint64 bytes);
/// "3 hours and 20 minutes"
QString durationText(quint64 milliseconds);
/// "8 GT/s ×16"; "down" without a link partner
QString linkText(const core::LinkState &link);
/// "10de:1f02"
QString idText(quint16 vendor, quint16 device);
/// "01:00.0, 01:00.1 and 02:00.0"
QString addressesText(const QList<core::PciAddress> &addresses);
/// "Root bus 00"; "Root bus 10000:e0" outside domain 0
QString rootBusName(quint32 domain, quint8 bus);

}
