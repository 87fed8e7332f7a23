// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "pcinames.h"

#include <array>
#include <csetjmp>
#include <cstring>

extern "C" {
#include <pci/pci.h>
}

namespace host
{

namespace
{
thread_local std::jmp_buf afterError;

/// libpci's default would end the program over a malformed list. This function must not return (pci.h), so it
/// jumps; only libpci's C frames lie between.
[[gnu::noreturn]] void giveUp(char *, ...)
{
    std::longjmp(afterError, 1);
}

/// After loading libpci errs only where memory is exhausted.
[[gnu::noreturn]] void outOfMemory(char *, ...)
{
    qFatal("libpci is out of memory");
}

void ignore(char *, ...)
{
}

/// A list with a syntax error is used up to that error.
void load(pci_access *access)
{
    if (setjmp(afterError) == 0)
        pci_load_name_list(access);
}

template<typename... Ids>
QString lookUp(pci_access *access, int what, Ids... ids)
{
    std::array<char, 512> buffer;
    const int flags = what | PCI_LOOKUP_NO_NUMBERS | PCI_LOOKUP_NO_HWDB;
    const char *name = pci_lookup_name(access, buffer.data(), int(buffer.size()), flags, ids...);
    return QString::fromUtf8(name);
}
}

PciNames::PciNames(const std::string &list)
    : m_access(pci_alloc())
{
    m_access->error = giveUp;
    m_access->warning = ignore;
    m_access->debug = ignore;
    // Names that a lookup in the network left in the user's home are not wanted, nor their path, which libpci leaks.
    pci_set_param(m_access.get(), const_cast<char *>("net.cache_name"), const_cast<char *>(""));
    if (!list.empty())
        pci_set_name_list_path(m_access.get(), ::strdup(list.c_str()), 1);
    load(m_access.get());
    m_access->id_load_attempted = 1;
    m_access->error = outOfMemory;
}

void PciNames::Cleanup::operator()(pci_access *access) const
{
    pci_cleanup(access);
}

QString PciNames::vendor(const PciIds &ids) const
{
    return lookUp(m_access.get(), PCI_LOOKUP_VENDOR, ids.vendor);
}

QString PciNames::device(const PciIds &ids) const
{
    return lookUp(m_access.get(), PCI_LOOKUP_DEVICE, ids.vendor, ids.device);
}

QString PciNames::subsystem(const PciIds &ids) const
{
    return lookUp(m_access.get(), PCI_LOOKUP_SUBSYSTEM | PCI_LOOKUP_DEVICE, ids.vendor, ids.device, ids.subVendor, ids.subDevice);
}

QString PciNames::deviceClass(const PciIds &ids) const
{
    return lookUp(m_access.get(), PCI_LOOKUP_CLASS, ids.classCode >> 8);
}

}
