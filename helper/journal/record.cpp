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

/// The content of record `number`; nothing when the line is anything else.
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

/// Whether a sound record of any later number is in `rest`.
bool holdsRecord(QByteArrayView rest, qsizetype after)
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

core::Error damaged(const QString &why)
{
    return {i18nc("@info", "The journal of an interrupted change cannot be read."),
            why,
            i18nc("@info", "It was set aside. Compare what “turnout list” shows with what you expect; restarting the computer brings drivers back to normal.")};
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
        return damaged(i18nc("@info", "It is larger than any that Turnout writes."));
    Records records;
    while (records.soundBytes < bytes.size()) {
        const QByteArrayView rest = bytes.sliced(records.soundBytes);
        const qsizetype end = rest.indexOf('\n');
        const auto content = end < 0 ? std::nullopt : decodeLine(rest.first(end), records.contents.size());
        if (!content) {
            if (holdsRecord(rest, records.contents.size() + 1))
                return damaged(i18nc("@info %1 is a number", "Its record %1 is broken.", records.contents.size()));
            break;
        }
        records.contents.append(*content);
        records.soundBytes += end + 1;
    }
    return records;
}

}
