// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/goal.h"

class QCommandLineParser;

namespace app::cli
{

/// Takes --with and --without into `goal`. An error message, empty for none.
QString takeCompanions(const QCommandLineParser &parser, core::Goal &goal);

}
