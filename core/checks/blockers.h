// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "finding.h"

#include <QStringList>

namespace core
{

/// The blockers in `findings` that still refuse a change: those that cannot be accepted, and those whose id is not in
/// `accepted`. In the order of `findings`.
QList<Finding> blockersLeft(const QList<Finding> &findings, const QStringList &accepted = {});

/// Whether the user can accept the finding by its id.
bool isAcceptableBlocker(const Finding &finding);

/// Whether the user can accept all of `blockers`.
bool areAcceptable(const QList<Finding> &blockers);

/// The ids of those that the user can accept, sorted, without duplicates.
QStringList acceptableIds(const QList<Finding> &blockers);

}
