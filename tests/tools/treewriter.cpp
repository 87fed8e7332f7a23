// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "treewriter.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace fixture
{

TreeWriter::TreeWriter(QByteArray root)
    : m_root(std::move(root))
{
}

void TreeWriter::fail(const char *what, const QByteArray &path)
{
    m_error = core::Error{.what = QString::fromUtf8(absolute(path) + ' ' + what + '.'),
                          .why = QString::fromUtf8(std::strerror(errno)) + QLatin1Char('.'),
                          .remedy = {}};
}

void TreeWriter::directory(const QByteArray &path)
{
    if (m_error || path.isEmpty() || m_directories.contains(path))
        return;
    parentOf(path);
    if (::mkdir(absolute(path).constData(), 0755) != 0 && errno != EEXIST)
        return fail("could not be made", path);
    m_directories.insert(path);
}

void TreeWriter::parentOf(const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    if (slash > 0)
        directory(path.first(slash));
}

void TreeWriter::file(const QByteArray &path, const QByteArray &content)
{
    parentOf(path);
    if (m_error)
        return;
    const int fd = ::open(absolute(path).constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0)
        return fail("could not be made", path);
    if (::write(fd, content.constData(), content.size()) != content.size())
        fail("could not be written", path);
    ::close(fd);
}

void TreeWriter::link(const QByteArray &path, const QByteArray &target)
{
    parentOf(path);
    if (m_error)
        return;
    const std::filesystem::path from = std::filesystem::path(path.toStdString()).parent_path();
    const std::string relative = std::filesystem::path(target.toStdString()).lexically_relative(from).string();
    if (::symlink(relative.c_str(), absolute(path).constData()) != 0)
        fail("could not be linked", path);
}

}
