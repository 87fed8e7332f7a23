// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QByteArray>

/// JSON written with single quotation marks for double ones.
inline QByteArray json(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

/// The well-formed `entry` with one thing changed.
inline QByteArray changed(QByteArray entry, const char *before, const char *after)
{
    Q_ASSERT(entry.count(json(before)) == 1);
    return entry.replace(json(before), json(after));
}
