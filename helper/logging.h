// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QLoggingCategory>

/// "turnout.helper": what was read, planned, written and undone. For a running helper, rules come only from
/// /etc/xdg/QtProject/qtlogging.ini, because its environment is dropped.
Q_DECLARE_LOGGING_CATEGORY(TURNOUT_HELPER)
