// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "hoststates.h"

#include "core/hoststates.h"

namespace host
{

void readHostStates(const Directory &root, const FunctionIndex &functions)
{
    const auto note = root.readLong(Attribute::HostStates);
    const auto states = note ? core::hostStatesFromJson(QByteArray::fromStdString(*note)) : core::Result<core::HostStates>(core::HostStates());
    if (!states)
        return;
    for (const auto &[address, note] : states->asKeyValueRange()) {
        core::Function *function = functions.at(address);
        if (function && core::cardIds(*function) == note.ids)
            function->hostState = note.state;
    }
}

}
