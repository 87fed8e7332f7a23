// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

namespace app::cli
{

/// What stdout can show.
struct Terminal {
    int width = 80; ///< columns; 80 when stdout is not a terminal
    bool color = false; ///< a terminal that understands SGR sequences, and NO_COLOR is not set
    bool unicode = false; ///< the locale's characters are UTF-8

    /// Call it before making a QCoreApplication, which switches the process to a UTF-8 locale.
    static Terminal detect();
};

/// `text` in the encoding of the locale that Terminal::detect() found, transliterated where that lacks a character.
QByteArray encoded(const QString &text);

/// Columns that `text` takes on a terminal.
int columns(QStringView text);

}
