// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace helper
{

inline constexpr quint32 ownerOnly = 0700;
inline constexpr quint32 readableByAll = 0755;

/// “The system says: …”, for an Error's `why`.
QString systemReason(int error);

/// The whole file; empty where it cannot be read.
QByteArray readFile(const QString &path);

/// Replaces the file atomically and makes it readable for all users. Its content is on the disk afterwards; for its entry in the
/// directory see syncDirectory(). Returns the system's reason on failure.
std::optional<QString> writeForAll(const QString &path, const QByteArray &content);

/// Creates the directory with `mode` where it does not exist. An Error unless it is a directory that only this user
/// can write to.
core::Result<QString> ownDirectory(const QString &path, quint32 mode);

/// Flushes entries that were added to or removed from the directory to the disk.
bool syncDirectory(const QString &path);

}
