// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "kernelmodules.h"

#include <algorithm>

#include <sys/mman.h>
#include <sys/stat.h>

namespace host
{

namespace
{
/// Bytes; the lists of a distribution's kernel have some two million.
constexpr off_t largest = 64 * 1024 * 1024;

/// Module names take '-' and '_' for the same; file names have either.
bool sameModule(QByteArrayView fileName, std::string_view module)
{
    if (fileName.size() < qsizetype(module.size()))
        return false;
    const auto stem = fileName.first(qsizetype(module.size()));
    const bool same = std::ranges::equal(stem, module, [](char a, char b) {
        return a == b || (a == '-' && b == '_');
    });
    return same && fileName.sliced(stem.size()).startsWith(".ko");
}

/// `list` has one module a line: "kernel/drivers/vfio/pci/vfio-pci.ko.xz: kernel/..." or without the colon.
bool lists(QByteArrayView list, std::string_view module)
{
    while (!list.isEmpty()) {
        const auto end = list.indexOf('\n');
        QByteArrayView line = end < 0 ? list : list.first(end);
        list = end < 0 ? QByteArrayView() : list.sliced(end + 1);
        const auto colon = line.indexOf(':');
        line = colon < 0 ? line : line.first(colon);
        if (sameModule(line.sliced(line.lastIndexOf('/') + 1), module))
            return true;
    }
    return false;
}
}

MappedFile::MappedFile(const core::Reading<FileDescriptor> &file)
{
    struct stat status{};
    if (!file || ::fstat(file->get(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0 || status.st_size > largest)
        return;
    void *mapping = ::mmap(nullptr, size_t(status.st_size), PROT_READ, MAP_PRIVATE, file->get(), 0);
    if (mapping != MAP_FAILED)
        m_bytes = QByteArrayView(static_cast<const char *>(mapping), status.st_size);
}

MappedFile::~MappedFile()
{
    if (!m_bytes.isEmpty())
        ::munmap(const_cast<char *>(m_bytes.data()), size_t(m_bytes.size()));
}

/// NixOS: nixos/modules/system/boot/kernel.nix; Guix: gnu/services.scm, the profile of the booted system.
Directory modulesDirectory(const Directory &root, const std::string &release)
{
    for (const char *place : {"lib/modules/", "usr/lib/modules/", "run/booted-system/kernel-modules/lib/modules/", "run/booted-system/kernel/lib/modules/"}) {
        Directory directory = root.child((place + release).c_str());
        if (directory.isOpen())
            return directory;
    }
    return root.child(("lib/modules/" + release).c_str());
}

KernelModules::KernelModules(const Directory &modules)
    : m_text(modules.open(Attribute::ModulesAlias))
    , m_aliases(m_text.bytes())
{
}

QStringList installedModules(const Directory &modules, std::span<const char *const> names)
{
    const MappedFile loadable(modules.open(Attribute::ModulesDep));
    const MappedFile builtIn(modules.open(Attribute::ModulesBuiltin));
    QStringList found;
    for (const char *name : names) {
        if (lists(loadable.bytes(), name) || lists(builtIn.bytes(), name))
            found.append(QString::fromLatin1(name));
    }
    return found;
}

}
