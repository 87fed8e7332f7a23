// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "identities.h"
#include "functionlocations.h"

#include "core/pci/function.h"

#include <optional>

namespace host
{

/// Reads what sysfs has in the directory of a PCI function.
class FunctionReader
{
public:
    FunctionReader(const Directory &devices, Identities &identities, StringPool &strings)
        : m_devices(devices)
        , m_identities(identities)
        , m_strings(strings)
    {
    }

    /// What was read, and whether this function or one above it is asleep.
    struct Result {
        core::Function function;
        bool sleeps = false;
    };

    /// Nothing when the function went away. `aboveSleeps`: a function above is asleep, so that this one cannot be
    /// reached without waking it.
    std::optional<Result> read(const FunctionLocation &location, bool aboveSleeps);

private:
    const Directory &m_devices;
    Identities &m_identities;
    StringPool &m_strings;
};

}
