// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/operation/hostdriverrecords.h"
#include "host/devices/firmwareframebuffer.h"
#include "tests/tools/registered.h"
#include "tree.h"

#include <QTest>

using core::Function;
using core::Unread;
using namespace Qt::StringLiterals;

namespace
{
const QByteArray gpu = "0000:01:00.0";
const QByteArray place = "pci0000:00/0000:00:01.0/" + gpu;

/// A GPU behind a port; gives its directory.
QByteArray addGpu(const Tree &tree)
{
    tree.function("pci0000:00/0000:00:01.0", "060400");
    return tree.function(place);
}

Function gpuIn(const core::Snapshot &snapshot)
{
    const Function *function = snapshot.function(address(gpu.constData()));
    return function ? *function : Function();
}

/// /proc/iomem as root reads it; other users see all addresses as 0.
const QByteArray iomem =
    "00000000-00000fff : Reserved\n"
    "c0000000-febfffff : PCI Bus 0000:00\n"
    "  d0000000-dfffffff : PCI Bus 0000:01\n"
    "    d0000000-dfffffff : 0000:01:00.0\n"
    "      d0000000-d07e8fff : BOOTFB\n"
    "        d0000000-d07e8fff : efifb\n"
    "  e0000000-e0ffffff : 0000:00:02.0\n"
    "  e1000000-e10fffff : simple-framebuffer\n"
    "fee00000-fee00fff : Local APIC\n";

QByteArray asAnybody(QByteArray text)
{
    QByteArray zeroed;
    for (const QByteArray &line : text.split('\n')) {
        const qsizetype colon = line.indexOf(" : ");
        const qsizetype indent = line.size() - line.trimmed().size();
        zeroed += colon < 0 ? line : QByteArray(indent, ' ') + "00000000-00000000" + line.sliced(colon) + '\n';
    }
    return zeroed;
}
}

