// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "domainsource.h"

#include <KLocalizedString>
#include <QFile>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
constexpr qint64 mostBytes = 16 * 1024 * 1024;

bool readsAnotherMachine(const Invocation &call)
{
    return !call.snapshot.isEmpty() || !call.sysroot.isEmpty() || !call.context.root.isEmpty();
}

core::Error notRead(const QString &path, const QString &why)
{
    return {.what = i18nc("@info:shell %1 is a file", "%1 could not be read.", path),
            .why = i18nc("@info:shell %1 is the system's reason", "The system reports: %1.", why),
            .remedy = i18nc("@info:shell", "Check the name and the permissions of the file.")};
}

std::optional<core::Error> takeFiles(const QStringList &files, core::DomainTarget &target, bool &hasDomain)
{
    for (const QString &file : files) {
        const core::Result<QByteArray> xml = readDomainFile(file);
        if (!xml)
            return xml.error();
        if (const std::optional<core::Error> error = takeCapabilities(*xml, target, hasDomain))
            return core::Error{.what = i18nc("@info:shell %1 is a file", "%1 does not describe a host.", file), .why = error->why, .remedy = error->remedy};
    }
    return {};
}

/// What libvirt says, as far as it says something.
std::optional<core::Error> askLibvirt(vm::Connection &connection, core::DomainTarget &target, bool &hasDomain)
{
    if (const core::Result<QByteArray> domain = connection.domainCapabilities().result()) {
        if (const std::optional<core::Error> error = takeCapabilities(*domain, target, hasDomain))
            return error;
    }
    const core::Result<QByteArray> host = connection.hostCapabilities().result();
    return host ? takeCapabilities(*host, target, hasDomain) : std::nullopt;
}
}

core::Result<vm::Connection *> Libvirt::connection(bool readOnlyIsEnough)
{
    if (m_connection)
        return m_connection.get();
    core::Result<std::unique_ptr<vm::Connection>> opened = vm::Connection::open(m_call.domain.connect, vm::Access::Full);
    if (!opened && readOnlyIsEnough)
        opened = vm::Connection::open(m_call.domain.connect, vm::Access::ReadOnly);
    if (!opened)
        return opened.error();
    m_connection = std::move(opened).value();
    return m_connection.get();
}

bool Libvirt::describesThisMachine() const
{
    return !readsAnotherMachine(m_call) && QUrl(m_call.domain.connect).host().isEmpty();
}

std::optional<core::Error> takeCapabilities(const QByteArray &xml, core::DomainTarget &target, bool &hasDomain)
{
    if (xml.contains("<domainCapabilities")) {
        core::Result<core::DomainCapabilities> domain = core::DomainCapabilities::parse(xml);
        if (!domain)
            return domain.error();
        target.domain = std::move(domain).value();
        hasDomain = true;
        return {};
    }
    core::Result<core::HostCapabilities> host = core::HostCapabilities::parse(xml);
    if (!host)
        return host.error();
    target.host = std::move(host).value();
    return {};
}

core::Result<QByteArray> readDomainFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return notRead(path, file.errorString());
    QByteArray bytes = file.read(mostBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return notRead(path, file.errorString());
    if (bytes.size() > mostBytes)
        return notRead(path, i18nc("@info:shell why a file is not read", "it is larger than 16 MiB"));
    return bytes;
}

core::Result<core::DomainTarget> domainTarget(const Invocation &call, Libvirt &libvirt)
{
    core::DomainTarget target{.domain = core::DomainCapabilities::assumed(), .host = {}, .isAssumed = false};
    bool hasDomain = false;
    if (const std::optional<core::Error> error = takeFiles(call.domain.capabilities, target, hasDomain))
        return *error;
    const bool isNamed = !call.domain.connect.isEmpty() || call.domain.defines;
    if (call.domain.capabilities.isEmpty() && (isNamed || !readsAnotherMachine(call))) {
        const core::Result<vm::Connection *> connection = libvirt.connection();
        if (!connection && isNamed)
            return connection.error();
        if (connection) {
            if (const std::optional<core::Error> error = askLibvirt(**connection, target, hasDomain))
                return *error;
        }
    }
    target.isAssumed = !hasDomain;
    return target;
}

core::Result<vm::Domain> domainOf(const Invocation &call, Libvirt &libvirt, bool readOnlyIsEnough)
{
    const QString &name = call.domain.domain;
    if (!isDomainFile(name)) {
        const core::Result<vm::Connection *> connection = libvirt.connection(readOnlyIsEnough);
        return connection ? (*connection)->domain(name).result() : core::Result<vm::Domain>(connection.error());
    }
    core::Result<QByteArray> xml = readDomainFile(name);
    if (!xml)
        return xml.error();
    vm::Domain domain;
    domain.name = name;
    domain.xml = std::move(xml).value();
    return domain;
}

}
