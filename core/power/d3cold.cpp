// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "d3cold.h"

#include <algorithm>

namespace core
{

bool isD3coldRecorded(const Function &function)
{
    return function.hostDriver && function.hostDriver->d3coldAllowed.valueOr(false);
}

bool isD3coldForbidden(const Function &function)
{
    return !function.d3coldAllowed.valueOr(true) && !isD3coldRecorded(function);
}

bool keepsPowerByItself(const QList<const Function *> &slot)
{
    return std::ranges::any_of(slot, [](const Function *function) {
        return function->turnoutDriver && function->turnoutDriver->idleState;
    });
}

}
