// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "record.h"

#include <KLocalizedString>
#include <QJsonDocument>

namespace helper
{

QByteArray encodeRecord(const QJsonObject &content)
{
    return QJsonDocument(content).toJson(QJsonDocument::Compact) + '\n';
}

core::Result<Records> decodeRecords(QByteArrayView bytes)
{
    if (bytes.size() > maximumJournalBytes)
        return damagedJournal(i18nc("@info", "It is larger than Turnout ever writes."));
    Records records;
    for (qsizetype end = 0; (end = bytes.indexOf('\n', records.validBytes)) >= 0; records.validBytes = end + 1) {
        const QByteArrayView line = bytes.sliced(records.validBytes, end - records.validBytes);
        const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromRawData(line.data(), line.size()));
        if (!document.isObject())
            return damagedJournal(i18nc("@info %1 is a number", "Record %1 is invalid.", records.contents.size()));
        records.contents.append(document.object());
    }
    return records;
}

core::Error damagedJournal(const QString &why)
{
    return {i18nc("@info", "The journal of an interrupted change is damaged."),
            why,
            i18nc("@info", "Check each driver that “turnout list” shows; restarting the computer restores the host's drivers.")};
}

}
