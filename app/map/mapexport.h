// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/model/annotations.h"

#include "core/result.h"

#include <QPalette>
#include <QString>

namespace app
{

/// The image's size in pixels, or a drawing's in logical pixels.
using MapExport = core::Result<QSize>;

/// Writes the map with a title and a legend. The suffix of `path` selects the format: .svg, .png or .pdf (one page as
/// large as the map). An existing file is replaced only when the new one is complete.
MapExport exportMap(const core::Snapshot &snapshot, const Annotations &annotations, const QString &path, const QPalette &palette);

}
