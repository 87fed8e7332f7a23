// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/operation/hostdriverrecords.h"
#include "snapshotbuilder.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::HostDriverRecords;
using fixture::at;

/// The records of the host's drivers.
class HostDriverRecordsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordsSurviveARoundTrip()
    {
        const HostDriverRecords states{
            {at("01:00.0"), {u"1002:731f 1da2:e411"_s, {.driver = u"amdgpu"_s, .driverOverride = {}, .automatic = false, .d3coldAllowed = true}}},
            {at("01:00.1"),
             {u"1002:ab38 1002:ab38"_s, {.driver = u"snd_hda_intel"_s, .driverOverride = u"snd_hda_intel"_s, .automatic = true, .d3coldAllowed = {}}}},
            {at("01:00.2"), {u"1002:73a6 0000:0000"_s, {}}}};
        const auto read = core::hostDriverRecordsFromJson(core::toJson(states));
        QVERIFY(read.ok());
        QVERIFY(*read == states);
        QVERIFY(core::hostDriverRecordsFromJson(core::toJson(HostDriverRecords()))->isEmpty());
    }

    void malformedRecordsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        const auto entry = [](const QByteArray &members) {
            return "{\"turnout\": 1, \"functions\": [{\"ids\": \"1002:731f 1da2:e411\", " + members + "}]}";
        };
        QTest::newRow("no JSON") << "tea"_ba;
        QTest::newRow("another format") << "{\"turnout\": 2, \"functions\": []}"_ba;
        QTest::newRow("no list") << "{\"turnout\": 1}"_ba;
        QTest::newRow("no address") << entry("\"driver\": \"amdgpu\"");
        QTest::newRow("no driver's name") << entry("\"address\": \"0000:01:00.0\", \"driver\": \"../amdgpu\"");
        QTest::newRow("a number for a driver") << entry("\"address\": \"0000:01:00.0\", \"driver\": 7");
        QTest::newRow("an override with a line end") << entry("\"address\": \"0000:01:00.0\", \"driverOverride\": \"a\\nb\"");
        QTest::newRow("another power/control") << entry("\"address\": \"0000:01:00.0\", \"powerControl\": \"off\"");
        QTest::newRow("another d3cold_allowed") << entry("\"address\": \"0000:01:00.0\", \"d3coldAllowed\": 1");
        QTest::newRow("twice the same") << entry("\"address\": \"0000:01:00.0\"}, {\"address\": \"0000:01:00.0\"");
        QTest::newRow("no IDs") << "{\"turnout\": 1, \"functions\": [{\"address\": \"0000:01:00.0\"}]}"_ba;
        for (const char *ids :
             {"1002:731f", "1002:731f 1da2:e41", "1002 731f 1da2:e411", "1002:731f-1da2:e411", "1002:731F 1DA2:E411", "1002:731f 1da2:e411 x"})
            QTest::addRow("IDs %s", ids) << "{\"turnout\": 1, \"functions\": [{\"address\": \"0000:01:00.0\", \"ids\": \"" + QByteArray(ids) + "\"}]}";
        QTest::newRow("too long") << "{\"turnout\": 1, \"functions\": []}" + QByteArray(1024 * 1024, ' ');
    }
    void malformedRecordsAreRefused()
    {
        QFETCH(QByteArray, json);
        QVERIFY(!core::hostDriverRecordsFromJson(json).ok());
    }
};

TURNOUT_TEST(HostDriverRecordsTest)

#include "hostdriverrecordstest.moc"
