// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "publicfile.h"

#include <QFile>
#include <QSaveFile>

namespace helper
{

std::optional<QString> writeForAll(const QString &path, const QByteArray &content)
{
    constexpr auto forAll = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
    QSaveFile file(path);
    const bool written = file.open(QIODevice::WriteOnly) && file.setPermissions(forAll) && file.write(content) == content.size() && file.commit();
    return written ? std::nullopt : std::optional(file.errorString());
}

}
