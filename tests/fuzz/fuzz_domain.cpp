// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// Any bytes are refused as a domain with a reason, or an edit of them is undone to the byte, lint reports lines that
// exist, and fixes give a domain. So are any bytes as capabilities.

#include "core/domain/domainedit.h"
#include "core/domain/lint.h"

#include <cstdlib>

namespace
{

void require(bool condition)
{
    if (!condition)
        abort();
}

core::Snapshot machine()
{
    core::Snapshot snapshot;
    for (const quint8 function : {0, 1}) {
        core::Function added;
        added.address = {0, 1, 0, function};
        added.classCode = function == 0 ? 0x030000 : 0x040300;
        added.vendor = 0x10de;
        added.group = core::IommuGroupId(1);
        added.driver = QStringLiteral("vfio-pci");
        snapshot.functions.push_back(added);
    }
    snapshot.groups = {{core::IommuGroupId(1), {}, {snapshot.functions[0].address, snapshot.functions[1].address}, {}}};
    return snapshot;
}

void requireReason(const core::Error &error)
{
    require(!error.what.isEmpty());
}

void requireUndo(const QByteArray &domain, const core::Snapshot &snapshot, bool keepsLayout)
{
    core::HostdevOptions options;
    options.keepsLayout = keepsLayout;
    const QList<core::PciAddress> gpu = {snapshot.functions[0].address};
    const auto tree = core::parseDomain(domain);
    const bool isNew = std::ranges::none_of(core::pciHostdevs(*tree), [&](const core::XmlNode &hostdev) {
        return core::sourceOf(hostdev)->sameSlot(gpu.first());
    });
    const core::Result<QByteArray> with = core::withHostdevs(domain, snapshot, gpu, options);
    if (!with)
        return requireReason(with.error());
    require(core::parseDomain(*with).ok());
    const core::Result<QByteArray> without = core::withoutHostdevs(*with, snapshot, gpu);
    require(without.ok() && (!isNew || *without == domain));
}

void requireLint(const QByteArray &domain, const core::Snapshot &snapshot)
{
    const core::LintHost host{.snapshot = snapshot,
                              .domain = core::DomainCapabilities::assumed(),
                              .host = {},
                              .others = {},
                              .files = {},
                              .hasSavedState = true,
                              .lastError = QString::fromUtf8(domain)};
    const auto lines = domain.count('\n') + 1;
    for (const core::DomainFinding &found : core::lint(core::parseDomain(domain).value(), host))
        require(found.line >= 1 && found.line <= lines && !found.finding.text.isEmpty() && !found.finding.remedy.isEmpty());
    const core::Result<QByteArray> fixed = core::fixed(domain, host);
    require(fixed.ok() && core::parseDomain(*fixed).ok());
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const core::Snapshot snapshot = machine();
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    if (const auto capabilities = core::DomainCapabilities::parse(bytes); !capabilities)
        requireReason(capabilities.error());
    if (const auto capabilities = core::HostCapabilities::parse(bytes); !capabilities)
        requireReason(capabilities.error());
    core::romIds(bytes);
    if (const auto tree = core::parseDomain(bytes); !tree) {
        requireReason(tree.error());
        return 0;
    }
    requireUndo(bytes, snapshot, false);
    requireUndo(bytes, snapshot, true);
    requireLint(bytes, snapshot);
    return 0;
}
