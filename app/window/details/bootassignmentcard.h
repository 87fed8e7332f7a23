// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/window/operation/deviceaction.h"
#include "app/window/widgets/infocard.h"
#include "app/model/bootassignmentview.h"

#include <functional>
#include <optional>

namespace app
{

/// What the details say about starts of the computer: what is chosen, and what can be chosen now.
struct BootAssignmentCard {
    bool chosen = false; ///< something is stored
    Tone tone = Tone::Plain;
    QString sentence;
    QString detail;
    QList<DeviceAction> actions; ///< the one to take first in front

    bool operator==(const BootAssignmentCard &) const = default;
};

/// None: nothing is chosen for this function, and nothing can be. `cannotChange` as for the details.
std::optional<BootAssignmentCard> bootAssignmentCardOf(const BootAssignmentView &assignments, const core::Snapshot &snapshot, const core::Function &function, const QString &cannotChange);
/// For a choice whose place is empty.
BootAssignmentCard orphanCard(const core::BootAssignmentStatus &orphan, const core::Snapshot &snapshot, const QString &cannotChange);

InfoCard *makeBootAssignmentCard(const BootAssignmentCard &start, const std::function<void(const DeviceAction &)> &requested, QWidget *parent);

}
