// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/cli/textreport.h"

#include "core/checks/finding.h"
#include "core/snapshot/snapshot.h"

namespace app::cli
{

/// Why a value is not known, in the user's words.
QString unreadText(core::Unread why);

/// The value as `format` writes it, `absent` when the kernel has none, else why it is not known.
template<typename T, typename Format>
QString readingText(const core::Reading<T> &reading, const QString &absent, Format format)
{
    if (reading.known())
        return format(*reading);
    return reading.why() == core::Unread::Absent ? absent : unreadText(reading.why());
}

/// "nvidia", "no driver".
QString driverText(const core::Function &function);
/// "awake (D0)", "asleep (D3cold)".
QString powerText(const core::Function &function);
/// "15, shared with 2 other functions".
QString groupText(const core::Snapshot &snapshot, const core::Function &function);
/// Everyone who uses a function of the slot of `gpu` now: screens and processes.
QString usersText(const core::Snapshot &snapshot, const core::Function &gpu);
/// "256 MiB".
QString sizeText(quint64 bytes);
/// "12 s", "3 min 20 s", "3 h 20 min".
QString durationText(quint64 milliseconds);
/// "01:00.0, 01:00.1 and 02:00.0".
QString addressesText(const QList<core::PciAddress> &addresses);

/// A sign and a word; the sign alone, or its colour, never says it.
QString verdictText(core::Verdict verdict, const Terminal &terminal);
Tone tone(core::Verdict verdict);
QString severityText(core::Severity severity, const Terminal &terminal);
Tone tone(core::Severity severity);

/// What a member of a group or slot is: its name, and its driver unless it is a bridge.
QString memberText(const core::Function &function);
/// The function's line in a list of members: address and memberText().
void addMember(TextReport &report, const core::Function &function, int indent);
/// What is true, what to do and who said so.
void addFinding(TextReport &report, const core::Finding &finding);

}
