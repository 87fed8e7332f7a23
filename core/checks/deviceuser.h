// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"

namespace core
{

/// What a process that holds a device node does to unbinding the node's driver.
enum class NodeUse : quint8 {
    Vfio, ///< a VM, or another user-space driver, has the function itself
    Sound, ///< the driver waits for it, but sound servers close the node once the card is announced as gone
    Shared, ///< a node of all GPUs of one driver: which of them is used cannot be seen
    Device, ///< the driver waits for it, uninterruptibly
};

NodeUse useOf(const Holder &holder);

/// The holders of a function with that use of it.
QList<Holder> holdersWith(const Function &function, NodeUse use);

/// A VM has the function, or a share of it, open: by its driver's own report or by an open VFIO node.
bool isOpened(const Function &function);

/// Whether the process is a sound server, which lets go of a card by itself.
bool isSoundServer(const Holder &holder);

/// "nvidia-persistenced (1234)". A process chooses its own name, so it is made safe for a sentence.
QString processName(const Holder &holder);

/// How to end its use, as a sentence that begins with a verb: with the unit's name and the exact command where systemd
/// started it, for VMs that of their manager.
QString howToStop(const Holder &holder);
/// Of several, each sentence once, the first few.
QString howToStop(const QList<Holder> &holders);

}
