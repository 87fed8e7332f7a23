// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootnotifier.h"

#include <KLocalizedString>

#include <QGuiApplication>

namespace app::agent
{

int runProgram(int argc, char **argv, const ProgramContext &context)
{
    // Before anything else is set up, because almost every login ends here.
    if (!isAnythingStored(context.root))
        return 0;
    const QGuiApplication application(argc, argv);
    KLocalizedString::setApplicationDomain("turnout");
    QGuiApplication::setApplicationName(QStringLiteral("turnout"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.turnout.Turnout"));
    QCoreApplication::setQuitLockEnabled(false); // a job of KAuth would end the program
    BootNotifier notifier(context);
    QObject::connect(&notifier, &BootNotifier::finished, &application, &QCoreApplication::quit, Qt::QueuedConnection);
    notifier.start();
    return QGuiApplication::exec();
}

}
