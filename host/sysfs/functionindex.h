// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"

#include "parse.h"

#include <algorithm>
#include <vector>

namespace host
{

/// Finds the function a device belongs to, while a snapshot is made.
class FunctionIndex
{
public:
    /// `functions` in address order; must outlive this.
    explicit FunctionIndex(std::vector<core::Function> &functions)
        : m_functions(functions)
    {
    }

    core::Function *at(const core::PciAddress &address) const
    {
        const auto found = std::ranges::lower_bound(m_functions, address, {}, &core::Function::address);
        return found != m_functions.end() && found->address == address ? &*found : nullptr;
    }

    /// The last function on a device path in sysfs; null where there is none.
    core::Function *behind(std::string_view devicePath) const
    {
        const auto address = deepestPciAddress(devicePath);
        return address ? at(*address) : nullptr;
    }

    std::vector<core::Function> &all() const
    {
        return m_functions;
    }

private:
    std::vector<core::Function> &m_functions;
};

}
