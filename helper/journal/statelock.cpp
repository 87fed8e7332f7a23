// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "statelock.h"

#include <KLocalizedString>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace helper
{

namespace
{
core::Error unusable(const QString &path, const QString &why)
{
    return {i18nc("@info %1 is a path", "%1 cannot be used.", path),
            why,
            i18nc("@info %1 is a path", "Make %1 a directory of root that nobody else can write to.", path)};
}

QString reason(int error)
{
    return i18nc("@info %1 is the system's reason", "The system says: %1.", QString::fromLocal8Bit(::strerror(error)));
}

core::Error busy()
{
    return {i18nc("@info", "Another change is under way."),
            i18nc("@info", "Turnout makes one change to a machine at a time."),
            i18nc("@info", "Wait until it is done, then try again.")};
}
}

core::Result<StateLock> StateLock::take(const QString &stateDirectory, std::chrono::milliseconds timeout)
{
    const QString path = stateDirectory + u"/lock"_s;
    host::FileDescriptor file(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (!file.isOpen())
        return unusable(path, reason(errno));
    const auto end = std::chrono::steady_clock::now() + timeout;
    while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return unusable(path, reason(errno));
        if (std::chrono::steady_clock::now() >= end)
            return busy();
        std::this_thread::sleep_for(20ms);
    }
    return StateLock(std::move(file));
}

core::Result<QString> ownDirectory(const QString &path, quint32 mode)
{
    const QByteArray name = QFile::encodeName(path);
    const bool made = ::mkdir(name.constData(), mode) == 0;
    if (!made && errno != EEXIST)
        return unusable(path, reason(errno));
    if (made && ::chmod(name.constData(), mode) != 0) // the umask has taken from it
        return unusable(path, reason(errno));
    struct stat status{};
    if (::lstat(name.constData(), &status) != 0)
        return unusable(path, reason(errno));
    if (!S_ISDIR(status.st_mode))
        return unusable(path, i18nc("@info", "It is not a directory."));
    if (status.st_uid != ::geteuid() || (status.st_mode & (S_IWGRP | S_IWOTH)))
        return unusable(path, i18nc("@info", "Somebody else can write to it."));
    return path;
}

bool syncDirectory(const QString &path)
{
    const host::FileDescriptor directory(::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return directory.isOpen() && ::fsync(directory.get()) == 0;
}

}
