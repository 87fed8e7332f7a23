// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// Any bytes as a journal file: records that are read are written unchanged, and an accepted history has no more steps
// done than begun.

#include "helper/journal/record.h"
#include "helper/journal/transaction.h"

#include <cstdlib>

namespace
{

void require(bool condition)
{
    if (!condition)
        abort();
}

void requireSane(const QList<QJsonObject> &records)
{
    const auto transaction = helper::replay(records);
    if (!transaction) {
        require(!transaction.error().what.isEmpty() && !transaction.error().remedy.isEmpty());
        return;
    }
    require(transaction->done <= transaction->begun && transaction->begun <= transaction->steps.size());
    require(transaction->begun - transaction->done <= 1);
    for (const core::Step &step : transaction->steps)
        require(core::isValid(step));
}

void requireRoundTrip(const QList<QJsonObject> &records)
{
    QByteArray bytes;
    for (qsizetype i = 0; i < records.size(); ++i)
        bytes += helper::encodeRecord(records[i]);
    const auto again = helper::decodeRecords(bytes);
    require(again.ok() && again->contents == records && again->validBytes == bytes.size());
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes = QByteArray::fromRawData(reinterpret_cast<const char *>(data), qsizetype(size));
    if (const auto read = helper::decodeRecords(bytes)) {
        require(read->validBytes <= bytes.size());
        requireRoundTrip(read->contents);
        requireSane(read->contents);
    }
    return 0;
}
