// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "directory.h"

#include "core/pci/pciaddress.h"

#include <QList>

#include <bitset>

namespace host
{

/// One listing of a function's directory: the attributes and links that exist, so that nothing is opened in vain, and values
/// that are in names alone.
class FunctionEntries
{
public:
    enum class Link : quint8 {
        Driver,
        IommuGroup,
        PhysicalFunction
    };

    explicit FunctionEntries(const Directory &directory);

    bool has(Attribute attribute) const
    {
        return m_attributes.test(size_t(attribute));
    }
    bool has(Link link) const
    {
        return m_links.test(size_t(link));
    }
    bool hasPower() const
    {
        return m_power;
    }
    bool hasTurnout() const
    {
        return m_turnout;
    }
    bool hasBus() const
    {
        return m_bus;
    }
    /// Its driver registered it with VFIO.
    bool hasVfio() const
    {
        return m_vfio;
    }
    /// Mediated devices below the function.
    const std::vector<std::string> &uuids() const
    {
        return m_uuids;
    }
    const QList<core::PciAddress> &suppliers() const
    {
        return m_suppliers;
    }

private:
    void add(std::string_view name);

    std::bitset<256> m_attributes;
    std::bitset<8> m_links;
    bool m_power = false;
    bool m_turnout = false;
    bool m_bus = false;
    bool m_vfio = false;
    std::vector<std::string> m_uuids;
    QList<core::PciAddress> m_suppliers;
};

const char *name(FunctionEntries::Link link);

}
