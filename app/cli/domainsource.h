// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "commandline.h"

#include "core/domain/newdomain.h"
#include "vm/connection.h"

namespace app::cli
{

/// The libvirt connection of a call, opened when first needed.
class Libvirt
{
public:
    explicit Libvirt(const Invocation &call)
        : m_call(call)
    {
    }

    /// For as long as this object lives. Read-only where full access is refused, if that is enough.
    core::Result<vm::Connection *> connection(bool readOnlyIsEnough = false);

    /// Whether the machine that is read is the one whose libvirt is asked.
    bool describesThisMachine() const;

private:
    const Invocation &m_call;
    std::unique_ptr<vm::Connection> m_connection;
};

/// The host a domain is for: as the given files say, else as libvirt says, else assumed to be an old one. Unless a
/// connection is named, libvirt is not asked where a snapshot or another root is read.
core::Result<core::DomainTarget> domainTarget(const Invocation &call, Libvirt &libvirt);

/// The document in `file`, one of the two kinds of capabilities. None where the file is right.
std::optional<core::Error> takeCapabilities(const QByteArray &xml, core::DomainTarget &target, bool &hasDomain);

/// A file of at most 16 MiB. An error names it.
core::Result<QByteArray> readDomainFile(const QString &path);

/// The domain of the call. Of a file, the name is its path, and it has no UUID.
core::Result<vm::Domain> domainOf(const Invocation &call, Libvirt &libvirt, bool readOnlyIsEnough = false);

/// Shows the difference, asks, defines the domain and keeps what it was.
ExitCode defineChange(const Invocation &call, vm::Connection &connection, const vm::Domain &before, const QByteArray &after);

/// Defines a domain of a new name.
ExitCode defineNew(const Invocation &call, vm::Connection &connection, const QString &name, const QByteArray &xml);

/// Brings back what defineChange() kept.
ExitCode undoChange(const Invocation &call, vm::Connection &connection, const vm::Domain &now);

}
