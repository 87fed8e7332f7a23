// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// Built in place of connection.cpp where libvirt's headers are missing.

#include "connection.h"

#include <KLocalizedString>

namespace vm
{

class Connection::Private
{
};

core::Result<std::unique_ptr<Connection>> Connection::open(const QString &, Access)
{
    return core::Error{i18nc("@info", "Libvirt is not available."),
                       i18nc("@info", "This version of Turnout was built without it."),
                       i18nc("@info", "Use files: --domain FILE, and --capabilities FILE for the target host.")};
}

Connection::~Connection() = default;

// No connection exists, so none of these is called.

QString Connection::uri() const
{
    return {};
}

QFuture<core::Result<QList<Domain>>> Connection::domains()
{
    return {};
}

QFuture<core::Result<Domain>> Connection::domain(const QString &)
{
    return {};
}

QFuture<core::Result<QByteArray>> Connection::domainCapabilities()
{
    return {};
}

QFuture<core::Result<QByteArray>> Connection::hostCapabilities()
{
    return {};
}

QFuture<core::Result<Domain>> Connection::define(const QByteArray &)
{
    return {};
}

}
