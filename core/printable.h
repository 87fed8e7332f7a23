// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QString>

namespace core
{

/// `text` with control, format and line-separating characters replaced: names come from hardware, files and other
/// people's snapshots, and must not control a terminal or forge a line.
QString printable(const QString &text);

}
