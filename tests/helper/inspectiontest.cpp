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

    void theReportContainsTheSnapshot()
    {
        const SimulatedKernel kernel;
        kernel.tree().file("sys/bus/pci/devices/0000:00:02.0/modalias", "pci:v00008086d00003E9Bsv00001028sd00000871bc03sc00i00\n");
        const core::Snapshot snapshot = kernel.tree().read();
        const QJsonObject report = QJsonDocument::fromJson(helper::inspection(kernel.context(), snapshot)).object();
        QCOMPARE(report.value(u"turnout"_s), 1);
        QCOMPARE(report.value(u"snapshot"_s).toObject().value(u"functions"_s).toArray().size(), qsizetype(snapshot.functions.size()));
        const QJsonArray opregions = report.value(u"opregion"_s).toArray();
        QCOMPARE(opregions.size(), 1); // the other display function is not Intel's
        QCOMPARE(opregions[0].toObject().value(u"address"_s), u"0000:00:02.0"_s);
        QVERIFY(report.value(u"vga"_s).toArray().isEmpty()); // no arbiter here
    }
};

TURNOUT_TEST(InspectionTest)

#include "inspectiontest.moc"
