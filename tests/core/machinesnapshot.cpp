// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "machinesnapshot.h"

#include "core/pci/pciclass.h"
#include "machinefile.h"

#include <QDir>

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace fixture
{

namespace
{
const QString folder = QStringLiteral(TURNOUT_FIXTURES "/machines");

core::Capabilities capabilities(const Function &function)
{
    core::Capabilities known;
    known.pcieType = function.pcieType;
    if (function.acs)
        known.acs = core::Acs{.capability = *function.acs, .control = *function.acs};
    known.powerManagement = function.pm;
    known.noSoftReset = function.noSoftReset;
    known.flr = function.flr || function.afFlr;
    known.ari = function.ari;
    return known;
}

core::Function toFunction(const Function &from, Access access)
{
    core::Function function;
    function.address = from.address;
    function.classCode = from.classCode;
    function.vendor = from.vendor;
    function.device = from.device;
    function.subVendor = from.subVendor;
    function.subDevice = from.subDevice;
    function.revision = from.revision;
    if (!from.driver.isEmpty())
        function.driver = from.driver;
    function.moduleCandidates = from.modules;
    if (from.group)
        function.group = core::IommuGroupId{*from.group};
    if (from.buses)
        function.buses = *from.buses;
    function.capabilities = core::Unread::NeedsPermission;
    if (access == Access::Full)
        function.capabilities = capabilities(from);
    return function;
}

void linkParents(core::Snapshot &snapshot)
{
    std::map<std::pair<quint32, quint8>, core::PciAddress> bridgeTo;
    for (const core::Function &function : snapshot.functions) {
        if (function.buses)
            bridgeTo.emplace(std::pair(function.address.domain, function.buses->secondary), function.address);
    }
    for (core::Function &function : snapshot.functions) {
        const auto bridge = bridgeTo.find({function.address.domain, function.address.bus});
        if (bridge != bridgeTo.end())
            function.parent = bridge->second;
    }
}

void collectGroups(core::Snapshot &snapshot)
{
    std::map<core::IommuGroupId, core::Group> groups;
    for (const core::Function &function : snapshot.functions) {
        if (!function.group)
            continue;
        core::Group &group = groups[*function.group];
        group.id = *function.group;
        group.members.append(function.address);
    }
    for (const auto &[id, group] : groups)
        snapshot.groups.push_back(group);
}

core::IommuKind iommuKind(const core::Snapshot &snapshot)
{
    constexpr quint32 iommuClass = 0x080600;
    if (snapshot.groups.empty())
        return core::IommuKind::None;
    const bool amd = std::ranges::any_of(snapshot.functions, [](const core::Function &function) {
        return function.classCode == iommuClass;
    });
    return amd ? core::IommuKind::AmdVi : core::IommuKind::IntelVtd;
}
}

core::Snapshot toSnapshot(const Machine &machine)
{
    core::Snapshot snapshot;
    snapshot.machine.product = machine.title;
    snapshot.machine.kernel = machine.kernel;
    for (const Function &function : machine.functions)
        snapshot.functions.push_back(toFunction(function, machine.access));
    linkParents(snapshot);
    collectGroups(snapshot);
    snapshot.machine.iommu = iommuKind(snapshot);
    return snapshot;
}

core::Snapshot snapshotOf(const QString &name)
{
    const auto machine = readMachineFile(folder + u'/' + name + u".machine"_s);
    if (!machine)
        qFatal("%s", qPrintable(machine.error().text()));
    return toSnapshot(*machine);
}

QStringList machineNames()
{
    QStringList names = QDir(folder).entryList({u"*.machine"_s}, QDir::Files, QDir::Name);
    for (QString &name : names)
        name.chop(int(qstrlen(".machine")));
    return names;
}

}
