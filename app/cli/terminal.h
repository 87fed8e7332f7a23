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
    bool colour = false; ///< a terminal that understands SGR sequences, and the user did not set NO_COLOR
    bool unicode = false; ///< the locale's characters are UTF-8

    /// Must be called before QCoreApplication is made: that one switches the process to a UTF-8 locale.
    static Terminal detect();
};

/// `text` in the characters of the locale that Terminal::detect() found; what they lack is written with the nearest
/// ones there are.
QByteArray encoded(const QString &text);

/// Columns that `text` takes on a terminal.
int columns(QStringView text);

}
