// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "logging.h"

Q_LOGGING_CATEGORY(TURNOUT_VM, "turnout.vm", QtWarningMsg)
