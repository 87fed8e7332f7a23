// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "annotations.h"
#include "devicestate.h"
#include "core/pci/pciaddress.h"
#include "core/snapshot/snapshot.h"

#include <QString>

#include <array>
#include <optional>
#include <vector>

namespace app
{

enum class FunctionColumn : quint8 {
    Name,
    Address,
    Group,
    Driver,
    Power,
    Boot ///< the boot assignment
};
inline constexpr int functionColumnCount = 6;

/// One row of the function tree, with all it shows as finished text. Made off the GUI thread.
struct FunctionRow {
    enum class Kind : quint8 {
        Machine,
        RootBus,
        Function
    };

    Kind kind = Kind::Machine;
    core::PciAddress address; ///< RootBus: device and function are 0. Machine: without meaning
    std::array<QString, functionColumnCount> texts;
    QString icon; ///< name in the icon theme; GPUs show their sign instead
    QString description; ///< the whole row, for tool tips and screen readers
    QString searchText; ///< what the search field searches
    std::optional<DeviceState> state; ///< GPUs only

    size_t appearance = 0; ///< a hash of all of the above

    std::vector<FunctionRow> children; ///< in address order

    const QString &text(FunctionColumn column) const
    {
        return texts[static_cast<size_t>(column)];
    }
    QString &text(FunctionColumn column)
    {
        return texts[static_cast<size_t>(column)];
    }

    /// Whether both stand for the same object of a machine. Values may differ.
    bool isSameRow(const FunctionRow &other) const
    {
        return kind == other.kind && address == other.address;
    }
    /// Whether both look the same, children aside. A refresh compares every row on the GUI thread.
    bool appearsLike(const FunctionRow &other) const
    {
        return appearance == other.appearance;
    }
};

/// The machine's row with the root buses, bridges and functions below it.
FunctionRow functionRows(const core::Snapshot &snapshot, const Annotations &annotations);

}
