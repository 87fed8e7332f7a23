// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/pci/identity.h"
#include "machinesnapshot.h"
#include "preflighttroubles.h"
#include "tests/tools/registered.h"

#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using core::Function;
using core::Identity;
using core::Snapshot;
using fixture::at;
using fixture::gpuOf;
using fixture::SnapshotBuilder;

namespace
{
Identity gpuIdentity(const Snapshot &snapshot)
{
    const Function *function = snapshot.function(at("01:00.0"));
    return core::identityOf(snapshot, *function).value_or(Identity());
}

/// The same card behind the same port, but all buses moved by one, as when a card was added before it.
Snapshot moved()
{
    SnapshotBuilder builder;
    core::Function &port = builder.add("00:03.1", SnapshotBuilder::bridge, 1);
    port.driver = u"pcieport"_s;
    core::Function &gpu = builder.add("02:00.0", SnapshotBuilder::vga, 2, "00:03.1");
    gpu.vendor = 0x10de;
    gpu.device = 0x1f02;
    return builder.snapshot();
}
}

/// Who a function is after a restart.
class IdentityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePlaceIsTheWayDownFromTheRootBus()
    {
        QCOMPARE(gpuIdentity(fixture::machine()).path, u"pci0000:00/03.1/00.0"_s);
        QCOMPARE(core::devicePathPattern(u"pci0000:00/03.1/00.0"_s), u"*/pci0000:00/0000:00:03.1/0000:??:00.0"_s);
        QCOMPARE(core::devicePathPattern(u"pci10000:e0/06.0"_s), u"*/pci10000:e0/10000:e0:06.0"_s);
    }

    void aCardIsFoundAgainWhenBusNumbersHaveMoved()
    {
        const Snapshot now = moved();
        const Function *found = core::functionOf(now, gpuIdentity(fixture::machine()));
        QVERIFY(found);
        QCOMPARE(found->address, at("02:00.0"));
    }

    void anotherCardInItsPlaceIsNotIt_data()
    {
        QTest::addColumn<fixture::Change>("change");
        const auto row = [](const char *name, const fixture::Change &change) {
            QTest::newRow(name) << change;
        };
        row("vendor", [](SnapshotBuilder &builder) {
            gpuOf(builder).vendor = 0x1002;
        });
        row("device", [](SnapshotBuilder &builder) {
            gpuOf(builder).device = 1;
        });
        row("subsystem vendor", [](SnapshotBuilder &builder) {
            gpuOf(builder).subVendor = 1;
        });
        row("subsystem", [](SnapshotBuilder &builder) {
            gpuOf(builder).subDevice = 1;
        });
        row("revision", [](SnapshotBuilder &builder) {
            gpuOf(builder).revision = 1;
        });
        row("class", [](SnapshotBuilder &builder) {
            gpuOf(builder).classCode = 0x030200;
        });
    }
    void anotherCardInItsPlaceIsNotIt()
    {
        QFETCH(fixture::Change, change);
        const Identity identity = gpuIdentity(fixture::machine());
        const Snapshot other = fixture::machine(change);
        QVERIFY(!core::functionOf(other, identity));
        QVERIFY(core::functionAt(other, identity.path));
    }

    void theSameCardInAnotherSlotIsNotIt()
    {
        const Snapshot other = fixture::machine([](SnapshotBuilder &builder) {
            core::Function &twin = builder.add("05:00.0", SnapshotBuilder::vga, 7);
            twin.vendor = 0x10de;
            twin.device = 0x1f02;
        });
        QCOMPARE(core::functionOf(other, gpuIdentity(fixture::machine()))->address, at("01:00.0"));
        QVERIFY(core::identityOf(other, *other.function(at("05:00.0"))) != gpuIdentity(other));
    }

    void behindABridgeThatWasNotReadThereIsNoPlace()
    {
        const Snapshot snapshot = fixture::machine([](SnapshotBuilder &builder) {
            gpuOf(builder).parent = at("00:05.0");
        });
        QVERIFY(!core::identityOf(snapshot, *snapshot.function(at("01:00.0"))));
    }

    void noTwoFunctionsOfARealMachineShareAPlace_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"wrx80e-sage-ga104", "tuf-dash-f15-vmd-ga106m", "b250-mining-8x-gtx1060", "proart-x670e-navi31-tbdock"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void noTwoFunctionsOfARealMachineShareAPlace()
    {
        QFETCH(QString, name);
        const Snapshot snapshot = fixture::snapshotOf(name);
        QSet<QString> seen;
        for (const Function &function : snapshot.functions) {
            const auto identity = core::identityOf(snapshot, function);
            QVERIFY2(identity, qPrintable(function.address.toString()));
            QVERIFY2(core::isPciPath(identity->path), qPrintable(identity->path));
            QVERIFY2(!seen.contains(identity->path), qPrintable(identity->path));
            QCOMPARE(core::functionOf(snapshot, *identity), &function);
            seen.insert(identity->path);
        }
    }

    void whatIsWrittenIsReadAndNothingElse()
    {
        const Identity identity = gpuIdentity(fixture::machine());
        QVERIFY(*core::identityFromJson(core::toJson(identity)) == identity);
        const auto spoiled = [&identity](const char *member, const QJsonValue &value) {
            QJsonObject object = core::toJson(identity);
            object.insert(QLatin1StringView(member), value);
            return core::identityFromJson(object).ok();
        };
        QVERIFY(!spoiled("path", u"pci0000:00/03.1/../00.0"_s));
        QVERIFY(!spoiled("path", u"pci0000:00"_s));
        QVERIFY(!spoiled("path", u"pci0000:00/03.1/00.0\", RUN+=\"x"_s));
        QVERIFY(!spoiled("vendor", u"10DE"_s));
        QVERIFY(!spoiled("vendor", 4318));
        QVERIFY(!spoiled("class", u"0300"_s));
        QVERIFY(!spoiled("more", u"x"_s));
        QVERIFY(core::devicePathPattern(u"pci0000:00/*"_s).isEmpty());
    }
};

TURNOUT_TEST(IdentityTest)

#include "identitytest.moc"
