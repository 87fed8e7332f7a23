// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"

#include <QIODevice>
#include <QJsonObject>

namespace app::cli
{

/// The exit status.
enum class ExitCode : quint8 {
    Done = 0,
    Failed = 1,
    Usage = 2
};

/// Standard output as a device that tells a closed pipe (EPIPE) from a failure.
class StandardOutput : public QIODevice
{
public:
    StandardOutput();

    /// Closes the descriptor, because some file systems report a failed write only then. Done when all was written or
    /// the reader closed the pipe; otherwise complains.
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

/// Writes `bytes` to standard output and closes it.
ExitCode print(const QByteArray &bytes);
/// The object as it is printed, with the format version added.
QByteArray jsonBytes(QJsonObject object);
ExitCode print(const QJsonObject &object);

/// "turnout: what. why. remedy" on standard error.
void complain(const core::Error &error);
/// Complains; for `return`.
ExitCode fail(const core::Error &error);

}
