// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"
#include "core/result.h"

namespace core
{

/// A family of GPUs known not to come back from a virtual machine without help.
struct ResetQuirk {
    QString family; ///< "AMD Vega 10"
    quint16 vendor = 0;
    QList<quint16> devices;
    QStringList references; ///< public reports, as URLs

    bool operator==(const ResetQuirk &) const = default;
};

/// Strict; an error names the entry.
Result<QList<ResetQuirk>> resetQuirksFromJson(const QByteArray &json);

/// Those of resources/reset-quirks.json, which is compiled in.
const QList<ResetQuirk> &resetQuirks();

/// Null when nothing is known against the function.
const ResetQuirk *resetQuirkOf(const QList<ResetQuirk> &quirks, const Function &function);

}
