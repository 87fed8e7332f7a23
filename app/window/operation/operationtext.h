// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "deviceaction.h"
#include "app/window/widgets/infocard.h"

#include "app/operation/operation.h"

namespace app
{

DeviceAction actionFor(core::Verb verb, const core::PciAddress &gpu, const QString &label);
/// Has the helper finish or undo an interrupted operation.
DeviceAction recoverAction(const core::PciAddress &gpu);
/// The label of the button that starts the removal of a boot assignment.
QString removeBootAssignmentText();

/// The label of the button that confirms the plan: "Assign to VMs".
QString confirmText(const core::Goal &goal);
/// The effect of the plan, in one or two sentences.
QString planSummary(const operation::Operation &operation);
/// The option to accept a blocker, with what the host loses.
QString acceptText(const QString &findingId);
/// The option to accept what the host loses by a caution; empty: it loses nothing.
QString lossText(const core::Goal &goal, const core::Finding &finding);
/// For a boot assignment: how to boot without it, and how to remove it. Empty for all other goals.
QString bootRemedy(const core::Goal &goal);
/// The phase, or the next thing the user must do; may be empty.
QString statusText(const operation::Operation &operation);
/// The step or inverse step that `progress` is about; may be empty.
QString progressText(const operation::Operation &operation, const core::Progress &progress);

struct ResultText {
    Tone tone = Tone::Plain;
    QString headline; ///< Verified, Diverged …
    QString text;
};
ResultText resultText(const operation::Operation &operation);

/// Whether an interrupted operation may be left that the helper can finish or undo.
bool needsRecovery(const operation::Operation &operation);

}
