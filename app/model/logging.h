// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QLoggingCategory>

/// Silent by default; QT_LOGGING_RULES="turnout.model=true" turns it on.
Q_DECLARE_LOGGING_CATEGORY(TURNOUT_MODEL)
