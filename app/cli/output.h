// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"

#include <QIODevice>
#include <QJsonObject>

namespace app::cli
{

/// What the shell is told.
enum class ExitCode : quint8 {
    Done = 0,
    Failed = 1,
    Usage = 2
};

/// The standard output as a device that tells a reader who left (EPIPE) from a real failure.
class StandardOutput : public QIODevice
{
public:
    StandardOutput();

    /// Closes the descriptor, where some file systems first say that they could not keep what was written.
    /// Done when everything went out or the reader had enough; otherwise says on stderr what went wrong.
    ExitCode finish();

protected:
    qint64 readData(char *, qint64) override
    {
        return -1;
    }
    qint64 writeData(const char *data, qint64 size) override;

private:
    int m_errno = 0;
};

/// Writes all of `bytes` to the standard output and closes it.
ExitCode print(const QByteArray &bytes);
/// One JSON object as it is printed, with Turnout's format version added.
QByteArray jsonBytes(QJsonObject object);
ExitCode print(const QJsonObject &object);

/// "turnout: what. why. remedy" on the standard error.
void complain(const core::Error &error);
/// Complains; for `return`.
ExitCode fail(const core::Error &error);

}
