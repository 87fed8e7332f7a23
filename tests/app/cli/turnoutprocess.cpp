// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "turnoutprocess.h"

#include <QProcess>

#include <cstdlib>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace
{
constexpr int timeoutMs = 300000; ///< for machines under load; no test depends on how long a run takes

QProcessEnvironment withoutDisplay(const Environment &changes)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"NO_COLOR"_s, u"LANGUAGE"_s})
        environment.remove(name);
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    environment.insert(u"TERM"_s, u"xterm"_s);
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        if (it->isNull())
            environment.remove(it.key());
        else
            environment.insert(it.key(), *it);
    }
    return environment;
}

QByteArray readAll(int descriptor)
{
    QByteArray all;
    char buffer[4096];
    for (ssize_t n = 0; (n = ::read(descriptor, buffer, sizeof buffer)) > 0;)
        all.append(buffer, n);
    return all;
}
}

Outcome runProgram(const QString &program, const QStringList &arguments, const Environment &environment, const QString &outFile)
{
    QProcess process;
    process.setProcessEnvironment(withoutDisplay(environment));
    process.setStandardInputFile(QProcess::nullDevice());
    if (!outFile.isEmpty())
        process.setStandardOutputFile(outFile);
    process.start(program, arguments);
    Outcome outcome;
    if (process.waitForFinished(timeoutMs) && process.exitStatus() == QProcess::NormalExit)
        outcome.code = process.exitCode();
    outcome.out = process.readAllStandardOutput();
    outcome.err = process.readAllStandardError();
    return outcome;
}

Outcome turnout(const QStringList &arguments, const Environment &environment, const QString &outFile)
{
    return runProgram(QStringLiteral(TURNOUT_PROGRAM), arguments, environment, outFile);
}

Outcome turnoutOnTerminal(const QStringList &arguments, int columns, const Environment &environment)
{
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0)
        return {};
    winsize size{};
    size.ws_col = ushort(columns);
    size.ws_row = 25;
    ioctl(terminal, TIOCSWINSZ, &size);
    // Non-blocking, and read only when the program is done: a terminal buffers at least 4 KB, more than a report has.
    fcntl(terminal, F_SETFL, O_NONBLOCK);
    const int other = open(ptsname(terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
    Outcome outcome = turnout(arguments, environment, QString::fromLocal8Bit(ptsname(terminal)));
    outcome.out = readAll(terminal).replace("\r\n", "\n");
    close(other);
    close(terminal);
    return outcome;
}
