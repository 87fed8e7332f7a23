// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "source.h"
#include "textreport.h"
#include "verbs.h"

#include "app/text/format.h"
#include "core/snapshot/snapshotjson.h"

#include <KLocalizedString>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
core::Error notWritten(const QString &path, const QString &reason)
{
    return {.what = i18nc("@info:shell %1 is a file", "The snapshot could not be saved to %1.", path),
            .why = i18nc("@info:shell %1 is the system's reason", "The system reports: %1.", reason),
            .remedy = i18nc("@info:shell", "Choose a different location.")};
}

/// Returns the size in bytes. An existing file is replaced only once the new one is complete.
core::Result<qint64> save(const core::Snapshot &snapshot, const QString &path)
{
    // QSaveFile would replace a device or a pipe by a regular file.
    const QFileInfo target(path);
    if (target.exists() && !target.isFile() && !target.isDir())
        return notWritten(path, i18nc("@info:shell why a file cannot be written", "it is not a regular file"));

    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !core::writeJson(snapshot, file))
        return notWritten(path, file.errorString());
    const qint64 size = file.size();
    if (!file.commit())
        return notWritten(path, file.errorString());
    return size;
}

ExitCode report(const Invocation &call, const core::Snapshot &snapshot, qint64 bytes)
{
    if (call.json)
        return print(QJsonObject{{u"file"_s, call.file},
                                 {u"functions"_s, qint64(snapshot.functions.size())},
                                 {u"groups"_s, qint64(snapshot.groups.size())},
                                 {u"bytes"_s, bytes}});
    TextReport report(call.terminal);
    report.paragraph(i18ncp("@info:shell %2 is a file, %3 a size",
                            "Saved %1 PCI function to %2 (%3).",
                            "Saved %1 PCI functions to %2 (%3).",
                            qint64(snapshot.functions.size()),
                            call.file,
                            sizeText(quint64(bytes))));
    report.paragraph(i18nc("@info:shell", "The file is anonymized: host name, serial numbers, MAC addresses and mount paths are left out or shortened."));
    return print(report.bytes());
}
}

ExitCode runSnapshot(const Invocation &call)
{
    core::Result<core::Snapshot> read = app::cli::read(call, Holders::LookUp);
    if (!read)
        return fail(read.error());
    const core::Snapshot snapshot = core::anonymized(std::move(read).value());
    if (call.file == "-"_L1) {
        StandardOutput out;
        core::writeJson(snapshot, out); // finish() reports what went wrong
        return out.finish();
    }
    const core::Result<qint64> bytes = save(snapshot, call.file);
    if (!bytes)
        return fail(bytes.error());
    return report(call, snapshot, *bytes);
}

}
