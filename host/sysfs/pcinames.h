// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "parse.h"

#include <QString>

#include <memory>
#include <string>

struct pci_access;

namespace host
{

/// The names of pci.ids through libpci. Never asks the network. Empty strings for what the list does not know.
class PciNames
{
public:
    /// `list`: the pci.ids file to use; empty: the one libpci was built for.
    explicit PciNames(const std::string &list);

    QString vendor(const PciIds &ids) const;
    QString device(const PciIds &ids) const;
    QString subsystem(const PciIds &ids) const;
    QString deviceClass(const PciIds &ids) const;

private:
    struct Cleanup {
        void operator()(pci_access *access) const;
    };
    std::unique_ptr<pci_access, Cleanup> m_access;
};

}
