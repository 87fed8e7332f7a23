// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "statelock.h"

#include "helper/files.h"

#include <KLocalizedString>
#include <QFile>

#include <cerrno>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace helper
{

namespace
{
core::Error unusable(const QString &path, int error)
{
    return {i18nc("@info %1 is a path", "The lock file %1 cannot be used.", path),
            systemReason(error),
            i18nc("@info %1 is a path", "Remove %1 if it is not an ordinary file that belongs to root.", path)};
}

core::Error busy()
{
    return {i18nc("@info", "Another change is in progress."),
            i18nc("@info", "Turnout makes one change at a time."),
            i18nc("@info", "Wait until it has finished, then try again.")};
}
}

core::Result<StateLock> StateLock::take(const QString &runtimeDirectory, std::chrono::milliseconds timeout, const char *name)
{
    const QString path = runtimeDirectory + u'/' + QLatin1StringView(name);
    host::FileDescriptor file(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (!file.isOpen())
        return unusable(path, errno);
    const auto end = std::chrono::steady_clock::now() + timeout;
    while (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return unusable(path, errno);
        if (std::chrono::steady_clock::now() >= end)
            return busy();
        std::this_thread::sleep_for(20ms);
    }
    return StateLock(std::move(file));
}

}
