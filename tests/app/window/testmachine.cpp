// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "testmachine.h"

#include <algorithm>

namespace
{

core::Function makeFunction(const char *address, quint32 classCode, const QString &name, const QString &driver)
{
    core::Function function;
    function.address = at(address);
    function.classCode = classCode;
    function.vendor = 0x10de;
    function.device = 0x1f02;
    function.vendorName = QStringLiteral("NVIDIA Corporation");
    function.deviceName = name;
    function.className = QStringLiteral("class of ") + name;
    function.driver = driver;
    function.powerState = QStringLiteral("D0");
    return function;
}

void insert(core::Snapshot &snapshot, core::Function function)
{
    const auto place = std::ranges::lower_bound(snapshot.functions, function.address, {}, &core::Function::address);
    snapshot.functions.insert(place, std::move(function));
}

}

core::PciAddress at(const char *shortAddress)
{
    return *core::PciAddress::parseTyped(QString::fromLatin1(shortAddress));
}

core::Function *find(core::Snapshot &snapshot, const char *shortAddress)
{
    const auto it = std::ranges::find(snapshot.functions, at(shortAddress), &core::Function::address);
    return it != snapshot.functions.end() ? &*it : nullptr;
}

void addDisk(core::Snapshot &snapshot, const char *shortAddress)
{
    insert(snapshot, makeFunction(shortAddress, 0x010802, QStringLiteral("NVMe disk"), QStringLiteral("nvme")));
}

void removeFunction(core::Snapshot &snapshot, const char *shortAddress)
{
    std::erase_if(snapshot.functions, [&](const core::Function &function) {
        return function.address == at(shortAddress);
    });
}

core::Snapshot testMachine()
{
    core::Snapshot snapshot;
    snapshot.machine.vendor = QStringLiteral("Gigabyte");
    snapshot.machine.product = QStringLiteral("X570");
    snapshot.machine.iommu = core::IommuKind::AmdVi;

    core::Function port = makeFunction("00:01.0", 0x060400, QStringLiteral("Root Port"), QStringLiteral("pcieport"));
    port.buses = core::BusRange{1, 1};
    core::Function igpu = makeFunction("00:02.0", 0x030000, QStringLiteral("Cezanne"), QStringLiteral("amdgpu"));
    igpu.group = core::IommuGroupId(3);
    core::Function gpu = makeFunction("01:00.0", 0x030000, QStringLiteral("TU106 [GeForce RTX 2070]"), QStringLiteral("nouveau"));
    core::Function audio = makeFunction("01:00.1", 0x040300, QStringLiteral("TU106 Audio"), QStringLiteral("snd_hda_intel"));
    for (core::Function *function : {&gpu, &audio}) {
        function->parent = port.address;
        function->group = core::IommuGroupId(14);
    }
    for (core::Function *function : {&port, &igpu, &gpu, &audio})
        insert(snapshot, std::move(*function));
    snapshot.groups = {core::Group{core::IommuGroupId(3), {}, {at("00:02.0")}, {}},
                       core::Group{core::IommuGroupId(14), {}, {at("01:00.0"), at("01:00.1")}, {}}};
    return snapshot;
}
