// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "plan.h"

namespace core
{

/// The result of a change, as a fresh scan of the machine shows it. Neither the helper's answer nor the absence of an error
/// counts.
struct Verification {
    enum class State : quint8 {
        Verified, ///< every setting is as the plan expects
        Diverged, ///< at least one is not
        Unknown, ///< none is known to differ, but not all could be read
    };
    State state = State::Unknown;
    /// One sentence for each setting that differs, then one for each that could not be read. Empty: Verified.
    QStringList differences;

    bool operator==(const Verification &) const = default;
};

/// verified, diverged, unknown
QString toKeyword(Verification::State state);

/// The steps whose `expected` must hold when all of `steps` are done: the last for each setting of a function,
/// without settings that drivers change when they are bound or unbound afterwards: a VFIO driver sets power/control
/// (drivers/vfio/pci/vfio_pci_core.c, vfio_pci_core_register_device), and turnout/ exists only with our driver.
QList<Step> expectedEnd(const QList<Step> &steps);

/// Compares a snapshot taken after a change with the end state of its plan. A plan without steps is verified, a refused one
/// unknown.
Verification verify(const Snapshot &after, const Plan &plan);

}