/// The values that plans need: VFIO drivers, our driver's attributes, the host's drivers, the firmware's framebuffer.
class VfioFactsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ourDriversAttributesAreRead()
    {
        const Tree tree;
        const QByteArray at = addGpu(tree);
        QVERIFY(!gpuIn(tree.read()).turnoutDriver);
        const QList<std::pair<QByteArray, QByteArray>> files{{"vga_access", "off"},
                                                             {"idle_state", "d3hot"},
                                                             {"in_use", "1"},
                                                             {"open_count", "3"},
                                                             {"request_count", "4"},
                                                             {"suspend_count", "5"},
                                                             {"wake_count", "6"},
                                                             {"suspended_time_ms", "7000000000"},
                                                             {"wake_failures", "8"},
                                                             {"opregion", "2.1 14336"}};
        for (const auto &[name, value] : files)
            tree.file(at + "/turnout/" + name, value + '\n');
        const core::TurnoutDriver expected{.vgaAccess = false,
                                           .idleState = u"d3hot"_s,
                                           .inUse = true,
                                           .openCount = 3,
                                           .requestCount = 4,
                                           .suspendCount = 5,
                                           .wakeCount = 6,
                                           .suspendedMs = 7000000000,
                                           .wakeFailures = 8,
                                           .opregion = u"2.1 14336"_s};
        QVERIFY(gpuIn(tree.read()).turnoutDriver == expected);
        // They are the driver's memory: told also of a GPU that sleeps.
        tree.file(at + "/power/runtime_status", "suspended\n");
        QVERIFY(gpuIn(tree.read()).turnoutDriver == expected);
    }

    void attributesThatAreMissingOrMalformedAreReported()
    {
        const Tree tree;
        const QByteArray at = addGpu(tree);
        tree.file(at + "/turnout/vga_access", "perhaps\n");
        tree.file(at + "/turnout/in_use", "2\n");
        const Function function = gpuIn(tree.read());
        QVERIFY(function.turnoutDriver);
        QCOMPARE(function.turnoutDriver->vgaAccess.why(), Unread::Malformed);
        QCOMPARE(function.turnoutDriver->inUse.why(), Unread::Malformed);
        QCOMPARE(function.turnoutDriver->openCount.why(), Unread::Absent);
    }

    void vfioDriversComeWithTheirWildcardsAndWhetherTheyAreLoaded()
    {
        const Tree tree;
        addGpu(tree);
        tree.file("proc/sys/kernel/osrelease", "6.12.1\n");
        tree.file("lib/modules/6.12.1/modules.alias",
                  "alias vfio_pci:v*d*sv*sd*bc*sc*i* vfio_pci\n"
                  "alias vfio_pci:v*d*sv*sd*bc03sc*i* turnout_vfio_pci\n"
                  "alias vfio_pci:v000010DEd00001F08sv*sd*bc*sc*i* special_vfio_pci\n");
        tree.file("sys/module/special_vfio_pci/refcnt", "0\n");
        const core::Snapshot snapshot = tree.read();
        QCOMPARE(gpuIn(snapshot).vfioCandidates, (QList<core::VfioCandidate>{{u"special_vfio_pci"_s, 5}, {u"turnout_vfio_pci"_s, 6}, {u"vfio_pci"_s, 7}}));
        QCOMPARE(snapshot.machine.vfioModulesLoaded, QStringList{u"special_vfio_pci"_s});
    }

    void whatTheHostHadIsTheHelpersNote()
    {
        const Tree tree;
        addGpu(tree);
        const core::HostDriverState amdgpu{.driver = u"amdgpu"_s, .driverOverride = {}, .automatic = true, .d3coldAllowed = {}};
        const core::HostDriverState nvme{.driver = u"nvme"_s, .driverOverride = u"nvme"_s, .automatic = {}, .d3coldAllowed = false};
        core::HostDriverRecords states{{address("0000:01:00.0"), {core::cardIds(gpuIn(tree.read())), amdgpu}},
                                {address("0000:09:00.0"), {u"144d:a808 144d:a801"_s, nvme}}};
        tree.file(core::hostDriverRecordsFile, core::toJson(states));
        const core::Snapshot snapshot = tree.read();
        QVERIFY(gpuIn(snapshot).hostDriver == amdgpu);
        QVERIFY(!snapshot.function(address("0000:00:01.0"))->hostDriver);
        // A note of another card that was at the address is none.
        states.first().ids = u"10de:1f08 1462:0001"_s;
        tree.file(core::hostDriverRecordsFile, core::toJson(states));
        QVERIFY(!gpuIn(tree.read()).hostDriver);
        states.first() = {core::cardIds(gpuIn(snapshot)), {.driver = u"../../x"_s, .driverOverride = {}, .automatic = {}, .d3coldAllowed = {}}};
        tree.file(core::hostDriverRecordsFile, core::toJson(states));
        QVERIFY(!gpuIn(tree.read()).hostDriver);
    }

    void thePictureOfTheFirmwareBelongsToTheBarAroundIt_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("root") << iomem;
        QTest::newRow("anybody") << asAnybody(iomem);
    }
    void thePictureOfTheFirmwareBelongsToTheBarAroundIt()
    {
        QFETCH(QByteArray, text);
        const auto found = host::firmwareFramebuffers({text.constData(), size_t(text.size())});
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.begin()->first, address("0000:01:00.0"));
        QCOMPARE(found.begin()->second, std::string("efifb"));
    }

    void onlyDisplayFunctionsAreAskedForThePicture()
    {
        const Tree tree;
        addGpu(tree);
        QCOMPARE(gpuIn(tree.read()).firmwareFramebuffer.why(), Unread::Absent);
        tree.file("proc/iomem", iomem);
        core::Snapshot snapshot = tree.read();
        QCOMPARE(gpuIn(snapshot).firmwareFramebuffer.valueOr({}), u"efifb"_s);
        QVERIFY(!snapshot.function(address("0000:00:01.0"))->firmwareFramebuffer);
        tree.file("proc/iomem", "d0000000-dfffffff : 0000:01:00.0\n");
        snapshot = tree.read();
        QVERIFY(gpuIn(snapshot).firmwareFramebuffer);
        QCOMPARE(gpuIn(snapshot).firmwareFramebuffer.valueOr(u"?"_s), QString());
    }
};

TURNOUT_TEST(VfioFactsTest)

#include "vfiofactstest.moc"
