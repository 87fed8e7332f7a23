// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "samples.h"

#include <KLocalizedString>

#include <QDir>
#include <QHash>
#include <QStandardPaths>

#include <algorithm>

namespace app
{

namespace
{

/// Machines that do not come with the program go by their file name.
QString nameOf(const QString &file)
{
    static const QHash<QString, QString> known{
        {QStringLiteral("laptop-shared-root-port"), i18nc("@action:inmenu a sample machine", "Laptop, GPU shares a group with its root port")},
        {QStringLiteral("mini-pc-sleeping-gpu"), i18nc("@action:inmenu a sample machine", "Mini PC with a suspended GPU")},
        {QStringLiteral("threadripper-workstation"), i18nc("@action:inmenu a sample machine", "Threadripper workstation")},
        {QStringLiteral("two-gpus-server-board"), i18nc("@action:inmenu a sample machine", "Server board with two GPUs")},
    };
    return known.value(file, file);
}

}

QList<Sample> samples()
{
    QStringList folders = QStandardPaths::locateAll(QStandardPaths::GenericDataLocation, QStringLiteral("turnout/samples"), QStandardPaths::LocateDirectory);
    folders.append(QStringLiteral(":/samples"));
    QList<Sample> found;
    for (const QString &folder : std::as_const(folders)) {
        for (const QFileInfo &file : QDir(folder).entryInfoList({QStringLiteral("*.json")}, QDir::Files)) {
            const QString name = nameOf(file.completeBaseName());
            if (std::ranges::find(found, name, &Sample::name) == found.end())
                found.append({name, file.filePath()});
        }
    }
    std::ranges::sort(found, {}, &Sample::name);
    return found;
}

}
