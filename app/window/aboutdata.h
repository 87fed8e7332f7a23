// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

namespace app
{

/// Tells the frameworks which program this is; the window finds its menus by that name. Once, after the application object.
void setApplicationData();

}
