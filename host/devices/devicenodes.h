// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "host/sysfs/directory.h"
#include "host/sysfs/functionindex.h"

#include <map>
#include <unordered_map>

#include <sys/types.h>

namespace host
{

/// The nodes below /dev by which processes use functions, by name and by device number. A node may stand for several
/// functions: that of a VFIO group, or one that a driver has for all of its GPUs.
class DeviceNodes
{
public:
    /// `wanted` are the functions whose nodes are of interest; their other values must have been read.
    DeviceNodes(const Directory &root, const FunctionIndex &functions, const std::vector<core::Function *> &wanted);

    /// The kernel's name of the node with this number, "/dev/dri/card0"; empty: none of interest.
    std::string nameOf(dev_t number) const;
    /// The functions that the node stands for, by the kernel's name.
    std::vector<core::Function *> functionsOf(const std::string &name) const;

private:
    void add(const std::string &name, std::optional<dev_t> number, core::Function &function);
    void addOwn(core::Function &function);
    void addSound();
    void addVfio(const std::vector<core::Function *> &wanted);
    void addVfioGroup(core::IommuGroupId group, core::Function &function);
    void addNvidia(core::Function &function);
    void addShared(const std::vector<core::Function *> &wanted);
    std::optional<dev_t> numberIn(const char *classDirectory, const std::string &name) const;

    const Directory &m_root;
    const FunctionIndex &m_index;
    std::multimap<std::string, core::Function *> m_functions;
    std::vector<core::Function *> m_unnumberedNvidia; ///< their nodes' minors could not be read without waking them
    std::unordered_map<dev_t, std::string> m_names;
};

/// The key under which a node's users are counted: "/dev/snd/pcmC1D3p" is one of "card1", others stand for themselves.
std::string nodeKey(std::string_view name);

}
