// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/snapshot/snapshot.h"

namespace core
{

/// Whether moving the function's card to another slot can be advised: not of what is soldered, such as all of a laptop,
/// functions of the processor or chipset and GPU modules of a server.
bool canBeMoved(const Snapshot &snapshot, const Function &function);

/// Other root ports of the same device as `port`: the processor's lanes, split among them by the board.
QList<const Function *> splitPorts(const Snapshot &snapshot, const Function &port);

}
