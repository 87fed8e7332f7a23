// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"
#include "snapshot.h"

#include <QIODevice>
#include <QJsonObject>

namespace core
{

/// The `"turnout"` member of every JSON object Turnout writes.
inline constexpr int formatVersion = 1;

/// Files beyond this many bytes are refused before they are parsed. Room for some 60,000 functions; the parser needs
/// up to eight bytes of memory for each byte of a malicious file.
inline constexpr qint64 maximumJsonBytes = 64LL * 1024 * 1024;

/// As many functions as a PCI domain has room for, and more GPUs than any machine: checks of a GPU look at all others.
inline constexpr qsizetype maximumFunctions = 65536;
inline constexpr qsizetype maximumGpus = 1024;

/// Writes docs/snapshot.schema.json's form, function by function, so that the memory needed does not grow with
/// the machine. False when the device does not take all of it (its errorString() says why).
bool writeJson(const Snapshot &snapshot, QIODevice &device);
QByteArray toJson(const Snapshot &snapshot);

/// Strict: the first thing that is malformed, missing, of the wrong type, out of range or given twice gives an error
/// that names the value ("functions[12].address", or line and column); there is no partial snapshot. Functions, groups
/// and members may come in any order. Members this release does not know are ignored, because later releases may add
/// some without a new format version; of a member that is there twice the last one counts.
Result<Snapshot> fromJson(const QByteArray &json);

/// One function as in the snapshot; `turnout show --json` prints it.
QJsonObject functionToJson(const Function &function);

/// The snapshot without values that identify the machine or its owner: host name, serials, MAC addresses, disk serials, mount
/// paths below the top level, root= and other identifying values of the command line, process names' arguments.
Snapshot anonymized(Snapshot snapshot);

}
