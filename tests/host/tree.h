// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/machine/machinereader.h"

#include <QByteArray>
#include <QString>
#include <QTemporaryDir>

#include <optional>
#include <string>
#include <vector>

/// A small machine in a temporary directory: the files and links a test needs, laid out as in sysfs and procfs.
class Tree
{
public:
    Tree();

    QString path() const
    {
        return m_directory.path();
    }
    QString path(const QByteArray &relative) const;

    void file(const QByteArray &relative, const QByteArray &content) const;
    /// `target` as the link says it: absolute ones lead out of the tree, as those of /proc/PID/fd do.
    void link(const QByteArray &relative, const QByteArray &target) const;
    void remove(const QByteArray &relative) const;

    /// An active function with the attributes every function has. `place` is its directory below sys/devices,
    /// "pci0000:00/0000:00:01.0/0000:01:00.0"; gives that directory relative to the tree.
    QByteArray function(const QByteArray &place, const QByteArray &classCode = "030000") const;
    /// A class device below a function's directory, "drm/card0", and its link in the class; gives its directory.
    QByteArray classDevice(const QByteArray &function, const QByteArray &classAndName) const;

    core::Snapshot read() const;
    /// As read(), and which paths were opened or followed, in order.
    core::Snapshot read(std::vector<std::string> &accesses) const;
    /// As read(), with the file system rights of an ordinary user.
    core::Snapshot readUnprivileged() const;

private:
    QTemporaryDir m_directory;
};

core::PciAddress address(const char *text);

/// A config space of `size` bytes with an endpoint's header and, where there is room, a PCIe and an ACS capability.
QByteArray configSpace(qsizetype size = 4096);
/// The header of a bridge to the buses `secondary` to `subordinate`.
QByteArray bridgeConfigSpace(int secondary, int subordinate);
