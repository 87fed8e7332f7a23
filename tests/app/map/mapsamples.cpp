// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "mapsamples.h"

#include "generatedmachine.h"
#include "tests/core/machinesnapshot.h"
#include "tests/core/snapshotbuilder.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace sample
{

namespace
{
void addGpu(fixture::SnapshotBuilder &builder, const char *port, const char *gpu, quint32 group, const char *driver)
{
    builder.add(port, fixture::SnapshotBuilder::bridge, group + 100);
    core::Function &function = builder.add(gpu, fixture::SnapshotBuilder::vga, group, port);
    function.vendor = 0x10de;
    function.device = quint16(0x1f00 + group);
    function.vendorName = u"NVIDIA Corporation"_s;
    function.deviceName = u"TU106 [GeForce RTX 20%1]"_s.arg(group);
    function.bootVga = false;
    function.resetMethods = QStringList{u"flr"_s};
    if (driver)
        function.driver = QString::fromLatin1(driver);
}
}

core::Snapshot fiveGpus()
{
    fixture::SnapshotBuilder builder;
    builder.machine.iommu = core::IommuKind::AmdVi;
    builder.machine.kvm = true;
    builder.add("00:00.0", 0x060000);
    addGpu(builder, "00:01.0", "01:00.0", 1, "nvidia");
    builder.at("01:00.0").bootVga = true;
    addGpu(builder, "00:02.0", "02:00.0", 2, "nvidia");
    builder.add("02:00.1", fixture::SnapshotBuilder::audio, 2, "00:02.0").driver = u"snd_hda_intel"_s;
    builder.add("00:03.0", fixture::SnapshotBuilder::bridge, 2);
    builder.add("03:00.0", fixture::SnapshotBuilder::nvme, 2, "00:03.0").driver = u"nvme"_s;
    addGpu(builder, "00:04.0", "04:00.0", 4, "vfio-pci");
    addGpu(builder, "00:05.0", "05:00.0", 5, "nvidia");
    builder.at("05:00.0").runtimePm.status = core::RuntimeStatus::Suspended;
    builder.at("05:00.0").powerState = u"D3cold"_s;
    addGpu(builder, "00:06.0", "06:00.0", 6, nullptr);
    return builder.snapshot();
}

core::Snapshot randomMachine(quint32 seed)
{
    QRandomGenerator random(seed);
    fixture::SnapshotBuilder builder;
    static constexpr std::array classes{fixture::SnapshotBuilder::bridge,
                                        fixture::SnapshotBuilder::vga,
                                        fixture::SnapshotBuilder::audio,
                                        fixture::SnapshotBuilder::nvme,
                                        fixture::SnapshotBuilder::usb,
                                        fixture::SnapshotBuilder::ethernet,
                                        quint32(0x060000),
                                        quint32(0x0c0500)};
    std::vector<QByteArray> bridges;
    const int buses = random.bounded(1, 30);
    const quint32 groups = quint32(random.bounded(1, 40));
    for (int bus = 0; bus < buses; ++bus) {
        // Bus 0 and some others are root buses.
        const QByteArray above = bus > 0 && !bridges.empty() && random.bounded(8) > 0 ? bridges[random.bounded(quint32(bridges.size()))] : QByteArray();
        for (int device = 0; device < random.bounded(1, 7); ++device) {
            for (int function = 0; function < (random.bounded(4) ? 1 : 4); ++function) {
                const QByteArray address = QString::asprintf("%02x:%02x.%d", unsigned(bus), unsigned(device), function).toLatin1();
                const quint32 classCode = classes[random.bounded(quint32(classes.size()))];
                const auto group = random.bounded(10) ? std::optional(random.bounded(groups)) : std::nullopt;
                builder.add(address.constData(), classCode, group, above.isEmpty() ? nullptr : above.constData());
                if (classCode == fixture::SnapshotBuilder::bridge)
                    bridges.push_back(address);
            }
        }
    }
    return builder.snapshot();
}

core::Snapshot named(const QString &name)
{
    const QString kind = name.section(u':', 0, 0);
    const QString what = name.section(u':', 1);
    if (kind == "real"_L1)
        return fixture::snapshotOf(what);
    if (kind == "generated"_L1)
        return fixture::toSnapshot(fixture::generateMachine(what.toUInt()));
    if (kind == "random"_L1)
        return randomMachine(what.toUInt());
    return kind == "five"_L1 ? fiveGpus() : core::Snapshot();
}

QStringList names()
{
    QStringList all{u"empty"_s, u"five"_s, u"generated:100"_s, u"generated:1000"_s};
    for (const QString &machine : fixture::machineNames())
        all += u"real:"_s + machine;
    for (int seed = 1; seed <= 60; ++seed)
        all += u"random:%1"_s.arg(seed);
    return all;
}

}
