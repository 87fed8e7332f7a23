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

/// Publishes a function for as long as a call into the kernel may block on it.
class BlockedMark
{
public:
    BlockedMark(const QString &runtimeDirectory, const core::PciAddress &function)
        : m_functions(runtimeDirectory)
        , m_function(function)
        , m_set(m_functions.add(function))
    {
    }
    Q_DISABLE_COPY_MOVE(BlockedMark)
    ~BlockedMark()
    {
        if (m_set && !m_kept)
            m_functions.remove(m_function);
    }

    bool isSet() const
    {
        return m_set;
    }
    /// The call did not return.
    void keep()
    {
        m_kept = true;
    }

private:
    BlockedFunctions m_functions;
    core::PciAddress m_function;
    bool m_set;
    bool m_kept = false;
};

}
