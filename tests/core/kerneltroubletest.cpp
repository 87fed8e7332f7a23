// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/checks/kerneltrouble.h"

#include "jsonentry.h"
#include "snapshotbuilder.h"
#include "tests/tools/registered.h"

#include <QResource>
#include <QTest>

using namespace Qt::StringLiterals;

namespace
{
const QByteArray entry = json(
    "{'kernelTrouble': [{'id': 'a', 'symptom': 'reset', 'kernels': [{'from': '6.1', 'before': '6.3'}, {'release': '6.8.12-12-pve'}],\n"
    " 'families': [{'vendor': '1002', 'devices': ['7480', '73da-73df']}], 'lastGood': '6.0', 'source': 'https://a'}]}");

QByteArray changed(const char *before, const char *after)
{
    return ::changed(entry, before, after);
}
}

class KernelTroubleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCompiledInListIsWellFormed()
    {
        const auto read = core::kernelTroubleFromJson(QResource(u":/turnout/kernel-trouble.json"_s).uncompressedData());
        QVERIFY2(read.ok(), qPrintable(read ? QString() : read.error().text()));
        QVERIFY(!read->isEmpty());
    }

    void malformedEntriesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("an unknown symptom") << changed("reset", "sneezes");
        QTest::newRow("a range that ends before it begins") << changed("6.3", "6.0.9");
        QTest::newRow("both a range and a release") << changed("'from': '6.1'", "'from': '6.1', 'release': '6.1'");
        QTest::newRow("devices in the wrong order") << changed("73da-73df", "73df-73da");
        QTest::newRow("no families") << changed("{'vendor': '1002', 'devices': ['7480', '73da-73df']}", "");
        QTest::newRow("no source") << changed(", 'source': 'https://a'", "");
    }
    void malformedEntriesAreRefused()
    {
        QFETCH(QByteArray, json);
        const auto read = core::kernelTroubleFromJson(json);
        QVERIFY(!read.ok());
        QVERIFY2(read.error().text().contains(u"kernelTrouble[0]"_s), qPrintable(read.error().text()));
    }

    void kernelsAndFamiliesAreMatched_data()
    {
        QTest::addColumn<QString>("release");
        QTest::addColumn<quint16>("device");
        QTest::addColumn<bool>("expected");
        QTest::newRow("the first version") << u"6.1.0-amd64"_s << quint16(0x7480) << true;
        QTest::newRow("the last one") << u"6.2.99-zen1"_s << quint16(0x7480) << true;
        QTest::newRow("the end is not included") << u"6.3.0"_s << quint16(0x7480) << false;
        QTest::newRow("before") << u"6.0.9"_s << quint16(0x7480) << false;
        QTest::newRow("6.10 is not 6.1") << u"6.10.1"_s << quint16(0x7480) << false;
        QTest::newRow("exactly this release") << u"6.8.12-12-pve"_s << quint16(0x7480) << true;
        QTest::newRow("a release like it") << u"6.8.12-11-pve"_s << quint16(0x7480) << false;
        QTest::newRow("a range of devices") << u"6.2"_s << quint16(0x73dc) << true;
        QTest::newRow("another device") << u"6.2"_s << quint16(0x7481) << false;
        QTest::newRow("no kernel is known") << QString() << quint16(0x7480) << false;
    }
    void kernelsAndFamiliesAreMatched()
    {
        QFETCH(QString, release);
        QFETCH(quint16, device);
        core::Function function;
        function.vendor = 0x1002;
        function.device = device;
        QTEST(core::concerns(core::kernelTroubleFromJson(entry)->first(), release, function), "expected");
    }
};

TURNOUT_TEST(KernelTroubleTest)
#include "kerneltroubletest.moc"
