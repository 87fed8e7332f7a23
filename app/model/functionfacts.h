// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

#include <QList>
#include <QString>

namespace app
{

struct FunctionFact {
    QString label;
    QString text; ///< plain; linkFunctions() makes links of its addresses
    bool unread = false; ///< `text` says why the value is not known

    bool operator==(const FunctionFact &) const = default;
};

struct FactSection {
    QString title;
    QList<FunctionFact> facts;

    bool operator==(const FactSection &) const = default;
};

/// Everything the snapshot holds about a function, for window and command line. Sections without facts are left out; a
/// value that could not be read is a fact that says why.
QList<FactSection> functionFacts(const core::Snapshot &snapshot, const core::Function &function);

}
