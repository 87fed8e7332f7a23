// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "helper/worker/inspection.h"

#include "simulatedkernel.h"
#include "tests/tools/registered.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;

namespace
{
const core::PciAddress gpu = address("0000:01:00.0");
}

/// The report of the verb inspect.
class InspectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// From Linux 6.12 on a machine with two decoding cards.
    void theArbitersAnswerIsParsed()
    {
        const QJsonObject answer = helper::arbiterAnswer(gpu, "count:2,PCI:0000:01:00.0,decodes=io+mem,owns=none,locks=none(0:0)\n");
        QCOMPARE(answer.value(u"count"_s), 2);
        QCOMPARE(answer.value(u"decodes"_s), u"io+mem"_s);
        QCOMPARE(answer.value(u"owns"_s), u"none"_s);
        QCOMPARE(answer.value(u"locks"_s), u"none(0:0)"_s);
    }

    void otherAnswersAreIgnored_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("another card") << "count:2,PCI:0000:00:02.0,decodes=io+mem,owns=none,locks=none(0:0)"_ba;
        QTest::newRow("invalid") << "invalid"_ba;
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut off") << "count:2,PCI:0000:01:00.0,decodes=io"_ba;
    }

    void otherAnswersAreIgnored()
    {
        QFETCH(QByteArray, text);
        QVERIFY(helper::arbiterAnswer(gpu, text).isEmpty());
    }

    void aFirmwareFramebufferInABarIsFound()
    {
        core::Function function;
        function.address = gpu;
        function.bars = {{.index = 0, .kind = core::Bar::Kind::Memory64, .prefetchable = true, .address = 0xe0000000, .size = 0x10000000},
                         {.index = 5, .kind = core::Bar::Kind::Io, .prefetchable = false, .address = 0xe000, .size = 0x100}};
        const QJsonArray owners = helper::barOwners(function,
                                                    helper::ioRanges("00001000-0009ffff : System RAM\n"
                                                                     "e0000000-f7ffffff : PCI Bus 0000:01\n"
                                                                     "  e0000000-efffffff : 0000:01:00.0\n"
                                                                     "    e0000000-e07e8fff : BOOTFB\n"
                                                                     "0000e000-0000e0ff : not memory\n"
                                                                     "nonsense\n"))
                                      .value(u"owners"_s)
                                      .toArray();
        QCOMPARE(owners.size(), 1);
        QCOMPARE(owners[0].toObject(), (QJsonObject{{u"first"_s, u"0xe0000000"_s}, {u"last"_s, u"0xe07e8fff"_s}, {u"name"_s, u"BOOTFB"_s}}));
    }

    void theReportContainsTheSnapshot()
    {
        const SimulatedKernel kernel;
        kernel.tree().file("proc/iomem", "e0000000-e0ffffff : BOOTFB\n");
        const core::Snapshot snapshot = kernel.tree().read();
        const QJsonObject report = QJsonDocument::fromJson(helper::inspection(kernel.context(), snapshot)).object();
        QCOMPARE(report.value(u"turnout"_s), 1);
        QCOMPARE(report.value(u"snapshot"_s).toObject().value(u"functions"_s).toArray().size(), qsizetype(snapshot.functions.size()));
        QCOMPARE(report.value(u"iomem"_s).toArray().size(), 2); // the display functions
        QVERIFY(report.value(u"vga"_s).toArray().isEmpty()); // no arbiter here
    }
};

TURNOUT_TEST(InspectionTest)

#include "inspectiontest.moc"
