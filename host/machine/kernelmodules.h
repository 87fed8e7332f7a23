// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"

#include "core/pci/modulealias.h"

#include <span>

namespace host
{

/// A file mapped read-only for as long as this lives; empty where it cannot be.
class MappedFile
{
public:
    explicit MappedFile(const core::Reading<FileDescriptor> &file);
    MappedFile(const MappedFile &) = delete;
    MappedFile &operator=(const MappedFile &) = delete;
    ~MappedFile();

    QByteArrayView bytes() const
    {
        return m_bytes;
    }

private:
    QByteArrayView m_bytes;
};

/// lib/modules/RELEASE, or where NixOS and Guix System have it; not open where there is none.
Directory modulesDirectory(const Directory &root, const std::string &release);

/// What lib/modules/RELEASE says about the modules of the running kernel.
class KernelModules
{
public:
    /// `modules` is that directory; it need not be open.
    explicit KernelModules(const Directory &modules);

    const core::ModuleAliases &aliases() const
    {
        return m_aliases;
    }

private:
    MappedFile m_text;
    core::ModuleAliases m_aliases;
};

/// Which of the modules `names`, written with '_', this kernel has, as loadable module or built in (modules.dep(5)).
/// `modules` is as for KernelModules.
QStringList installedModules(const Directory &modules, std::span<const char *const> names);

/// What Machine::vfioModules and Machine::vfioModulesLoaded can have.
inline constexpr std::array<const char *, 3> vfioModuleNames{"turnout_vfio_pci", "vfio_iommu_type1", "vfio_pci"};

}
