// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

namespace core
{

/// One requirement for assigning any GPU of this machine to VMs.
struct DoctorCheck {
    enum class State : quint8 {
        Good,
        Warning, ///< works, with a drawback
        Bad, ///< must be changed
        Unknown, ///< could not be read
    };
    QString id; ///< stable kebab-case word (docs/findings.md)
    State state = State::Unknown;
    QString text; ///< one or two sentences
    QString evidence; ///< the file it was read from
    QString remedy; ///< what to change; empty where nothing needs to

    bool operator==(const DoctorCheck &) const = default;
};

/// Keywords of the JSON contract: good, warning, bad, unknown.
QString toKeyword(DoctorCheck::State state);

/// Whether this machine is ready and, if not, what to change, in the order in which to do it. Turnout never edits boot
/// loader files; it tells the user what to write where.
QList<DoctorCheck> doctor(const Snapshot &snapshot);

}
