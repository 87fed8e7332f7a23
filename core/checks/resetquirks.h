// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "deviceranges.h"

#include "core/pci/function.h"
#include "core/result.h"

namespace core
{

/// A family of GPUs known to fail to reset after a VM has used them.
struct ResetQuirk {
    QString family; ///< "AMD Vega 10"
    quint16 vendor = 0;
    QList<DeviceRange> devices;
    QStringList references; ///< public reports, as URLs
    bool vendorReset = false; ///< the kernel module vendor-reset has a reset for it
    bool firmware = false; ///< newer firmware and drivers are reported to help
    bool disputed = false; ///< others report that it resets well

    bool operator==(const ResetQuirk &) const = default;
};

/// Strict; an error names the entry.
Result<QList<ResetQuirk>> resetQuirksFromJson(const QByteArray &json);

/// The compiled-in resources/reset-quirks.json.
const QList<ResetQuirk> &resetQuirks();

/// Null where no quirk is known.
const ResetQuirk *resetQuirkOf(const QList<ResetQuirk> &quirks, const Function &function);

}
