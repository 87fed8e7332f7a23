// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/function.h"

#include <optional>
#include <string_view>

namespace host
{

/// Without white space at either end.
std::string_view trimmed(std::string_view text);

/// Cuts the piece before `separator` off `rest`; all of it where there is none.
std::string_view take(std::string_view &rest, char separator);

/// All of `text` as an unsigned number; a "0x" is allowed with base 16. Nothing when anything else is in it.
std::optional<quint64> unsignedNumber(std::string_view text, int base = 10);
std::optional<qint64> signedNumber(std::string_view text);

std::optional<core::PciAddress> pciAddress(std::string_view text);

/// The last component of `path` that is a PCI address: the function a device sits behind.
std::optional<core::PciAddress> deepestPciAddress(std::string_view path);

/// One component off the end.
std::string_view baseName(std::string_view path);

/// "16.0 GT/s PCIe", "2.5 GT/s" or "8 GT/s" in MT/s; 0 for "Unknown" (drivers/pci/probe.c, pci_speed_string).
std::optional<quint32> linkSpeed(std::string_view text);

/// The IDs of "pci:v000010DEd00001F08sv0000...sd...bc03sc00i00" (drivers/pci/pci-sysfs.c, modalias_show).
struct PciIds {
    quint16 vendor = 0;
    quint16 device = 0;
    quint16 subVendor = 0;
    quint16 subDevice = 0;
    quint32 classCode = 0;
};
std::optional<PciIds> pciIds(std::string_view modalias);

/// The lines of a `resource` file: what decodes something, and the size of the expansion ROM. Nothing when malformed.
struct Resources {
    QList<core::Bar> bars;
    std::optional<quint64> rom;
};
std::optional<Resources> resources(std::string_view text);

}
