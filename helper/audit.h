// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QString>

#include <functional>

namespace helper
{

/// Takes one line for the system's journal: who requested what, and the outcome.
using AuditCall = std::function<void(const QString &line)>;

/// To syslog(3), facility auth, which journald collects.
void auditToSystem(const QString &line);

}
