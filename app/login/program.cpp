// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "herald.h"

#include <KLocalizedString>

#include <QGuiApplication>

namespace app::login
{

int runProgram(int argc, char **argv, const Surroundings &surroundings)
{
    // Before anything else is set up, because this is how almost every login goes.
    if (!isAnythingStored(surroundings.root))
        return 0;
    const QGuiApplication application(argc, argv);
    KLocalizedString::setApplicationDomain("turnout");
    QGuiApplication::setApplicationName(QStringLiteral("turnout"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.turnout.Turnout"));
    QCoreApplication::setQuitLockEnabled(false); // the end of a request to the helper is not the end
    Herald herald(surroundings);
    QObject::connect(&herald, &Herald::finished, &application, &QCoreApplication::quit, Qt::QueuedConnection);
    herald.start();
    return QGuiApplication::exec();
}

}
