// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/model/bootassignmentview.h"
#include "app/window/operation/actionbutton.h"
#include "app/window/widgets/infocard.h"

#include <optional>

namespace app
{

/// The boot assignment of a GPU, or the offer of one.
struct BootAssignmentCard {
    bool assigned = false;
    Tone tone = Tone::Plain;
    QString sentence;
    QString detail;
    QList<DeviceAction> actions; ///< the most likely first

    bool operator==(const BootAssignmentCard &) const = default;
};

/// None: the function has no boot assignment and can get none.
std::optional<BootAssignmentCard> bootAssignmentCardOf(const BootAssignmentView &view, const core::PciAddress &gpu);
BootAssignmentCard bootAssignmentCardOf(const ShownBootAssignment &assignment);

InfoCard *makeBootAssignmentCard(const BootAssignmentCard &content, const QString &disabledReason, const RequestHandler &requested, QWidget *parent);

}
