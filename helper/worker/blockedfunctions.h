// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/pciaddress.h"

#include <QList>
#include <QString>

namespace helper
{

/// Publishes the functions on which a call into the kernel is blocked, as files RUNTIME/blocked/ADDRESS. Readers of the
/// machine avoid attributes that would block, too (host/sysfs/wakesafety.h). Derived from the journals; a reboot
/// removes it.
class BlockedFunctions
{
public:
    explicit BlockedFunctions(const QString &runtimeDirectory)
        : m_directory(runtimeDirectory + QLatin1String("/blocked"))
    {
    }

    /// Publishes exactly `functions`. False on failure.
    bool set(const QList<core::PciAddress> &functions) const;
    bool add(const core::PciAddress &function) const;
    void remove(const core::PciAddress &function) const;

private:
    bool makeDirectory() const;

    QString m_directory;
};

}
