// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "directclient.h"
#include "tests/tools/registered.h"

#include <QTest>

using core::Goal;
using core::Outcome;
using core::Verb;
using namespace Qt::StringLiterals;

namespace
{
const core::PciAddress gpu = address("0000:01:00.0");

Goal goal(Verb verb, const core::PciAddress &address = gpu, const QString &driver = {})
{
    Goal made;
    made.verb = verb;
    made.gpu = address;
    made.driver = driver;
    if (verb == Verb::Power)
        made.idle = core::IdlePolicy::D3cold;
    if (verb == Verb::Vga)
        made.vga = false;
    return made;
}

Goal power(core::IdlePolicy policy)
{
    Goal made = goal(Verb::Power);
    made.idle = policy;
    return made;
}

/// Sends the right fingerprint, so only the helper's own checks can refuse.
core::Reply ask(const SimulatedKernel &kernel, const Goal &goal)
{
    return DirectClient(kernel).ask(goal);
}

QString firstFinding(const core::Reply &reply)
{
    return reply.plan && !reply.plan->findings.isEmpty() ? reply.plan->findings.first().id : QString();
}

void mayLosePower(const SimulatedKernel &kernel, const QByteArray &address, bool may)
{
    kernel.tree().file("sys/bus/pci/devices/" + address + "/d3cold_allowed", may ? "1\n" : "0\n");
}

QList<QByteArray> powerWrites(const SimulatedKernel &kernel)
{
    QList<QByteArray> writes = kernel.writes();
    writes.removeIf([](const QByteArray &write) {
        return !write.startsWith("d3cold_allowed ");
    });
    return writes;
}
}

/// Requests that the helper refuses even with authorization and the right fingerprint.
class RefusalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyGpusAreAssigned_data()
    {
        QTest::addColumn<QString>("address");
        QTest::newRow("a disk") << u"0000:02:00.0"_s;
        QTest::newRow("a network card") << u"0000:03:00.0"_s;
        QTest::newRow("the sound of a GPU") << u"0000:01:00.1"_s;
        QTest::newRow("a root port") << u"0000:00:01.0"_s;
    }
    void onlyGpusAreAssigned()
    {
        QFETCH(QString, address);
        const SimulatedKernel kernel;
        kernel.tree().function("pci0000:00/0000:02:00.0", "010802");
        kernel.tree().function("pci0000:00/0000:03:00.0", "020000");
        for (const char *function : {"0000:02:00.0", "0000:03:00.0"})
            kernel.tree().link(QByteArray("sys/bus/pci/devices/") + function + "/driver", kernel.tree().path("sys/bus/pci/drivers/vfio-pci").toUtf8());
        for (const Verb verb : {Verb::Assign, Verb::Release, Verb::Power, Verb::Vga, Verb::Reset, Verb::Persist}) {
            const core::Reply reply = ask(kernel, goal(verb, *core::PciAddress::parse(address)));
            QCOMPARE(reply.outcome, Outcome::Refused);
            QCOMPARE(firstFinding(reply), u"not-a-gpu"_s);
            QVERIFY(reply.error.what.contains(u"is not a GPU"_s));
        }
        QVERIFY(kernel.writes().isEmpty());
        QVERIFY(!QFile::exists(kernel.tree().path("etc/turnout")));
    }

    void anUnsuitableDriverIsRefused()
    {
        const SimulatedKernel kernel;
        for (const Verb verb : {Verb::Assign, Verb::Persist})
            QCOMPARE(firstFinding(ask(kernel, goal(verb, gpu, u"mlx5_vfio_pci"_s))), u"driver-mismatch"_s);
        QVERIFY(kernel.writes().isEmpty());

        QCOMPARE(ask(kernel, goal(Verb::Assign, gpu, u"vfio-pci"_s)).outcome, Outcome::Done);
        const auto writes = kernel.writes();
        for (const QString &driver : {u"pci-stub"_s, u"snd_hda_intel"_s}) {
            const core::Reply reply = ask(kernel, goal(Verb::Release, gpu, driver));
            QCOMPARE(reply.outcome, Outcome::Refused);
            QCOMPARE(firstFinding(reply), u"driver-mismatch"_s);
        }
        QCOMPARE(kernel.writes(), writes);
        QCOMPARE(ask(kernel, goal(Verb::Release, gpu, u"amdgpu"_s)).outcome, Outcome::Done);
    }

    void aGpuWithVirtualFunctionsIsLeftAlone()
    {
        const SimulatedKernel kernel;
        const QByteArray virtualFunction = kernel.tree().function("pci0000:00/0000:00:01.0/0000:01:00.2");
        kernel.tree().link(virtualFunction + "/physfn", "../0000:01:00.0");
        QCOMPARE(firstFinding(ask(kernel, goal(Verb::Assign))), u"has-virtual-functions"_s);
        QVERIFY(kernel.writes().isEmpty());

        kernel.tree().remove("sys/bus/pci/devices/0000:01:00.2");
        QCOMPARE(ask(kernel, goal(Verb::Assign)).outcome, Outcome::Done);
        kernel.tree().link("sys/bus/pci/devices/0000:01:00.2", "../../../" + virtualFunction.sliced(4));
        const auto writes = kernel.writes();
        for (const Verb verb : {Verb::Release, Verb::Reset}) {
            const core::Reply reply = ask(kernel, goal(verb));
            QCOMPARE(reply.outcome, Outcome::Refused);
            QCOMPARE(firstFinding(reply), u"has-virtual-functions"_s);
        }
        QCOMPARE(kernel.writes(), writes);
    }

    void powerKeepsAnAdministratorsD3coldBan()
    {
        const SimulatedKernel kernel;
        mayLosePower(kernel, "0000:00:01.0", false);
        mayLosePower(kernel, "0000:01:00.0", false);
        QCOMPARE(ask(kernel, goal(Verb::Assign, gpu, u"vfio-pci"_s)).outcome, Outcome::Done);
        for (const core::IdlePolicy policy : {core::IdlePolicy::D3cold, core::IdlePolicy::Auto}) {
            const core::Reply reply = ask(kernel, power(policy));
            QCOMPARE(reply.outcome, Outcome::Done);
            QCOMPARE(firstFinding(reply), u"d3cold-forbidden"_s);
        }
        QCOMPARE(powerWrites(kernel), QList<QByteArray>());
    }

    void powerLiftsItsOwnD3coldBan()
    {
        const SimulatedKernel kernel;
        QCOMPARE(ask(kernel, goal(Verb::Assign, gpu, u"vfio-pci"_s)).outcome, Outcome::Done);
        QCOMPARE(ask(kernel, power(core::IdlePolicy::D3hot)).outcome, Outcome::Done);
        QCOMPARE(ask(kernel, power(core::IdlePolicy::D3cold)).outcome, Outcome::Done);
        QCOMPARE(powerWrites(kernel),
                 (QList<QByteArray>{"d3cold_allowed 0000:01:00.1 0",
                                    "d3cold_allowed 0000:01:00.0 0",
                                    "d3cold_allowed 0000:01:00.1 1",
                                    "d3cold_allowed 0000:01:00.0 1"}));
    }
};

TURNOUT_TEST(RefusalTest)

#include "refusaltest.moc"
