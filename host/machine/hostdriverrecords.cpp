// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "hostdriverrecords.h"

#include "core/operation/hostdriverrecords.h"

namespace host
{

void readHostDriverRecords(const Directory &root, const FunctionIndex &functions)
{
    const auto json = root.readLong(Attribute::HostDriverRecords);
    const auto records = json ? core::hostDriverRecordsFromJson(QByteArray::fromStdString(*json)) : core::Result<core::HostDriverRecords>(core::HostDriverRecords());
    if (!records)
        return;
    for (const auto &[address, record] : records->asKeyValueRange()) {
        core::Function *function = functions.at(address);
        if (function && core::cardIds(*function) == record.ids)
            function->hostDriver = record.state;
    }
}

}
