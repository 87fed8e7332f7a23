// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "host/sysfs/wakesafety.h"

#include "tests/tools/registered.h"
#include "tree.h"

#include <QTest>

#include <algorithm>
#include <set>

using core::Unread;

namespace
{
/// The files in a suspended function's directory that were opened and would wake it.
std::vector<std::string> wakingAccesses(const std::vector<std::string> &accesses, const std::string &function)
{
    std::vector<std::string> found;
    for (const host::AttributeRow &row : host::attributes()) {
        const std::string path = "sys/bus/pci/devices/" + function + '/' + row.name;
        if (row.effect == host::Effect::Wakes && std::ranges::count(accesses, path))
            found.push_back(path);
    }
    return found;
}

bool wasRead(const std::vector<std::string> &accesses, const std::string &path)
{
    return std::ranges::count(accesses, path) > 0;
}
}

/// Reading never wakes.
class WakeSafetyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRowNamesItsSource()
    {
        for (const host::AttributeRow &row : host::attributes()) {
            QVERIFY2(*row.name, "a row without a name");
            QVERIFY2(*row.source, row.name);
        }
    }

    void attributesThatTouchTheDeviceAreMarked_data()
    {
        QTest::addColumn<int>("attribute");
        using enum host::Attribute;
        for (const auto attribute : {Config, CurrentLinkSpeed, CurrentLinkWidth, I915Vbt, MaxLinkSpeed, MaxLinkWidth})
            QTest::newRow(host::row(attribute).name) << int(attribute);
    }

    void attributesThatTouchTheDeviceAreMarked()
    {
        QFETCH(int, attribute);
        const host::Effect effect = host::row(host::Attribute(attribute)).effect;
        QCOMPARE(effect, host::Effect::Wakes);
        QVERIFY(host::mayOpen(effect, host::Wakefulness::Active));
        QVERIFY(!host::mayOpen(effect, host::Wakefulness::Suspended));
        QVERIFY(!host::mayOpen(effect, host::Wakefulness::Undecided));
    }

    void aSuspendedFunctionStaysSuspended_data()
    {
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QByteArray>("powerState");
        QTest::newRow("suspended in D3hot") << QByteArray("suspended") << QByteArray("D3hot");
        QTest::newRow("suspended in D3cold") << QByteArray("suspended") << QByteArray("D3cold");
        QTest::newRow("suspended, state unknown") << QByteArray("suspended") << QByteArray("unknown");
        QTest::newRow("suspended without a PM capability") << QByteArray("suspended") << QByteArray("D0");
        QTest::newRow("about to be suspended") << QByteArray("suspending") << QByteArray("D0");
        QTest::newRow("in D3hot without runtime PM") << QByteArray("unsupported") << QByteArray("D3hot");
        QTest::newRow("said active, yet in D3cold") << QByteArray("active") << QByteArray("D3cold");
        QTest::newRow("an unknown status") << QByteArray("dozing") << QByteArray("D0");
    }

    void aSuspendedFunctionStaysSuspended()
    {
        QFETCH(QByteArray, status);
        QFETCH(QByteArray, powerState);
        const Tree tree;
        const QByteArray gpu = tree.function("pci0000:00/0000:00:02.0");
        tree.file(gpu + "/power/runtime_status", status + '\n');
        tree.file(gpu + "/power_state", powerState + '\n');

        std::vector<std::string> accesses;
        const core::Snapshot snapshot = tree.read(accesses);

        QVERIFY(wakingAccesses(accesses, "0000:00:02.0").empty());
        const core::Function &function = snapshot.functions.at(0);
        QCOMPARE(function.capabilities.why(), Unread::Suspended);
        QCOMPARE(function.multifunction.why(), Unread::Suspended);
        QCOMPARE(function.linkNow.why(), Unread::Suspended);
        QCOMPARE(function.linkMax.why(), Unread::Suspended);
        // Values in the kernel's memory are still read.
        QCOMPARE(function.vendor, 0x10de);
        QCOMPARE(function.revision, 0xa1);
        QCOMPARE(*function.d3coldAllowed, true);
    }

    void aFunctionBehindASuspendedBridgeIsNotRead()
    {
        const Tree tree;
        const QByteArray port = tree.function("pci0000:00/0000:00:01.0", "060400");
        tree.file(port + "/power/runtime_status", "suspended\n");
        tree.function("pci0000:00/0000:00:01.0/0000:01:00.0/0000:02:00.0");
        tree.function("pci0000:00/0000:00:01.0/0000:01:00.0", "060400");

        std::vector<std::string> accesses;
        const core::Snapshot snapshot = tree.read(accesses);

        QCOMPARE(snapshot.functions.size(), 3);
        for (const char *name : {"0000:00:01.0", "0000:01:00.0", "0000:02:00.0"})
            QVERIFY2(wakingAccesses(accesses, name).empty(), name);
        QCOMPARE(snapshot.function(address("0000:02:00.0"))->capabilities.why(), Unread::Suspended);
    }

    void aFunctionBehindASuspendedVmdControllerIsNotRead()
    {
        const Tree tree;
        const QByteArray vmd = tree.function("pci0000:00/0000:00:0e.0", "010400");
        tree.file(vmd + "/power/runtime_status", "suspended\n");
        tree.function("pci0000:00/0000:00:0e.0/pci10000:e0/10000:e0:06.0", "060400");

        std::vector<std::string> accesses;
        const core::Snapshot snapshot = tree.read(accesses);

        QVERIFY(wakingAccesses(accesses, "10000:e0:06.0").empty());
        QVERIFY(!snapshot.function(address("10000:e0:06.0"))->parent); // although on a root bus
    }

    void anActiveFunctionBesideASuspendedOneIsRead()
    {
        const Tree tree;
        const QByteArray audio = tree.function("pci0000:00/0000:00:02.1", "040300");
        tree.file(audio + "/power/runtime_status", "suspended\n");
        tree.function("pci0000:00/0000:00:02.0");

        std::vector<std::string> accesses;
        const core::Snapshot snapshot = tree.read(accesses);

        QVERIFY(wasRead(accesses, "sys/bus/pci/devices/0000:00:02.0/config"));
        QVERIFY(snapshot.function(address("0000:00:02.0"))->capabilities.known());
        QVERIFY(wakingAccesses(accesses, "0000:00:02.1").empty());
    }

    void aWakingFunctionIsRead()
    {
        const Tree tree;
        tree.file(tree.function("pci0000:00/0000:00:02.0") + "/power/runtime_status", "resuming\n");
        QVERIFY(tree.read().functions.at(0).capabilities.known());
    }

    void theStatusIsReadLastBeforeTheFirstWakingAttribute()
    {
        const Tree tree;
        tree.function("pci0000:00/0000:00:02.0");
        std::vector<std::string> accesses;
        tree.read(accesses);
        const auto config = std::ranges::find(accesses, "sys/bus/pci/devices/0000:00:02.0/config");
        QVERIFY(config != accesses.end() && config != accesses.begin());
        QCOMPARE(*(config - 1), "sys/bus/pci/devices/0000:00:02.0/power/runtime_status");
    }

    void nothingIsAccessedTwice()
    {
        const Tree tree;
        const QByteArray gpu = tree.function("pci0000:00/0000:00:01.0/0000:01:00.0");
        tree.function("pci0000:00/0000:00:01.0", "060400");
        tree.classDevice(gpu, "drm/card0");
        tree.file(tree.classDevice(gpu, "drm/card0/card0-DP-1") + "/status", "connected\n");
        tree.file(tree.classDevice(gpu, "block/sda") + "/size", "8\n");
        tree.link("proc/42/fd/3", "/dev/dri/card0");
        std::vector<std::string> accesses;
        tree.read(accesses);
        const std::set<std::string> distinct(accesses.begin(), accesses.end());
        QVERIFY(accesses.size() > 25);
        QCOMPARE(distinct.size(), accesses.size());
    }

    void aSuspendedBridgeStillShowsItsBuses()
    {
        const Tree tree;
        const QByteArray port = tree.function("pci0000:00/0000:00:01.0", "060400");
        tree.file(port + "/power/runtime_status", "suspended\n");
        tree.file(port + "/config", bridgeConfigSpace(0x77, 0x78)); // not to be read
        tree.file(port + "/pci_bus/0000:01/cpuaffinity", "f\n");
        tree.function("pci0000:00/0000:00:01.0/0000:01:00.0", "060400");
        tree.function("pci0000:00/0000:00:01.0/0000:01:00.0/0000:05:00.0");

        const core::Snapshot snapshot = tree.read();

        QCOMPARE(*snapshot.function(address("0000:00:01.0"))->buses, (core::BusRange{1, 5}));
    }
};

TURNOUT_TEST(WakeSafetyTest)

#include "wakesafetytest.moc"
