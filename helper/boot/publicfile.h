// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace helper
{

/// Makes `content` what is in the file, all of it or nothing, for all to read. Where that fails, the system's reason.
std::optional<QString> writeForAll(const QString &path, const QByteArray &content);

}
