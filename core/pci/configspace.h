// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "function.h"

#include <QByteArrayView>

#include <optional>

namespace core
{

/// Source of the bytes of a config space. The decoders read only the registers they need: several chips lock up when
/// undefined config space is read (drivers/pci/pci-sysfs.c, pci_read_config).
class ConfigSource
{
public:
    virtual ~ConfigSource() = default;

    /// The register at `offset`, a multiple of four; nullopt beyond what this reader sees.
    virtual std::optional<quint32> dword(quint16 offset) = 0;
    /// How many bytes of the first 256 this reader sees: 64 (128 for CardBus) without privilege.
    virtual quint16 size() const = 0;
};

/// A config space in memory. Does not own the bytes; ignores those beyond 4096.
class ConfigBytes final : public ConfigSource
{
public:
    explicit ConfigBytes(QByteArrayView bytes);

    std::optional<quint32> dword(quint16 offset) override;
    quint16 size() const override;

private:
    QByteArrayView m_bytes;
};

/// The first 64 bytes, which every user may read.
struct ConfigHeader {
    bool multifunction = false;
    quint8 revision = 0;
    std::optional<BusRange> buses; ///< of a PCI-to-PCI bridge

    bool operator==(const ConfigHeader &) const = default;
};

/// The current and the maximum link; all 0 where the registers give no speed.
struct ConfigLink {
    LinkState now;
    LinkState max;

    bool operator==(const ConfigLink &) const = default;
};

/// The registers behind sysfs's current_link_speed and similar attributes (drivers/pci/pci-sysfs.c, pcie_get_speed_cap in
/// drivers/pci/pci.c). Nothing without a link, and where decodeCapabilities() has none.
std::optional<ConfigLink> decodeLink(ConfigSource &source);

/// Malformed: shorter than a header. NotResponding: all ones, as read from a function without link or power.
Reading<ConfigHeader> decodeHeader(ConfigSource &source);

/// Walks both capability lists as the kernel does (drivers/pci/pci.c, pci_find_next_capability and
/// pci_find_next_ext_capability): the first of duplicates counts, and a cyclic list ends. NeedsPermission: the list
/// continues beyond the bytes an unprivileged reader gets. Malformed: as decodeHeader(), or a reserved device type.
Reading<Capabilities> decodeCapabilities(ConfigSource &source);

}
