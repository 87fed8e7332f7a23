// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "output.h"

#include "core/printable.h"
#include "core/snapshot/snapshotjson.h"
#include "terminal.h"

#include <KLocalizedString>
#include <QJsonDocument>

#include <cerrno>
#include <cstdio>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
/// Escapes the controls that QJsonDocument leaves and a terminal would obey: DEL, and C1 (in UTF-8 the byte c2 and one
/// from 80 to 9f). JSON has them inside strings only.
QByteArray harmless(const QByteArray &json)
{
    QByteArray out;
    out.reserve(json.size());
    for (qsizetype i = 0; i < json.size(); ++i) {
        const quint8 byte = json[i];
        const quint8 next = i + 1 < json.size() ? json[i + 1] : 0;
        if (byte == 0x7f)
            out += "\\u007f";
        else if (byte == 0xc2 && next >= 0x80 && next < 0xa0)
            out += "\\u00" + QByteArray::number(quint8(json[++i]), 16);
        else
            out += json[i];
    }
    return out;
}
}

StandardOutput::StandardOutput()
{
    open(QIODevice::WriteOnly);
}

qint64 StandardOutput::writeData(const char *data, qint64 size)
{
    qint64 written = 0;
    while (written < size) {
        const ssize_t n = ::write(STDOUT_FILENO, data + written, size - written);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            m_errno = errno;
            setErrorString(qt_error_string(m_errno));
            return -1;
        }
        written += n;
    }
    return written;
}

ExitCode StandardOutput::finish()
{
    if (::close(STDOUT_FILENO) != 0 && m_errno == 0)
        m_errno = errno;
    if (m_errno == 0 || m_errno == EPIPE)
        return ExitCode::Done;
    return fail({.what = i18nc("@info:shell", "The output could not be written."),
                 .why = i18nc("@info:shell %1 is the system's reason", "The system reports: %1.", qt_error_string(m_errno)),
                 .remedy = {}});
}

ExitCode print(const QByteArray &bytes)
{
    StandardOutput out;
    out.write(bytes);
    return out.finish();
}

QByteArray jsonBytes(QJsonObject object)
{
    object.insert(QLatin1StringView("turnout"), core::formatVersion);
    return harmless(QJsonDocument(object).toJson());
}

ExitCode print(const QJsonObject &object)
{
    return print(jsonBytes(object));
}

void complain(const core::Error &error)
{
    const QString text = core::printable(QLatin1StringView("turnout: ") + error.text()) + u'\n';
    std::fputs(encoded(text).constData(), stderr);
}

ExitCode fail(const core::Error &error)
{
    complain(error);
    return ExitCode::Failed;
}

}
