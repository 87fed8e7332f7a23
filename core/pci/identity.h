// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"
#include "core/result.h"

#include <QJsonObject>

namespace core
{

struct Snapshot;

/// Identifies a function across boots. An address does not: bus numbers change when a card is added or removed. The path
/// through the tree of bridges stays, and the IDs tell whether the card there is the same.
struct Identity {
    /// "pci0000:00/01.1/00.0": the root bus, then device and function number of every bridge down to it, then its own.
    QString path;
    quint32 classCode = 0;
    quint16 vendor = 0;
    quint16 device = 0;
    quint16 subVendor = 0;
    quint16 subDevice = 0;
    quint8 revision = 0;

    bool operator==(const Identity &) const = default;
};

/// None where a bridge above could not be seen.
std::optional<Identity> identityOf(const Snapshot &snapshot, const Function &function);

/// The function at the same path with the same IDs; null where there is none, or a different card.
const Function *functionOf(const Snapshot &snapshot, const Identity &identity);

/// The function at the path, with any IDs; null where there is none.
const Function *functionAt(const Snapshot &snapshot, const QString &path);

/// The address of the path in this machine now; where no function is there, a free address near it, by which the user can
/// name it.
PciAddress addressOf(const Snapshot &snapshot, const QString &path);

bool isPciPath(QStringView text);

/// The path as udev sees it, with any bus number but that of the root bus: "*/pci0000:00/0000:00:01.1/0000:??:00.0".
/// Empty where isPciPath() is false.
QString devicePathPattern(const QString &path);

/// {"path", "class", "vendor", "device", "subVendor", "subDevice", "revision"}, numbers as hex digits in texts.
QJsonObject toJson(const Identity &identity);
/// Strict.
Result<Identity> identityFromJson(const QJsonObject &object);

}
