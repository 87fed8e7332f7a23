// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "deviceaction.h"
#include "app/window/widgets/infocard.h"

#include "app/operation/operation.h"

namespace app
{

/// On the button that has the helper finish or take back what was left halfway.
QString recoverText();
/// On the button that takes a choice back. `nextBootOnly`: it is for the next start only.
QString undoText(bool nextBootOnly);
DeviceAction recoverAction(const QString &cannotChange);
/// On the button that does it: "Give to Virtual Machines".
QString actionText(const operation::Operation &operation);
/// What the plan comes to, in one or two sentences.
QString planSummary(const operation::Operation &operation);
/// The choice to pass a blocker, in the words of what the host loses.
QString acceptText(const QString &findingId);
/// What the host loses by a caution, as the user has to say it; empty: it loses nothing.
QString lossText(const operation::Operation &operation, const core::Finding &finding);
/// For a choice for starts: how a start goes without it, and how it is taken back. Empty for all else.
QString wayOut(const operation::Operation &operation);
/// What is going on, or what is missing before it can; empty where the pane says it all.
QString statusKeyword(const operation::Operation &operation);

struct Keywords {
    Tone tone = Tone::Plain;
    QString headline; ///< Verified, Diverged ...
    QString text;
};
Keywords resultKeywords(const operation::Operation &operation);

/// Whether something may be left halfway that the helper can finish or take back.
bool needsRecovery(const operation::Operation &operation);
/// The same before a change, where an earlier one stands in its way.
bool needsRecovery(const QList<core::Finding> &findings);

}
