// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/snapshot/snapshotjson.h"
#include "smallsnapshot.h"
#include "snapshotsamples.h"
#include "tests/tools/registered.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <functional>

using namespace core;
using tests::small;

namespace
{

/// A disk with room for so many bytes.
class FullDevice : public QIODevice
{
public:
    explicit FullDevice(qsizetype room)
        : m_room(room)
    {
        open(WriteOnly);
    }

protected:
    qint64 readData(char *, qint64) override
    {
        return -1;
    }
    qint64 writeData(const char *, qint64 size) override
    {
        if (size > m_room)
            return -1;
        m_room -= size;
        return size;
    }

private:
    qint64 m_room;
};

/// Every change of one thing below `value` is handed to `check` and then undone.
struct Changer {
    std::function<void()> check;

    template<typename T>
    void replace(T &value, const T &other)
    {
        const T before = std::exchange(value, other);
        QVERIFY(!(before == value));
        check();
        value = before;
    }

    void change(bool &value)
    {
        replace(value, !value);
    }
    void change(std::integral auto &value)
    {
        using T = std::remove_cvref_t<decltype(value)>;
        replace(value, T(value + 1));
    }
    void change(QString &value)
    {
        replace(value, QString(value + u'x'));
    }
    void change(IommuGroupId &value)
    {
        replace(value, IommuGroupId(0xffffffff));
    }
    void change(PciAddress &value)
    {
        replace(value, PciAddress{0x10000, 0xfe, 0x1f, 7});
    }
    template<typename Enum>
        requires std::is_enum_v<Enum>
    void change(Enum &value)
    {
        for (const Enum other : tests::all<Enum>()) {
            if (other != value)
                replace(value, other);
        }
    }
    template<typename T>
    void change(std::optional<T> &value)
    {
        replace(value, std::optional<T>(T{}));
        value.emplace();
        change(*value);
        value.reset();
    }
    template<typename T>
    void change(QList<T> &value)
    {
        replace(value, QList<T>{T{}});
        value = {T{}};
        change(value.first());
        value.clear();
    }
    template<typename T>
    void change(Reading<T> &value)
    {
        for (const Unread why : {Unread::NeedsPermission, Unread::Suspended, Unread::Vanished, Unread::Malformed, Unread::Busy})
            replace(value, Reading<T>(why));
        replace(value, Reading<T>(T{}));
    }
    template<tests::Struct T>
    void change(T &value)
    {
        std::apply(
            [this](auto &...member) {
                (this->change(member), ...);
            },
            tests::tied(value));
    }
};

}

class SnapshotJsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptySnapshotRoundTrips()
    {
        const Result<Snapshot> read = fromJson(toJson(Snapshot{}));
        QVERIFY2(read.ok(), qPrintable(read.ok() ? QString() : read.error().text()));
        QVERIFY(*read == Snapshot{});
    }

    void aSnapshotWithEverythingRoundTrips()
    {
        const Snapshot snapshot = tests::Dice(0, tests::Dice::Fill::Everything).snapshot(30, 10);
        const Result<Snapshot> read = fromJson(toJson(snapshot));
        QVERIFY2(read.ok(), qPrintable(read.ok() ? QString() : read.error().text()));
        QVERIFY(*read == snapshot);
    }

    void randomSnapshotsRoundTrip()
    {
        for (quint32 seed = 0; seed < 200; ++seed) {
            const Snapshot snapshot = tests::Dice(seed).snapshot(seed % 20, seed % 7);
            const QByteArray json = toJson(snapshot);
            const Result<Snapshot> read = fromJson(json);
            QVERIFY2(read.ok(), qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(read.ok() ? QString() : read.error().text())));
            QVERIFY2(*read == snapshot, qPrintable(QStringLiteral("seed %1 came back changed").arg(seed)));
            QCOMPARE(toJson(*read), json);
        }
    }

    void noMemberIsForgotten()
    {
        Snapshot snapshot;
        snapshot.functions.resize(1);
        snapshot.functions.front().address = {0, 1, 0, 0};
        snapshot.groups.resize(1);
        int changes = 0;
        Changer changer{[&] {
            ++changes;
            const Result<Snapshot> read = fromJson(toJson(snapshot));
            QVERIFY2(read.ok(), qPrintable(read.ok() ? QString() : read.error().text()));
            QVERIFY(*read == snapshot);
        }};
        changer.change(snapshot.machine);
        changer.change(snapshot.functions.front());
        changer.change(snapshot.groups.front());
        changer.change(snapshot.boot);
        QVERIFY(changes > 150);
    }

    void noMemberOfAReadValueIsForgotten()
    {
        Snapshot snapshot;
        Function &function = snapshot.functions.emplace_back();
        Group &group = snapshot.groups.emplace_back();
        const auto check = [&] {
            const Result<Snapshot> read = fromJson(toJson(snapshot));
            QVERIFY2(read.ok(), qPrintable(read.ok() ? QString() : read.error().text()));
            QVERIFY(*read == snapshot);
        };
        Capabilities capabilities;
        Changer{[&] {
            function.capabilities = capabilities;
            check();
        }}.change(capabilities);
        LinkState link;
        Changer{[&] {
            function.linkNow = link;
            function.linkMax = link;
            check();
        }}.change(link);
        BusRange buses;
        Changer{[&] {
            function.buses = buses;
            check();
        }}.change(buses);
        Sriov sriov;
        Changer{[&] {
            function.sriov = sriov;
            check();
        }}.change(sriov);
        Holders holders;
        Changer{[&] {
            function.holders = holders;
            check();
        }}.change(holders);
        QList<ReservedRegion> regions;
        Changer{[&] {
            group.reservedRegions = regions;
            check();
        }}.change(regions);
    }

    void largeNumbersKeepEveryBit()
    {
        Snapshot snapshot;
        Function &function = snapshot.functions.emplace_back();
        for (const quint64 large : {(1ULL << 53) - 1, 1ULL << 53, (1ULL << 53) + 1, (1ULL << 63) + 1, ~0ULL}) {
            function.bars = {{0, Bar::Kind::Memory64, true, large, large}};
            function.rom = large;
            function.runtimePm.activeMs = large;
            const Result<Snapshot> read = fromJson(toJson(snapshot));
            QVERIFY(read.ok());
            QVERIFY(*read == snapshot);
        }
    }

    void theFormIsOneFunctionALine()
    {
        const Result<Snapshot> snapshot = fromJson(small);
        QVERIFY(snapshot.ok());
        const QList<QByteArray> lines = toJson(*snapshot).split('\n');
        QCOMPARE(lines.size(), 10);
        QCOMPARE(lines[0], R"({"turnout": 1,)");
        QVERIFY(lines[1].startsWith(R"("machine": {"cpuVendor": "intel", )"));
        QCOMPARE(lines[2], R"("functions": [)");
        QCOMPARE(lines[3],
                 R"({"address": "0000:00:01.0", "class": "060400", "vendor": "8086", "device": "1901", "subVendor": "0000", )"
                 R"("subDevice": "0000", "revision": "07", "buses": {"secondary": "01", "subordinate": "01"}},)");
        QVERIFY(lines[4].endsWith(R"("capabilities": {"unread": "suspended"}})"));
        QCOMPARE(lines[7], R"({"id": 1, "type": "DMA-FQ", "members": ["0000:01:00.0"]})");
    }

    void aFunctionAloneHasTheSameForm()
    {
        const Snapshot snapshot = tests::Dice(7).snapshot(5, 0);
        const QJsonArray functions = QJsonDocument::fromJson(toJson(snapshot)).object()[u"functions"].toArray();
        for (qsizetype i = 0; i < functions.size(); ++i)
            QCOMPARE(functionToJson(snapshot.functions[i]), functions[i].toObject());
    }

    void aDeviceThatTakesNoMoreIsReported()
    {
        const Snapshot snapshot = tests::Dice(1).snapshot(20, 5);
        const qsizetype all = toJson(snapshot).size();
        for (const qsizetype room : {qsizetype(0), qsizetype(10), all / 2, all - 1}) {
            FullDevice device(room);
            QVERIFY(!writeJson(snapshot, device));
        }
        FullDevice device(all);
        QVERIFY(writeJson(snapshot, device));
    }

    void functionsGroupsAndMembersAreSorted()
    {
        const Snapshot snapshot = tests::Dice(3).snapshot(20, 6);
        QJsonObject json = QJsonDocument::fromJson(toJson(snapshot)).object();
        for (const QString &list : {QStringLiteral("functions"), QStringLiteral("groups")}) {
            const QJsonArray array = json[list].toArray();
            QJsonArray reversed;
            for (const QJsonValue &value : array)
                reversed.prepend(value);
            json[list] = reversed;
        }
        const Result<Snapshot> read = fromJson(QJsonDocument(json).toJson());
        QVERIFY(read.ok());
        QVERIFY(*read == snapshot);
    }
};

TURNOUT_TEST(SnapshotJsonTest)

#include "snapshotjsontest.moc"
