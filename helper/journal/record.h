// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArrayView>
#include <QJsonObject>
#include <QList>

namespace helper
{

/// Longer files are no journal of ours.
inline constexpr qsizetype maximumJournalBytes = 4 * 1024 * 1024;

/// A record is one line: its number in the file, a checksum over number and content, and the content as JSON
/// (docs/journal.md).
QByteArray encodeRecord(qsizetype number, const QJsonObject &content);

struct Records {
    QList<QJsonObject> contents;
    qsizetype soundBytes = 0; ///< up to the end of the last whole record
};

/// The records of a journal file. What a crash cut off at the end was never acted on, so it counts as not written; a
/// broken record before a sound one is damage, and an Error.
core::Result<Records> decodeRecords(QByteArrayView bytes);

}
