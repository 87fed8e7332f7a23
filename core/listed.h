// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QStringList>

namespace core
{

/// The first few of a list: "a, b and 7 more". Users of the machine control how many processes or mounts there are, and
/// findings must fit into replies and prompts.
QString listed(const QStringList &items, qsizetype enough = 8, QLatin1StringView separator = QLatin1StringView(", "));

/// A name chosen by a process, a user or a device, made safe for a sentence: printable() and cut.
QString shortName(const QString &name);

}
