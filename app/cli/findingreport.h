// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "textreport.h"

#include "core/checks/finding.h"

namespace app::cli
{

/// The verdict's sign: ✔, ▲ or ✘.
QString verdictSign(core::Verdict verdict, const Terminal &terminal);
/// "✔ ready": neither the sign nor its color stands alone.
QString verdictLabel(core::Verdict verdict, const Terminal &terminal);
Tone tone(core::Verdict verdict);

/// The finding with its remedy and evidence.
void addFinding(TextReport &report, const core::Finding &finding);
/// "Remedy: ..." and "Evidence: ...", as far as there are any, from column `column` on.
void addRemedy(TextReport &report, const QString &remedy, const QString &evidence, int column);

}
