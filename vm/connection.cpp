// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "connection.h"

#include "library.h"

#include <KLocalizedString>
#include <QPromise>
#include <QThread>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace vm
{

namespace
{
core::Error withoutLibvirt()
{
    return {i18nc("@info", "Libvirt is not available."),
            i18nc("@info", "Its library is not installed on this machine."),
            i18nc("@info", "Install libvirt, or use files: --domain FILE, and --capabilities FILE for the target host.")};
}

/// What libvirt reports about the last call of this thread.
core::Error lastError(const QString &what, const QString &remedy = {})
{
    const virErrorPtr error = library()->getLastError();
    const QString message = error && error->message ? QString::fromUtf8(error->message) : QString();
    return {what, message.isEmpty() ? QString() : i18nc("@info %1 is libvirt's reason", "Libvirt reports: %1.", message), remedy};
}

/// No password is asked for: libvirt uses polkit or the keys of SSH.
int noCredentials(virConnectCredentialPtr, unsigned int, void *)
{
    return -1;
}

ConnectionHandle opened(const QByteArray &uri, Access access)
{
    if (access == Access::ReadOnly)
        return ConnectionHandle(library()->connectOpenReadOnly(uri.constData()));
    std::array<int, 0> types{};
    virConnectAuth auth{types.data(), 0, noCredentials, nullptr};
    return ConnectionHandle(library()->connectOpenAuth(uri.constData(), &auth, 0));
}

/// As it starts next: a running domain has a second document, which is lost when it stops.
core::Result<Domain> described(virDomainPtr handle, Access access)
{
    Domain domain;
    domain.name = QString::fromUtf8(library()->domainGetName(handle));
    std::array<char, VIR_UUID_STRING_BUFLEN> uuid{};
    if (library()->domainGetUuidString(handle, uuid.data()) == 0)
        domain.uuid = QString::fromLatin1(uuid.data());
    domain.isRunning = library()->domainIsActive(handle) == 1;
    domain.isPersistent = library()->domainIsPersistent(handle) == 1;
    domain.hasSavedState = library()->domainHasManagedSaveImage(handle, 0) == 1 || library()->domainSnapshotNum(handle, 0) > 0;
    unsigned int flags = domain.isPersistent ? VIR_DOMAIN_XML_INACTIVE : 0;
    if (access == Access::Full)
        flags |= VIR_DOMAIN_XML_SECURE;
    const Text xml(library()->domainGetXmlDesc(handle, flags));
    if (!xml)
        return lastError(i18nc("@info %1 is the name of a VM", "The VM “%1” could not be read.", domain.name));
    domain.xml = xml.get();
    return domain;
}
}

class Connection::Private
{
public:
    Private()
    {
        m_worker.moveToThread(&m_thread);
        m_thread.setObjectName(u"libvirt"_s);
        m_thread.start();
    }

    ~Private()
    {
        run([this] {
            m_handle.reset();
            return true;
        }).waitForFinished();
        m_thread.quit();
        m_thread.wait();
    }

    Private(const Private &) = delete;
    Private &operator=(const Private &) = delete;

    /// Runs a function on the connection's thread.
    template<typename Call>
    auto run(Call call) -> QFuture<decltype(call())>
    {
        using Value = decltype(call());
        auto promise = std::make_shared<QPromise<Value>>();
        QFuture<Value> future = promise->future();
        promise->start();
        QMetaObject::invokeMethod(&m_worker, [promise, call = std::move(call)] {
            promise->addResult(call());
            promise->finish();
        });
        return future;
    }

    std::optional<core::Error> connect(const QString &uri, Access access)
    {
        m_access = access;
        return run([this, uri, access]() -> std::optional<core::Error> {
                   m_handle = opened(uri.toUtf8(), access);
                   if (!m_handle)
                       return lastError(
                           i18nc("@info %1 is a URI", "Libvirt at %1 does not answer.", uri),
                           i18nc("@info", "Check that libvirtd runs and that you belong to the group libvirt, or name another connection with --connect."));
                   const Text text(library()->connectGetUri(m_handle.get()));
                   m_uri = text ? QString::fromUtf8(text.get()) : uri;
                   return {};
               })
            .result();
    }

    virConnectPtr handle() const
    {
        return m_handle.get();
    }
    Access access() const
    {
        return m_access;
    }
    QString uri() const
    {
        return m_uri;
    }

private:
    QThread m_thread;
    QObject m_worker;
    ConnectionHandle m_handle; ///< used on the thread only
    QString m_uri; ///< set before open() returns
    Access m_access = Access::ReadOnly;
};

core::Result<std::unique_ptr<Connection>> Connection::open(const QString &uri, Access access)
{
    // KI18n sets itself up in the thread that translates first, which must not be the connection's.
    const core::Error unavailable = withoutLibvirt();
    if (!library())
        return unavailable;
    auto d = std::make_unique<Private>();
    if (const std::optional<core::Error> error = d->connect(uri.isEmpty() ? u"qemu:///system"_s : uri, access))
        return *error;
    return std::unique_ptr<Connection>(new Connection(std::move(d)));
}

Connection::Connection(std::unique_ptr<Private> d)
    : d(std::move(d))
{
}

Connection::~Connection() = default;

QString Connection::uri() const
{
    return d->uri();
}

QFuture<core::Result<QList<Domain>>> Connection::domains()
{
    return d->run([d = d.get()]() -> core::Result<QList<Domain>> {
        virDomainPtr *list = nullptr;
        const int count = library()->connectListAllDomains(d->handle(), &list, 0);
        if (count < 0)
            return lastError(i18nc("@info", "The VMs could not be listed."));
        QList<Domain> all;
        std::optional<core::Error> error;
        for (int i = 0; i < count; ++i) {
            const DomainHandle handle(list[i]);
            if (core::Result<Domain> domain = described(handle.get(), d->access()))
                all.append(std::move(domain).value());
            else
                error = domain.error();
        }
        std::free(list);
        if (error)
            return *error;
        std::ranges::sort(all, {}, &Domain::name);
        return all;
    });
}

QFuture<core::Result<Domain>> Connection::domain(const QString &name)
{
    return d->run([d = d.get(), name]() -> core::Result<Domain> {
        const DomainHandle handle(library()->domainLookupByName(d->handle(), name.toUtf8().constData()));
        if (!handle)
            return lastError(i18nc("@info %1 is the name of a VM", "There is no VM “%1”.", name),
                             i18nc("@info", "Run “virsh list --all” for the names; a file needs a slash or the suffix .xml."));
        return described(handle.get(), d->access());
    });
}

QFuture<core::Result<QByteArray>> Connection::domainCapabilities()
{
    return d->run([d = d.get()]() -> core::Result<QByteArray> {
        Text xml(library()->connectGetDomainCapabilities(d->handle(), nullptr, "x86_64", "q35", "kvm", 0));
        if (!xml)
            xml.reset(library()->connectGetDomainCapabilities(d->handle(), nullptr, nullptr, nullptr, nullptr, 0));
        if (!xml)
            return lastError(i18nc("@info", "The host's capabilities for VMs could not be read."));
        return QByteArray(xml.get());
    });
}

QFuture<core::Result<QByteArray>> Connection::hostCapabilities()
{
    return d->run([d = d.get()]() -> core::Result<QByteArray> {
        const Text xml(library()->connectGetCapabilities(d->handle()));
        if (!xml)
            return lastError(i18nc("@info", "The host's capabilities could not be read."));
        return QByteArray(xml.get());
    });
}

QFuture<core::Result<Domain>> Connection::define(const QByteArray &xml)
{
    return d->run([d = d.get(), xml]() -> core::Result<Domain> {
        const DomainHandle handle(library()->domainDefineXmlFlags(d->handle(), xml.constData(), VIR_DOMAIN_DEFINE_VALIDATE));
        if (!handle)
            return lastError(i18nc("@info", "Libvirt did not define the VM, and nothing was changed."));
        return described(handle.get(), d->access());
    });
}

}
