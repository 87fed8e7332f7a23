// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include <memory>

namespace vm
{

/// The functions of libvirt that Turnout calls. They are loaded when first needed, so that programs start without libvirt,
/// and start fast.
struct Library {
    decltype(&::virInitialize) initialize;
    decltype(&::virSetErrorFunc) setErrorFunc;
    decltype(&::virGetLastError) getLastError;
    decltype(&::virConnectOpenAuth) connectOpenAuth;
    decltype(&::virConnectOpenReadOnly) connectOpenReadOnly;
    decltype(&::virConnectClose) connectClose;
    decltype(&::virConnectGetURI) connectGetUri;
    decltype(&::virConnectGetCapabilities) connectGetCapabilities;
    decltype(&::virConnectGetDomainCapabilities) connectGetDomainCapabilities;
    decltype(&::virConnectListAllDomains) connectListAllDomains;
    decltype(&::virDomainLookupByName) domainLookupByName;
    decltype(&::virDomainGetName) domainGetName;
    decltype(&::virDomainGetUUIDString) domainGetUuidString;
    decltype(&::virDomainGetXMLDesc) domainGetXmlDesc;
    decltype(&::virDomainIsActive) domainIsActive;
    decltype(&::virDomainIsPersistent) domainIsPersistent;
    decltype(&::virDomainHasManagedSaveImage) domainHasManagedSaveImage;
    decltype(&::virDomainSnapshotNum) domainSnapshotNum;
    decltype(&::virDomainDefineXMLFlags) domainDefineXmlFlags;
    decltype(&::virDomainUndefineFlags) domainUndefineFlags;
    decltype(&::virDomainFree) domainFree;
};

/// Null where libvirt is not installed or lacks a function.
const Library *library();

/// Frees what libvirt returned.
struct Release {
    void operator()(virConnectPtr connection) const;
    void operator()(virDomainPtr domain) const;
    void operator()(char *text) const;
};
using ConnectionHandle = std::unique_ptr<virConnect, Release>;
using DomainHandle = std::unique_ptr<virDomain, Release>;
using Text = std::unique_ptr<char, Release>;

}
