// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/pciaddress.h"

#include <QList>
#include <QString>

namespace helper
{

/// Files that everybody can see, RUNTIME/blocked/ADDRESS, one for each function on which a call into the kernel waits.
/// Whoever reads the machine then keeps off what would wait along with it (host/wakesafety.h). The journals say what is
/// blocked; these only tell it, and go with the reboot.
class BlockedFunctions
{
public:
    explicit BlockedFunctions(const QString &runtimeDirectory)
        : m_directory(runtimeDirectory + QLatin1String("/blocked"))
    {
    }

    /// Makes the marks those of `functions`, no more and no fewer. False where that cannot be done.
    bool set(const QList<core::PciAddress> &functions) const;
    bool add(const core::PciAddress &function) const;
    void remove(const core::PciAddress &function) const;

private:
    bool makeDirectory() const;

    QString m_directory;
};

}
