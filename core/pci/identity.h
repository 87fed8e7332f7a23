// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"
#include "core/snapshot/snapshot.h"

#include <QJsonObject>

namespace core
{

/// Who a function is, for choices that outlast a restart. Its address is no name for it: bus numbers move when a card is
/// added or taken out. Its place in the tree of bridges does not, and its IDs tell whether the card there is the same.
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

/// The function at the same place with the same IDs; null where there is none, or another card.
const Function *functionOf(const Snapshot &snapshot, const Identity &identity);

/// What is at the place now, whatever its IDs; null where nothing is.
const Function *functionAt(const Snapshot &snapshot, const QString &path);

/// Where a place is in this machine now; where nothing is in it, an address near it where nothing is, so that it can be
/// asked for by that.
PciAddress addressOf(const Snapshot &snapshot, const QString &path);

bool isPciPath(QStringView text);

/// The place as udev sees it, with any bus number but that of the root bus: "*/pci0000:00/0000:00:01.1/0000:??:00.0".
/// Empty where isPciPath() is false.
QString devicePathPattern(const QString &path);

/// {"place", "class", "vendor", "device", "subVendor", "subDevice", "revision"}, numbers as hex digits in texts.
QJsonObject toJson(const Identity &identity);
/// Strict.
Result<Identity> identityFromJson(const QJsonObject &object);

}
