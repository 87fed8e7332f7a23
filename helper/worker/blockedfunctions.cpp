// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "blockedfunctions.h"

#include "helper/files.h"

#include <QDir>
#include <QFile>

namespace helper
{

bool BlockedFunctions::makeDirectory() const
{
    return ownDirectory(QFileInfo(m_directory).path(), readableByAll).ok() && ownDirectory(m_directory, readableByAll).ok();
}

bool BlockedFunctions::add(const core::PciAddress &function) const
{
    QFile file(m_directory + QLatin1Char('/') + function.toString());
    return makeDirectory() && file.open(QIODevice::WriteOnly);
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
