// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/snapshot/snapshotjson.h"
#include "smallsnapshot.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace core;
using tests::small;
using tests::smallWith;

/// How the reader answers to files that no release of Turnout wrote.
class SnapshotJsonErrorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void membersOfLaterReleasesAreIgnored()
    {
        const Result<Snapshot> read = fromJson(smallWith(R"("driver": "nvidia",)", R"("driver": "nvidia", "tea": {"hot": [1]},)"));
        QVERIFY(read.ok());
        QVERIFY(*read == *fromJson(small));
    }

    void whatIsWrongIsNamedWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("why");
        const auto row = [](const char *name, const QByteArray &json, const char *path, const char *why) {
            QTest::newRow(name) << json << QString::fromUtf8(path) << QString::fromUtf8(why);
        };

        const QByteArray json = small;
        const QByteArray machine = json.sliced(15, json.indexOf(",\n \"functions\"") - 15);
        row("empty file", "", "line 1, column 1", "");
        row("cut off", QByteArray(small).first(400), "line 6, column", "unterminated string");
        row("garbage at the end", QByteArray(small) + "}", "line 9", "");
        row("not UTF-8", smallWith("nvidia", "nvid\xffia"), "line 7", "");
        row("deep nesting", QByteArray(100000, '['), "line 1", "");
        row("a list", "[]", "not a Turnout snapshot", "turnout");
        row("some other JSON", R"({"name": "x"})", "not a Turnout snapshot", "turnout");
        row("a later version", R"({"turnout": 2})", "this release", "is 2, and this release reads version 1");
        row("half a version", R"({"turnout": 1.5})", "this release", "is 1.5");

        row("no machine", R"({"turnout": 1})", "at machine.", "missing");
        row("no functions", smallWith("\"functions\"", "\"funktions\""), "at functions.", "missing");
        row("functions no list", R"({"turnout": 1, "functions": {}, "groups": [], )" + machine + "}", "at functions.", "an object but should be a list");
        row("a function no object", smallWith(R"([{"index": 1,)", R"([7, {"index": 1,)"), "at functions[1].bars[0].", "7 but should be an object");

        row("no address", smallWith(R"("address": "0000:01:00.0", )", ""), "at functions[1].address.", "missing");
        row("a bad address", smallWith(R"("address": "0000:01:00.0")", R"("address": "0000:01:20.0")"), "at functions[1].address.", "PCI address such as");
        row("an address twice",
            smallWith(R"("address": "0000:01:00.0")", R"("address": "0000:00:01.0")"),
            "at functions[1].address.",
            "0000:00:01.0 is already given at functions[0].");
        row("its own parent", smallWith(R"("parent": "0000:00:01.0")", R"("parent": "0000:01:00.0")"), "at functions[1].parent.", "back to this");
        row("each other's parents",
            smallWith(R"("address": "0000:00:01.0", )", R"("address": "0000:00:01.0", "parent": "0000:01:00.0", )"),
            "at functions[0].parent.",
            "back to this");
        row("an ID too short", smallWith("10de", "10d"), "at functions[1].vendor.", "4 hex digits");
        row("an ID not hex", smallWith("10de", "+0de"), "at functions[1].vendor.", "4 hex digits");
        row("an ID as a number", smallWith("\"1f02\"", "7938"), "at functions[1].device.", "It is 7938 but");
        row("a class too long", smallWith("030000", "0300000"), "at functions[1].class.", "6 hex digits");
        row("an unknown word", smallWith("\"efi\"", "\"openfirmware\""), "at machine.firmware.", "\"openfirmware\" but should be one of bios, efi");
        row("an unknown reason", smallWith("suspended", "absent"), "at functions[1].capabilities.unread.", "one of needs-permission, suspended");
        row("a negative group", smallWith("\"group\": 1", "\"group\": -1"), "at functions[1].group.", "from 0 to 4294967295");
        row("a group too large", smallWith("\"group\": 1", "\"group\": 4294967296"), "at functions[1].group.", "from 0 to 4294967295");
        row("half a group", smallWith("\"group\": 1", "\"group\": 0.5"), "at functions[1].group.", "It is 0.5 but");
        row("a group as text", smallWith("\"group\": 1", "\"group\": \"1\""), "at functions[1].group.", "It is \"1\" but");
        row("a BAR too far", smallWith("\"index\": 1", "\"index\": 6"), "at functions[1].bars[0].index.", "from 0 to 5");
        row("a size above 2^53", smallWith("268435456", "9007199254740992"), "at functions[1].bars[0].size.", "to 9007199254740991");
        row("an address without 0x", smallWith("0xc000000000", "c000000000"), "at functions[1].bars[0].address.", "0x and up to 16");
        row("an address above 64 bits", smallWith("0xc000000000", "0x10000000000000000"), "at functions[1].bars[0].address.", "0x and up to 16");
        row("an address of 0x alone", smallWith("0xc000000000", "0x"), "at functions[1].bars[0].address.", "0x and up to 16");
        row("a flag as a number", smallWith("\"kvm\": true", "\"kvm\": 1"), "at machine.kvm.", "It is 1 but should be true or false");
        row("a text as null", smallWith("\"nvidia\"", "null"), "at functions[1].driver.", "It is null but should be a text");
        row("a group twice", smallWith(R"("groups": [)", R"("groups": [{"id": 1},)"), "at groups[1].id.", "1 is already given at groups[0].");
        row("a member twice",
            smallWith(R"("groups": [)", R"("groups": [{"id": 2, "members": ["0000:01:00.0"]},)"),
            "at groups[1].members[0].",
            "already given at groups[0].members.");
        const auto withBoot = [](const QByteArray &path, const QByteArray &driver) {
            return smallWith(R"("groups": [)",
                             R"("boot": {"ofThisBoot": true, "bootChecked": true, "trials": [{"nextBootOnly": true, "functions": [{"identity": {"path": ")" + path
                                 + R"(", "class": "030000", "vendor": "10de", "device": "1f02", "subVendor": "0000", "subDevice": "0000", "revision": "00"}, "driver": ")"
                                 + driver + R"("}]}]}, "groups": [)");
        };
        QVERIFY(fromJson(withBoot("pci0000:00/01.0/00.0", "vfio-pci")).ok());
        row("no path", withBoot("pci0000:00/*", "vfio-pci"), "at boot.trials[0].functions[0].identity.path.", "a path such as");
        row("a host driver at boot", withBoot("pci0000:00/01.0/00.0", "nvidia"), "at boot.trials[0].functions[0].driver.", "VFIO driver");
        row("a boot assignment of nothing",
            smallWith(R"("groups": [)",
                      R"("boot": {"ofThisBoot": true, "bootChecked": true, "assignments": [{"nextBootOnly": true, "functions": []}]}, "groups": [)"),
            "at boot.assignments[0].functions.",
            "one to 32 functions");
    }

    void whatIsWrongIsNamedWithItsPlace()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QString, path);
        QFETCH(const QString, why);
        const Result<Snapshot> read = fromJson(json);
        QVERIFY(!read.ok());
        QVERIFY2(read.error().what.contains(path), qPrintable(read.error().text()));
        QVERIFY2(read.error().why.contains(why), qPrintable(read.error().text()));
        QVERIFY(!read.error().remedy.isEmpty());
    }

    void aFileCutOffAnywhereIsRefused()
    {
        const QByteArray json = QByteArray(small);
        for (qsizetype length = 0; length < json.size(); ++length)
            QVERIFY2(!fromJson(json.first(length)).ok(), qPrintable(QString::number(length)));
    }

    void aHugeFileIsRefusedUnread()
    {
        const Result<Snapshot> read = fromJson(QByteArray(maximumJsonBytes + 1, Qt::Uninitialized));
        QVERIFY(!read.ok());
        QVERIFY2(read.error().what.contains(QLatin1StringView("64 MiB")), qPrintable(read.error().text()));
    }

    void moreThanAnyMachineHasIsRefused()
    {
        Snapshot snapshot;
        for (qsizetype i = 0; i <= maximumGpus; ++i) {
            Function &gpu = snapshot.functions.emplace_back();
            gpu.address = {quint32(i), 0, 0, 0};
            gpu.classCode = 0x030000;
        }
        const Result<Snapshot> read = fromJson(toJson(snapshot));
        QVERIFY(!read.ok());
        QVERIFY2(read.error().why.contains(QLatin1StringView("1,024 GPUs")), qPrintable(read.error().text()));
        snapshot.functions.pop_back();
        QVERIFY(fromJson(toJson(snapshot)).ok());
    }

    void anErrorShowsLittleOfAHostileText()
    {
        const QByteArray hostile = "\\u001b[2J" + QByteArray(100000, 'x');
        const Result<Snapshot> read = fromJson(smallWith("10de", hostile));
        QVERIFY(!read.ok());
        QVERIFY(read.error().text().size() < 400);
        QVERIFY(!read.error().text().contains(QChar(0x1b)));
    }
};

TURNOUT_TEST(SnapshotJsonErrorTest)

#include "snapshotjsonerrortest.moc"
