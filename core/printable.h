// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QString>

namespace core
{

/// `text` without control characters, line breaks and invisible ones that turn the direction of writing: names come
/// from hardware, files and other people's snapshots, and must not be able to steer a terminal or to forge a line.
QString printable(const QString &text);

}
