// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

#include <QList>
#include <QString>

namespace app
{

/// One line of the details pane's last part.
struct Fact {
    QString label;
    QString text; ///< rich text, may hold functionLink()s
    bool unread = false; ///< `text` says why the value is not known

    bool operator==(const Fact &) const = default;
};

struct FactSection {
    QString title;
    QList<Fact> facts;

    bool operator==(const FactSection &) const = default;
};

/// Everything the snapshot holds about a function, in a person's units. Sections without facts are left out; a value
/// that could not be read is a fact that says why.
QList<FactSection> facts(const core::Snapshot &snapshot, const core::Function &function);

}
