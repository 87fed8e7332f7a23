// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "hostdriverrecords.h"

#include "core/operation/hostdriverrecords.h"

namespace host
{

void readHostDriverRecords(const Directory &root, const FunctionIndex &functions)
{
    const auto note = root.readLong(Attribute::HostDriverRecords);
    const auto states = note ? core::hostDriverRecordsFromJson(QByteArray::fromStdString(*note)) : core::Result<core::HostDriverRecords>(core::HostDriverRecords());
    if (!states)
        return;
    for (const auto &[address, note] : states->asKeyValueRange()) {
        core::Function *function = functions.at(address);
        if (function && core::cardIds(*function) == note.ids)
            function->hostDriver = note.state;
    }
}

}
