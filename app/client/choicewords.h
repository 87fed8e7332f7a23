// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/choicestate.h"

namespace app::client
{

/// What is chosen, and whether it is so: "At every start: with virtual machines".
QString choiceSentence(const core::ChoiceState &state);

/// What else there is to say: since when it counts, when it goes back, why it is not so. May be empty.
QString choiceDetail(const core::ChoiceState &state, const core::Snapshot &snapshot);

/// What persist or unpersist makes of the next starts, before it is carried out.
QString choiceSummary(core::Verb verb, bool tryOnce);

/// For whoever sits before a dark screen, or a computer that does not start well, after a persist.
QString wayOutOfChoice();

/// For a narrow column: "every start", "next start", "this start", "not so".
QString choiceTag(const core::ChoiceState &state);

}
