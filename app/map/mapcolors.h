// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/checks/finding.h"

#include <QColor>
#include <QPalette>

namespace app
{

/// Every color of the map, mixed from the palette and the desktop's color scheme, so that it follows light and dark.
struct MapColors {
    QPalette palette;
    QColor canvas;
    QColor text;
    QColor dimText;
    QColor node;
    QColor minor;
    QColor card;
    QColor cardBorder;
    QColor track;
    QColor mainTrack; ///< to GPUs
    QColor fence; ///< the outline of a group
    QColor fenceFill;
    QColor accent;
    QColor positive;
    QColor neutral;
    QColor negative;

    static MapColors of(const QPalette &palette);

    QColor tone(core::Verdict verdict) const;
    QColor tone(core::Severity severity) const;
};

}
