// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"

#include <QStringList>

namespace host
{

/// Of core::markerFiles(), those that this machine has.
QStringList readMarkers(const Directory &root);

}
