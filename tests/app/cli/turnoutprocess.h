// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

/// The outcome of a run.
struct Outcome {
    int code = -1; ///< the exit code; -1: the program did not run, was killed, or timed out
    QByteArray out;
    QByteArray err;
};

using Environment = QMap<QString, QString>;

/// Runs the real program without a display, in a UTF-8 locale. `environment` adds variables or, with a null value, removes
/// them. With `outFile`, stdout goes there.
Outcome turnout(const QStringList &arguments, const Environment &environment = {}, const QString &outFile = {});
/// The same for any program, such as a copy of turnout or a shell.
Outcome runProgram(const QString &program, const QStringList &arguments, const Environment &environment = {}, const QString &outFile = {});

/// Runs turnout with its stdout on a terminal of that many columns.
Outcome turnoutOnTerminal(const QStringList &arguments, int columns, const Environment &environment = {});
