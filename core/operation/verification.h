// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "plan.h"

namespace core
{

/// What a fresh look at the machine says about a change. Only that is truth: not what the helper answered, and not that
/// there was no error.
struct Verification {
    enum class State : quint8 {
        Verified, ///< every fact is as the plan expects it
        Diverged, ///< at least one is not
        Unknown, ///< none is known to be otherwise, but not all could be read
    };
    State state = State::Unknown;
    /// One sentence for each fact that is otherwise, then one for each that could not be read. Empty: Verified.
    QStringList differences;

    bool operator==(const Verification &) const = default;
};

/// verified, diverged, unknown
QString toKeyword(Verification::State state);

/// The steps whose `expected` must hold when all of `steps` are done: the last for each fact of a function. Left out is
/// what drivers change by themselves when they are bound or unbound afterwards: a VFIO driver sets power/control
/// (drivers/vfio/pci/vfio_pci_core.c, vfio_pci_core_register_device), and turnout/ comes and goes with our driver.
QList<Step> expectedEnd(const QList<Step> &steps);

/// Compares a snapshot taken after a verb with the end that its plan expects. A plan with nothing to do is verified; one
/// that was refused expects nothing and is unknown.
Verification verify(const Snapshot &after, const Plan &plan);

}
