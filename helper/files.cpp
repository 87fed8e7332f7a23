// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "files.h"

#include "host/sysfs/directory.h"

#include <KLocalizedString>
#include <QFile>
#include <QSaveFile>

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace helper
{

namespace
{
core::Error unusable(const QString &path, const QString &why)
{
    return {i18nc("@info %1 is a path", "%1 cannot be used.", path),
            why,
            i18nc("@info %1 is a path", "Make %1 a directory that belongs to root and that no other user can write to.", path)};
}
}

QString systemReason(int error)
{
    return i18nc("@info %1 is the system's reason", "The system says: %1.", QString::fromLocal8Bit(::strerror(error)));
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

std::optional<QString> writeForAll(const QString &path, const QByteArray &content)
{
    constexpr auto forAll = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
    QSaveFile file(path);
    const bool written = file.open(QIODevice::WriteOnly) && file.setPermissions(forAll) && file.write(content) == content.size() && file.flush();
    // commit() flushes to the disk as well, but ignores errors.
    if (written && ::fsync(file.handle()) != 0)
        return QString::fromLocal8Bit(::strerror(errno));
    return written && file.commit() ? std::nullopt : std::optional(file.errorString());
}

core::Result<QString> ownDirectory(const QString &path, quint32 mode)
{
    const QByteArray name = QFile::encodeName(path);
    const bool made = ::mkdir(name.constData(), mode) == 0;
    if (!made && errno != EEXIST)
        return unusable(path, systemReason(errno));
    if (made && ::chmod(name.constData(), mode) != 0) // mkdir() applied the umask
        return unusable(path, systemReason(errno));
    struct stat status{};
    if (::lstat(name.constData(), &status) != 0)
        return unusable(path, systemReason(errno));
    if (!S_ISDIR(status.st_mode))
        return unusable(path, i18nc("@info", "It is not a directory."));
    if (status.st_uid != ::geteuid() || (status.st_mode & (S_IWGRP | S_IWOTH)))
        return unusable(path, i18nc("@info", "Another user can write to it."));
    return path;
}

bool syncDirectory(const QString &path)
{
    const host::FileDescriptor directory(::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return directory.isOpen() && ::fsync(directory.get()) == 0;
}

}
