// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "blockedfunctions.h"

#include "helper/files.h"
#include "host/sysfs/directory.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>

namespace helper
{

bool BlockedFunctions::makeDirectory() const
{
    return ownDirectory(QFileInfo(m_directory).path(), readableByAll).ok() && ownDirectory(m_directory, readableByAll).ok();
}

bool BlockedFunctions::add(const core::PciAddress &function) const
{
    const QByteArray path = QFile::encodeName(m_directory + QLatin1Char('/') + function.toString());
    const auto make = [&path] {
        constexpr mode_t mode = S_IRUSR | S_IWUSR;
        return host::FileDescriptor(::open(path.constData(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode)).isOpen();
    };
    return make() || (makeDirectory() && make());
}

void BlockedFunctions::remove(const core::PciAddress &function) const
{
    QFile::remove(m_directory + QLatin1Char('/') + function.toString());
}

bool BlockedFunctions::set(const QList<core::PciAddress> &functions) const
{
    bool done = true;
    const QStringList present = QDir(m_directory).entryList(QDir::Files);
    for (const QString &name : present) {
        const auto address = core::PciAddress::parse(name);
        if (!address || !functions.contains(*address))
            done = QFile::remove(m_directory + QLatin1Char('/') + name) && done;
    }
    for (const core::PciAddress &function : functions)
        done = add(function) && done;
    return done;
}

}
