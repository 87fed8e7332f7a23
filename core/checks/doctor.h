// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

namespace core
{

/// One thing that has to be right before any GPU of this machine can go to a virtual machine.
struct DoctorCheck {
    enum class State : quint8 {
        Good,
        Warning, ///< works, with a drawback
        Bad, ///< has to be changed
        Unknown, ///< could not be read
    };
    QString id; ///< stable kebab-case word (docs/findings.md)
    State state = State::Unknown;
    QString text; ///< what is true: full sentences
    QString evidence; ///< which file said so
    QString remedy; ///< what exactly to change; empty where nothing has to be

    bool operator==(const DoctorCheck &) const = default;
};

/// The words of the JSON contract: good, warning, bad, unknown.
QString toKeyword(DoctorCheck::State state);

/// Whether this machine is ready and, if not, what exactly to change. Turnout never edits boot loader files: it says
/// what a person has to write where. In the order in which to go about it.
QList<DoctorCheck> doctor(const Snapshot &snapshot);

}
