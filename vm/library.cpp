// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "library.h"

#include "logging.h"

#include <QLibrary>

#include <cstdlib>
#include <optional>

namespace vm
{

namespace
{
/// The ABI that the headers describe; libvirt keeps it.
constexpr int abi = 0;

template<typename Pointer>
bool resolve(QLibrary &file, const char *name, Pointer &pointer)
{
    pointer = reinterpret_cast<Pointer>(file.resolve(name));
    if (!pointer)
        qCWarning(TURNOUT_VM) << "libvirt has no function" << name;
    return pointer;
}

/// The functions report their errors as results; libvirt would print them as well.
void ignoreError(void *, virErrorPtr)
{
}

std::optional<Library> loaded()
{
    QLibrary file(QStringLiteral("virt"), abi);
    if (!file.load()) {
        qCDebug(TURNOUT_VM) << "libvirt is not there:" << file.errorString();
        return {};
    }
    Library all{};
    const bool isComplete = resolve(file, "virInitialize", all.initialize) && resolve(file, "virSetErrorFunc", all.setErrorFunc)
        && resolve(file, "virGetLastError", all.getLastError) && resolve(file, "virConnectOpenAuth", all.connectOpenAuth)
        && resolve(file, "virConnectOpenReadOnly", all.connectOpenReadOnly) && resolve(file, "virConnectClose", all.connectClose)
        && resolve(file, "virConnectGetURI", all.connectGetUri) && resolve(file, "virConnectGetCapabilities", all.connectGetCapabilities)
        && resolve(file, "virConnectGetDomainCapabilities", all.connectGetDomainCapabilities)
        && resolve(file, "virConnectListAllDomains", all.connectListAllDomains) && resolve(file, "virDomainLookupByName", all.domainLookupByName)
        && resolve(file, "virDomainGetName", all.domainGetName) && resolve(file, "virDomainGetUUIDString", all.domainGetUuidString)
        && resolve(file, "virDomainGetXMLDesc", all.domainGetXmlDesc) && resolve(file, "virDomainIsActive", all.domainIsActive)
        && resolve(file, "virDomainIsPersistent", all.domainIsPersistent) && resolve(file, "virDomainHasManagedSaveImage", all.domainHasManagedSaveImage)
        && resolve(file, "virDomainSnapshotNum", all.domainSnapshotNum) && resolve(file, "virDomainDefineXMLFlags", all.domainDefineXmlFlags)
        && resolve(file, "virDomainUndefineFlags", all.domainUndefineFlags) && resolve(file, "virDomainFree", all.domainFree);
    if (!isComplete || all.initialize() < 0)
        return {};
    all.setErrorFunc(nullptr, ignoreError);
    return all;
}
}

const Library *library()
{
    static const std::optional<Library> only = loaded();
    return only ? &*only : nullptr;
}

void Release::operator()(virConnectPtr connection) const
{
    library()->connectClose(connection);
}

void Release::operator()(virDomainPtr domain) const
{
    library()->domainFree(domain);
}

void Release::operator()(char *text) const
{
    std::free(text);
}

}
