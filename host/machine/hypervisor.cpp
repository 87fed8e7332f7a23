// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "hypervisor.h"

#include "host/sysfs/parse.h"

#include <algorithm>

namespace host
{

namespace
{
/// A control domain has the bit XENFEAT_dom0 (include/xen/interface/features.h) or the capability "control_d".
bool isControlDomain(const Directory &root)
{
    constexpr quint64 dom0 = 1ULL << 11;
    const auto features = root.read(Attribute::XenFeatures);
    if (features && unsignedNumber(*features, 16).value_or(0) & dom0)
        return true;
    const auto capabilities = root.read(Attribute::XenCapabilities);
    return capabilities && capabilities->find("control_d") != std::string_view::npos;
}

/// Virtual boards of hypervisors that run Arm guests, where no CPU flag shows them.
bool isVirtualBoard(const core::Machine &machine)
{
    constexpr std::array<const char *, 5> names{"QEMU", "KVM Virtual Machine", "linux,dummy-virt", "VMware", "Parallels"};
    return std::ranges::any_of(names, [&machine](const char *name) {
        return machine.vendor.startsWith(QLatin1String(name)) || machine.product.startsWith(QLatin1String(name));
    });
}
}

void readHypervisor(const Directory &root, core::Machine &machine)
{
    const auto type = root.read(Attribute::HypervisorType);
    if ((type && *type == "xen" && isControlDomain(root)) || (!type && root.has("proc/xen") && isControlDomain(root)))
        machine.hypervisor = QStringLiteral("xen-dom0");
    else if (type || isVirtualBoard(machine))
        machine.hypervisor = QStringLiteral("vm");
}

}
