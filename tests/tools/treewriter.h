// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QSet>

#include <optional>

namespace fixture
{

/// Writes files, directories and relative links below one directory. Paths are relative to it; directories are made
/// as needed. The first failure is kept and everything after it is ignored.
class TreeWriter
{
public:
    explicit TreeWriter(QByteArray root);

    void directory(const QByteArray &path);
    void file(const QByteArray &path, const QByteArray &content);
    /// A link at `path` to `target`, both relative to the root, written the way sysfs does: from the link's place.
    void link(const QByteArray &path, const QByteArray &target);

    const std::optional<core::Error> &error() const
    {
        return m_error;
    }

private:
    QByteArray absolute(const QByteArray &path) const
    {
        return m_root + '/' + path;
    }
    void fail(const char *what, const QByteArray &path);
    void parentOf(const QByteArray &path);

    QByteArray m_root;
    QSet<QByteArray> m_directories;
    std::optional<core::Error> m_error;
};

}
