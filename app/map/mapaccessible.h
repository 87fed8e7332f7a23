// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

namespace app
{

class MapView;

/// Lets assistive technology see a MapView as a list with one item for each function. Safe to call more than once.
void installMapAccessibility();

/// The number of the selected function among the view's accessible children; -1: none.
int accessibleChildOf(const MapView &view);

}
