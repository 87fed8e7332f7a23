// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"

#include <QString>

#include <optional>

namespace fixture
{

/// Makes the tree of a reported machine below `root`: that of its machine file, changed as its overlay says. `directory` has
/// overlay.txt and, unless the overlay names a BASE, machine.machine (tests/fixtures/overlays/README.md).
std::optional<core::Error> writeOverlaidTree(const QString &directory, const QString &root);

}
