// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/model/answer.h"
#include "app/model/functionfacts.h"
#include "app/model/shownmachine.h"
#include "bootassignmentcard.h"
#include "reasoncard.h"

namespace app
{

/// Everything the details pane shows of a function, in its order.
struct Details {
    core::PciAddress address;
    QString name;
    QString subtitle; ///< address, class and state
    DeviceState state = DeviceState::Host;
    bool gpu = false;
    Answer answer;
    std::optional<DeviceAction> action; ///< none: not a GPU, or blocked
    std::optional<BootAssignmentCard> boot; ///< on top where there is a boot assignment, else below the findings
    QList<Reason> findings;
    QString groupTitle; ///< above the reasons
    QList<Reason> shareReasons;
    QList<FactSection> sections; ///< their texts are rich, with functionLink()s

    bool operator==(const Details &) const = default;
};

/// None where the machine has no such function. Call it on a worker thread.
std::optional<Details> detailsOf(const ShownMachine &machine, const core::PciAddress &address);

/// The same while `earlier`, an operation on this GPU, may be incomplete: only resolving it is offered.
Details withUnfinished(Details details, core::Verb earlier);

}
