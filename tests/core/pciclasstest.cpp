// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/pci/pciclass.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;

class PciClassTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realCardsHaveTheNamesPeopleKnow_data()
    {
        QTest::addColumn<quint32>("classCode");
        QTest::addColumn<QString>("vendor");
        QTest::addColumn<QString>("device");
        QTest::addColumn<QString>("name");
        // Vendor and device as in pci.ids.
        const QString amd = u"Advanced Micro Devices, Inc. [AMD/ATI]"_s;
        const QString amdCpu = u"Advanced Micro Devices, Inc. [AMD]"_s;
        const QString nvidia = u"NVIDIA Corporation"_s;
        const QString intel = u"Intel Corporation"_s;
        QTest::newRow("10de:1f02") << 0x030000U << nvidia << u"TU106 [GeForce RTX 2070]"_s << u"NVIDIA GeForce RTX 2070"_s;
        QTest::newRow("10de:2206") << 0x030000U << nvidia << u"GA102 [GeForce RTX 3080]"_s << u"NVIDIA GeForce RTX 3080"_s;
        QTest::newRow("10de:1fb8") << 0x030200U << nvidia << u"TU117GLM [Quadro T2000 Mobile / Max-Q]"_s << u"NVIDIA Quadro T2000 Mobile / Max-Q"_s;
        QTest::newRow("1002:67df") << 0x030000U << amd << u"Ellesmere [Radeon RX 470/480/570/570X/580/580X/590]"_s
                                   << u"AMD Radeon RX 470/480/570/570X/580/580X/590"_s;
        QTest::newRow("1002:164e") << 0x030000U << amd << u"Raphael"_s << u"AMD Raphael"_s;
        QTest::newRow("8086:9a49") << 0x030000U << intel << u"TigerLake-LP GT2 [Iris Xe Graphics]"_s << u"Intel Iris Xe Graphics"_s;
        QTest::newRow("8086:5691") << 0x038000U << intel << u"DG2 [Arc A730M]"_s << u"Intel Arc A730M"_s;
        QTest::newRow("1a03:2000") << 0x030000U << u"ASPEED Technology, Inc."_s << u"ASPEED Graphics Family"_s << u"ASPEED Graphics Family"_s;
        QTest::newRow("102b:0538") << 0x030000U << u"Matrox Electronics Systems Ltd."_s << u"MGA G200eH"_s << u"Matrox MGA G200eH"_s;
        QTest::newRow("1af4:1050") << 0x030000U << u"Red Hat, Inc."_s << u"Virtio 1.0 GPU"_s << u"Red Hat Virtio 1.0 GPU"_s;
        QTest::newRow("brackets of other functions stay")
            << 0x010601U << amdCpu << u"FCH SATA Controller [AHCI mode]"_s << u"AMD FCH SATA Controller [AHCI mode]"_s;
        QTest::newRow("10ec:8125") << 0x020000U << u"Realtek Semiconductor Co., Ltd."_s << u"RTL8125 2.5GbE Controller"_s
                                   << u"Realtek RTL8125 2.5GbE Controller"_s;
        QTest::newRow("144d:a80a") << 0x010802U << u"Samsung Electronics Co Ltd"_s << u"NVMe SSD Controller PM9A1/PM9A3/980PRO"_s
                                   << u"Samsung NVMe SSD Controller PM9A1/PM9A3/980PRO"_s;
        QTest::newRow("a device pci.ids lacks") << 0x030000U << nvidia << QString() << u"NVIDIA VGA controller 10de:1f02"_s;
        QTest::newRow("a vendor pci.ids lacks") << 0x030200U << QString() << QString() << u"3D controller 10de:1f02"_s;
        QTest::newRow("a vendor of legal words only") << 0x030000U << u"Inc."_s << u"GPU"_s << u"Inc GPU"_s;
    }
    void realCardsHaveTheNamesPeopleKnow()
    {
        QFETCH(quint32, classCode);
        QFETCH(QString, vendor);
        QFETCH(QString, device);
        core::Function function;
        function.classCode = classCode;
        function.vendor = 0x10de;
        function.device = 0x1f02;
        function.vendorName = vendor;
        function.deviceName = device;
        QTEST(core::displayName(function), "name");
    }

    void onlyFunctionsThatForwardTransactionsAreBridges_data()
    {
        QTest::addColumn<quint32>("classCode");
        QTest::addColumn<bool>("bridge");
        QTest::newRow("host bridge") << 0x060000U << false;
        QTest::newRow("ISA bridge") << 0x060100U << false;
        QTest::newRow("PCI bridge") << 0x060400U << true;
        QTest::newRow("subtractive PCI bridge") << 0x060401U << true;
        QTest::newRow("CardBus bridge") << 0x060700U << true;
        QTest::newRow("semi-transparent bridge") << 0x060940U << true;
        QTest::newRow("VGA controller") << 0x030000U << false;
    }
    void onlyFunctionsThatForwardTransactionsAreBridges()
    {
        QFETCH(quint32, classCode);
        core::Function function;
        function.classCode = classCode;
        QTEST(core::isBridge(function), "bridge");
    }

    void variantDriversAreVfioDriversToo_data()
    {
        QTest::addColumn<QString>("driver");
        QTest::addColumn<bool>("vfio");
        for (const char *name : {"vfio-pci", "turnout_vfio_pci", "mlx5_vfio_pci", "nvgrace-gpu-vfio-pci", "xe-vfio-pci"})
            QTest::newRow(name) << QString::fromLatin1(name) << true;
        for (const char *name : {"nvidia", "amdgpu", "vfio-pci-not", "pci-stub", "vfio"})
            QTest::newRow(name) << QString::fromLatin1(name) << false;
    }
    void variantDriversAreVfioDriversToo()
    {
        QFETCH(QString, driver);
        QTEST(core::isVfioDriver(driver), "vfio");
    }

    void acceleratorsOfGpuMakersAreGpus()
    {
        core::Function function;
        function.classCode = 0x120000;
        QVERIFY(!core::isGpu(function));
        for (const quint16 vendor : {0x1002, 0x10de}) {
            function.vendor = vendor;
            QVERIFY(core::isGpu(function) && !core::isDisplay(function));
        }
        function.classCode = 0x030200;
        function.vendor = 0;
        QVERIFY(core::isGpu(function));
    }

    void aDriverMayOfferAFunctionItself()
    {
        core::Function function;
        function.driver = u"nvidia"_s;
        QVERIFY(core::isOnHostDriver(function) && !core::isOfferedByDriver(function));
        function.vfioDevice = u"vfio0"_s;
        QVERIFY(core::isOfferedByDriver(function) && !core::isOnHostDriver(function) && !core::isOnVfio(function));
        // A VFIO driver by its alias.
        function.driver = u"odd-name"_s;
        function.vfioCandidates = {{u"odd_name"_s, 3}};
        QVERIFY(core::isOnVfio(function) && !core::isOfferedByDriver(function));
        function.driver = u"vfio-pci"_s;
        QVERIFY(core::isOnVfio(function) && !core::isOfferedByDriver(function));
    }

    void suspendedByRuntimeStatusOrPowerState()
    {
        core::Function function;
        QVERIFY(!core::isSuspended(function));
        function.runtimePm.status = core::RuntimeStatus::Active;
        function.powerState = u"D0"_s;
        QVERIFY(!core::isSuspended(function));
        function.runtimePm.status = core::RuntimeStatus::Suspended;
        QVERIFY(core::isSuspended(function));
        function.runtimePm.status = core::Unread::Absent;
        function.powerState = u"D3cold"_s;
        QVERIFY(core::isSuspended(function));
    }
};

TURNOUT_TEST(PciClassTest)
#include "pciclasstest.moc"
