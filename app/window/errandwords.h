// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "deed.h"
#include "infocard.h"

#include "app/client/errand.h"

namespace app
{

/// On the button that has the helper finish or take back what was left halfway.
QString recoverWord();
/// On the button that takes a choice back. `tryOnce`: it is for the next start only.
QString takeBackWord(bool tryOnce);
Deed recoverDeed(const QString &cannotChange);
/// On the button that does it: "Give to Virtual Machines".
QString deedWord(const client::Errand &errand);
/// What the plan comes to, in one or two sentences.
QString planSummary(const client::Errand &errand);
/// The choice to pass a blocker, in the words of what the host loses.
QString passWord(const QString &findingId);
/// What the host loses by a caution, as the user has to say it; empty: it loses nothing.
QString lossWord(const client::Errand &errand, const core::Finding &finding);
/// For a choice for starts: how a start goes without it, and how it is taken back. Empty for all else.
QString wayOut(const client::Errand &errand);
/// What is going on, or what is missing before it can; empty where the pane says it all.
QString statusWord(const client::Errand &errand);

struct Words {
    Tone tone = Tone::Plain;
    QString headline; ///< Verified, Diverged ...
    QString text;
};
Words resultWords(const client::Errand &errand);

/// Whether something may be left halfway that the helper can finish or take back.
bool needsRecovery(const client::Errand &errand);
/// The same before a change, where an earlier one stands in its way.
bool needsRecovery(const QList<core::Finding> &findings);

}
