// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QStringList>

namespace core
{

/// The first few of a list, as "a, b and 7 more". How many there are, of processes or mounts, is up to the users of a
/// machine, and findings travel in replies and stand in prompts.
QString listed(const QStringList &items, qsizetype enough = 8, QLatin1StringView separator = QLatin1StringView(", "));

/// A name that a process, a user or a device has given, fit for a sentence: printable(), and not longer than it takes to
/// recognise it.
QString shortName(const QString &name);

}
