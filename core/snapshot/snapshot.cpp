// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "snapshot.h"

#include <algorithm>

namespace core
{

const Function *Snapshot::function(const PciAddress &address) const
{
    const auto it = std::ranges::lower_bound(functions, address, {}, &Function::address);
    return it != functions.end() && it->address == address ? &*it : nullptr;
}

const Group *Snapshot::group(IommuGroupId id) const
{
    const auto it = std::ranges::lower_bound(groups, id, {}, &Group::id);
    return it != groups.end() && it->id == id ? &*it : nullptr;
}

QList<const Function *> Snapshot::slotOf(const PciAddress &address) const
{
    PciAddress first = address;
    first.function = 0;
    QList<const Function *> found;
    for (auto it = std::ranges::lower_bound(functions, first, {}, &Function::address);
         it != functions.end() && it->address.sameSlot(address); ++it)
        found.append(&*it);
    return found;
}

bool Snapshot::hasResetMethods() const
{
    return std::ranges::any_of(functions, [](const Function &function) {
        return function.resetMethods.known();
    });
}

}
