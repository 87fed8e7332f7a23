// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "record.h"

#include <KLocalizedString>
#include <QCryptographicHash>
#include <QJsonDocument>

#include <optional>

namespace helper
{

namespace
{
constexpr qsizetype checksumDigits = 32; // of SHA-256's 64: against accidents, not against root

QByteArray checksum(QByteArrayView number, QByteArrayView json)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(number);
    hash.addData(QByteArrayView(" "));
    hash.addData(json);
    return hash.result().toHex().left(checksumDigits);
}

/// The content, if the line is record `number`.
std::optional<QJsonObject> decodeLine(QByteArrayView line, qsizetype number)
{
    const QByteArray expected = QByteArray::number(number);
    const qsizetype sum = expected.size() + 1;
    const qsizetype json = sum + checksumDigits + 1;
    if (line.size() <= json || line.first(sum) != expected + ' ' || line[json - 1] != ' ')
        return std::nullopt;
    if (line.sliced(sum, checksumDigits) != checksum(expected, line.sliced(json)))
        return std::nullopt;
    const QJsonDocument document = QJsonDocument::fromJson(line.sliced(json).toByteArray());
    if (!document.isObject())
        return std::nullopt;
    return document.object();
}

/// Whether `rest` contains a valid record numbered `after` or higher.
bool containsRecord(QByteArrayView rest, qsizetype after)
{
    while (!rest.isEmpty()) {
        const qsizetype end = rest.indexOf('\n');
        const QByteArrayView line = end < 0 ? rest : rest.first(end);
        bool isNumber = false;
        const qlonglong number = line.first(std::max<qsizetype>(line.indexOf(' '), 0)).toLongLong(&isNumber);
        if (isNumber && number >= after && decodeLine(line, number))
            return true;
        if (end < 0)
            break;
        rest = rest.sliced(end + 1);
    }
    return false;
}
}

QByteArray encodeRecord(qsizetype number, const QJsonObject &content)
{
    const QByteArray json = QJsonDocument(content).toJson(QJsonDocument::Compact);
    const QByteArray text = QByteArray::number(number);
    return text + ' ' + checksum(text, json) + ' ' + json + '\n';
}

core::Result<Records> decodeRecords(QByteArrayView bytes)
{
    if (bytes.size() > maximumJournalBytes)
        return damagedJournal(i18nc("@info", "It is larger than Turnout ever writes."));
    Records records;
    while (records.validBytes < bytes.size()) {
        const QByteArrayView rest = bytes.sliced(records.validBytes);
        const qsizetype end = rest.indexOf('\n');
        const auto content = end < 0 ? std::nullopt : decodeLine(rest.first(end), records.contents.size());
        if (!content) {
            if (containsRecord(rest, records.contents.size() + 1))
                return damagedJournal(i18nc("@info %1 is a number", "Record %1 is invalid.", records.contents.size()));
            break;
        }
        records.contents.append(*content);
        records.validBytes += end + 1;
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
