// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "pcinames.h"
#include "stringpool.h"

#include "core/pci/modulealias.h"

#include <mutex>

namespace host
{

/// Values that follow from a function's modalias alone.
struct Identity {
    PciIds ids;
    QString modalias;
    QString vendorName;
    QString deviceName;
    QString subsystemName;
    QString className;
    QStringList moduleCandidates;
    QList<core::VfioCandidate> vfioCandidates;
};

/// Looks up each modalias once; thread-safe.
class Identities
{
public:
    Identities(const PciNames &names, const core::ModuleAliases &aliases)
        : m_names(names)
        , m_aliases(aliases)
    {
    }

    /// Null when it is no PCI modalias; valid as long as this.
    const Identity *of(std::string_view modalias);

private:
    std::mutex m_mutex;
    const PciNames &m_names;
    const core::ModuleAliases &m_aliases;
    StringMap<Identity> m_known;
    StringPool m_strings;
};

}
