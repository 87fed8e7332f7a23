// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArrayView>
#include <QJsonObject>
#include <QList>

namespace helper
{

/// Reserved for a journal before its first step. A larger file is rejected as damaged.
inline constexpr qsizetype maximumJournalBytes = 256 * 1024;

/// One line of compact JSON (docs/journal.md).
QByteArray encodeRecord(const QJsonObject &content);

struct Records {
    QList<QJsonObject> contents;
    qsizetype validBytes = 0; ///< up to the end of the last complete line
};

/// The records of a journal file. A last line without its end was never written: the helper did not act on it.
core::Result<Records> decodeRecords(QByteArrayView bytes);

/// The Error for a journal that says nothing reliable; `why` is what is wrong with it.
core::Error damagedJournal(const QString &why);

}
