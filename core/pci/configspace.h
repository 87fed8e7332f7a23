// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "function.h"

#include <QByteArrayView>

#include <optional>

namespace core
{

/// Where the bytes of a config space come from. The decoders below ask only for the registers they need: several
/// chips lock up when undefined config space is read (drivers/pci/pci-sysfs.c, pci_read_config), so nobody should
/// have to fetch all 4096 bytes.
class ConfigSource
{
public:
    virtual ~ConfigSource() = default;

    /// The register at `offset`, a multiple of four; nothing where the space ends for this reader.
    virtual std::optional<quint32> dword(quint16 offset) = 0;
    /// How many bytes of the first 256 this reader sees: 64 (128 for CardBus) without privilege.
    virtual quint16 size() const = 0;
};

/// A config space that is already in memory. Does not own the bytes; those beyond 4096 are ignored.
class ConfigBytes final : public ConfigSource
{
public:
    explicit ConfigBytes(QByteArrayView bytes);

    std::optional<quint32> dword(quint16 offset) override;
    quint16 size() const override;

private:
    QByteArrayView m_bytes;
};

/// What the first 64 bytes tell, which everybody may read.
struct ConfigHeader {
    bool multifunction = false;
    quint8 revision = 0;
    std::optional<BusRange> buses; ///< of a PCI-to-PCI bridge

    bool operator==(const ConfigHeader &) const = default;
};

/// What a function is linked with and could be linked with at most; all 0 where the registers name no speed.
struct ConfigLink {
    LinkState now;
    LinkState max;

    bool operator==(const ConfigLink &) const = default;
};

/// The registers behind sysfs's current_link_speed and its like (drivers/pci/pci-sysfs.c, pcie_get_speed_cap in
/// drivers/pci/pci.c). Nothing without a link, and where decodeCapabilities() has none.
std::optional<ConfigLink> decodeLink(ConfigSource &source);

/// Malformed: shorter than a header, or all ones, as a function answers that has lost its link or its power.
Reading<ConfigHeader> decodeHeader(ConfigSource &source);

/// Walks both capability lists as the kernel does (drivers/pci/pci.c, pci_find_next_capability and
/// pci_find_next_ext_capability): of two alike the first counts, and a list that bites its own tail ends there.
/// NeedsPermission: the list leads out of the bytes an unprivileged reader gets. Malformed: as decodeHeader(), or
/// a reserved device type.
Reading<Capabilities> decodeCapabilities(ConfigSource &source);

}
