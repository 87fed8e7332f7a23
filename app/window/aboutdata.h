// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

namespace app
{

/// Identifies the program to the frameworks; the window finds its menus by that name. Call it once, after the application
/// object exists.
void setApplicationData();

}
