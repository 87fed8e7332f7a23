// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QFuture>
#include <QList>

#include <memory>

namespace vm
{

/// A domain of libvirt, as it starts next.
struct Domain {
    QString name;
    QString uuid;
    QByteArray xml; ///< with its passwords where the connection may read them, as a definition needs
    bool isRunning = false;
    bool isPersistent = false;
    bool hasSavedState = false; ///< a managed save or snapshots

    bool operator==(const Domain &) const = default;
};

enum class Access : bool {
    ReadOnly, ///< needs no password, and shows none
    Full,
};

/// A connection to libvirt. All calls run on a thread of its own, one after the other, so that a slow host blocks only
/// those that wait for a result. Errors say what libvirt reports.
class Connection
{
public:
    /// Opens it in the calling thread's time. An empty URI is qemu:///system. An error also where Turnout was built, or
    /// runs, without libvirt.
    static core::Result<std::unique_ptr<Connection>> open(const QString &uri, Access access);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// As libvirt writes it: "qemu:///system".
    QString uri() const;

    /// All domains, in the order of their names.
    QFuture<core::Result<QList<Domain>>> domains();
    QFuture<core::Result<Domain>> domain(const QString &name);
    /// `virsh domcapabilities` for a q35 machine on KVM, or what the host has instead.
    QFuture<core::Result<QByteArray>> domainCapabilities();
    /// `virsh capabilities`.
    QFuture<core::Result<QByteArray>> hostCapabilities();
    /// Defines a domain, or changes what an existing one of this UUID starts with next. Elements that libvirt does not know
    /// are an error. The result is the domain as libvirt stores it.
    QFuture<core::Result<Domain>> define(const QByteArray &xml);

private:
    class Private;
    explicit Connection(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

}
