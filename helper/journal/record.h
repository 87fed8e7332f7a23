// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArrayView>
#include <QJsonObject>
#include <QList>

namespace helper
{

/// A larger file is rejected as damaged.
inline constexpr qsizetype maximumJournalBytes = 4 * 1024 * 1024;

/// One line: the record's number, a checksum over number and content, and the content as JSON (docs/journal.md).
QByteArray encodeRecord(qsizetype number, const QJsonObject &content);

struct Records {
    QList<QJsonObject> contents;
    qsizetype validBytes = 0; ///< up to the end of the last complete record
};

/// The records of a journal file. A crash may truncate the last record, which was never acted on and is ignored; an
/// invalid record before a valid one is an Error.
core::Result<Records> decodeRecords(QByteArrayView bytes);

/// The Error for a journal that says nothing reliable; `why` is what is wrong with it.
core::Error damagedJournal(const QString &why);

}
