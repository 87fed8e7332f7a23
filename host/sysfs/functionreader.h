// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "identities.h"
#include "functionlocations.h"

#include "core/pci/function.h"

#include <optional>

namespace host
{

/// Reads the directory of a PCI function in sysfs.
class FunctionReader
{
public:
    FunctionReader(const Directory &devices, Identities &identities, StringPool &strings)
        : m_devices(devices)
        , m_identities(identities)
        , m_strings(strings)
    {
    }

    /// The function, and whether it or one above it is suspended.
    struct Result {
        core::Function function;
        bool suspended = false;
    };

    /// Nothing when the function vanished. `isAboveSuspended`: this one cannot be reached without waking one above it.
    std::optional<Result> read(const FunctionLocation &location, bool isAboveSuspended);

private:
    const Directory &m_devices;
    Identities &m_identities;
    StringPool &m_strings;
};

}
