// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "commandline.h"
#include "logging.h"
#include "source.h"

#include <KLocalizedString>
#include <QCoreApplication>
#include <QLoggingCategory>
#include <QStandardPaths>

#include "turnout_version.h"

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
bool hasDisplay()
{
    return !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") || !qEnvironmentVariableIsEmpty("DISPLAY");
}

/// Replaces this process by the desktop application: the one beside this program (a build tree), else the one in PATH.
/// Returns only on failure.
ExitCode execDesktop()
{
    const QString name = u"turnout-desktop"_s;
    QString path = QStandardPaths::findExecutable(name, {QCoreApplication::applicationDirPath()});
    if (path.isEmpty())
        path = QStandardPaths::findExecutable(name);
    if (path.isEmpty())
        return fail({.what = i18nc("@info:shell", "The desktop application %1 is not installed.", name),
                     .why = {},
                     .remedy = i18nc("@info:shell", "Use the command line instead. See: turnout --help")});
    QByteArray file = path.toLocal8Bit();
    char *const arguments[] = {file.data(), nullptr};
    execv(file.constData(), arguments);
    return fail({.what = i18nc("@info:shell", "%1 could not be started.", path),
                 .why = i18nc("@info:shell %1 is the system's reason", "The system reports: %1.", qt_error_string()),
                 .remedy = {}});
}

ExitCode dispatch(Request request, const Terminal &terminal, const ProgramContext &context)
{
    switch (request.kind) {
    case Request::Kind::Nothing:
        return hasDisplay() ? execDesktop() : print(help(nullptr, terminal));
    case Request::Kind::Help:
        return print(help(request.verb, terminal));
    case Request::Kind::Version:
        return print(QByteArrayLiteral("turnout " TURNOUT_VERSION_STRING "\n"));
    case Request::Kind::Usage:
        complain(request.error);
        return ExitCode::Usage;
    case Request::Kind::Run:
        qCDebug(TURNOUT_CLI) << "Running" << request.verb->name << "on"
                             << (request.invocation.snapshot.isEmpty() ? rootOf(request.invocation) : request.invocation.snapshot);
        request.invocation.terminal = terminal;
        request.invocation.context = context;
        return request.verb->run(request.invocation);
    }
    Q_UNREACHABLE_RETURN(ExitCode::Failed);
}

void ignoreMessage(QtMsgType, const QMessageLogContext &, const QString &)
{
}
}

int runProgram(int argc, char **argv, const ProgramContext &context)
{
    const Terminal terminal = Terminal::detect();
    // In a locale that is not UTF-8, Qt warns and switches to another; encoded() still writes for the user's.
    const QtMessageHandler usual = qInstallMessageHandler(ignoreMessage);
    QCoreApplication application(argc, argv);
    qInstallMessageHandler(usual);
    QCoreApplication::setApplicationName(u"turnout"_s);
    KLocalizedString::setApplicationDomain(QByteArrayLiteral("turnout"));
    QLoggingCategory::setFilterRules(u"kf.auth.warning=false"_s); // the verbs explain failures of the helper themselves
    return int(dispatch(parse(QCoreApplication::arguments()), terminal, context));
}

}
