// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/checks/preflight.h"
#include "machinesnapshot.h"
#include "preflighttroubles.h"
#include "tests/tools/registered.h"
#include "wording.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::Finding;
using core::Function;
using core::Severity;
using core::Snapshot;
using core::Unread;
using fixture::at;
using fixture::gpuOf;
using fixture::heldBy;
using fixture::machine;
using fixture::SnapshotBuilder;

namespace
{
QString severityAndId(const Finding &finding)
{
    return core::toKeyword(finding.severity) + u' ' + finding.id;
}

QStringList findings(const Snapshot &snapshot, const char *gpu = "01:00.0")
{
    QStringList found;
    for (const Finding &finding : core::preflight(snapshot, at(gpu)))
        found << severityAndId(finding);
    return found;
}

Finding find(const Snapshot &snapshot, const QString &id, const char *gpu = "01:00.0")
{
    for (const Finding &finding : core::preflight(snapshot, at(gpu))) {
        if (finding.id == id)
            return finding;
    }
    return {};
}

/// Ids in backquotes that begin a row of the first table in docs/findings.md.
QSet<QString> documentedIds()
{
    QFile file(QStringLiteral(TURNOUT_DOCS "/findings.md"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QSet<QString> ids;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("## ") && !ids.isEmpty())
            break;
        if (line.startsWith("| `"))
            ids.insert(QString::fromUtf8(line.split('`').value(1)));
    }
    return ids;
}
}

class PreflightTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSpareGpuWithAGroupOfItsOwnIsReady()
    {
        QCOMPARE(findings(machine()), QStringList());
        QCOMPARE(core::verdict(core::preflight(machine(), at("01:00.0"))), core::Verdict::Ready);
    }

    void eachChangeHasItsFinding_data()
    {
        QTest::addColumn<fixture::Change>("change");
        QTest::addColumn<QString>("expected");
        for (const fixture::Trouble &trouble : fixture::troubles())
            QTest::newRow(trouble.sentence) << trouble.change << QString::fromLatin1(trouble.expected);
    }
    void eachChangeHasItsFinding()
    {
        QFETCH(fixture::Change, change);
        QTEST(findings(machine(change)).join(u", "_s), "expected");
    }

    void everyFindingIsDocumentedAndComplete()
    {
        const QSet<QString> documented = documentedIds();
        QSet<QString> seen;
        for (const fixture::Trouble &row : fixture::troubles()) {
            for (const Finding &finding : core::preflight(machine(row.change), at("01:00.0"))) {
                QVERIFY2(documented.contains(finding.id), qPrintable(finding.id));
                QVERIFY2(!finding.text.isEmpty() && !finding.evidence.isEmpty(), qPrintable(finding.id));
                QVERIFY2(finding.severity == Severity::Note || !finding.remedy.isEmpty(), qPrintable(finding.id));
                QVERIFY2(fixture::isWellWorded(finding), qPrintable(finding.text + u'|' + finding.remedy));
                seen.insert(finding.id);
            }
        }
        QVERIFY(documented.size() > 0);
        // Every documented finding is covered.
        for (const QString &id : documented)
            QVERIFY2(seen.contains(id) || id == "no-such-function"_L1 || id == "behind-vmd"_L1, qPrintable(id));
    }

    void aGpuBehindVmdCannotBeAssigned()
    {
        const Snapshot snapshot = machine([](SnapshotBuilder &builder) {
            builder.add("10000:e1:00.0", SnapshotBuilder::vga, 3);
        });
        QVERIFY(findings(snapshot, "10000:e1:00.0").contains(u"blocker behind-vmd"_s));
        QVERIFY(documentedIds().contains(u"behind-vmd"_s));
    }

    void blockersComeFirst()
    {
        const Snapshot snapshot = machine([](SnapshotBuilder &builder) {
            Function &gpu = gpuOf(builder);
            gpu.runtimePm.status = core::RuntimeStatus::Suspended;
            gpu.resetMethods = QStringList();
            gpu.device = 0x687f;
            gpu.vendor = 0x1002;
            gpu.holders = heldBy(u"kwin_wayland"_s, u"/dev/dri/card1"_s);
        });
        QCOMPARE(findings(snapshot), (QStringList{u"blocker held-by-process"_s, u"caution reset-bug"_s, u"note no-reset"_s, u"note suspended"_s}));
    }

    void aGroupBlockerIsNamedWithItsDriver()
    {
        const Snapshot snapshot = machine([](SnapshotBuilder &builder) {
            builder.add("02:00.0", SnapshotBuilder::nvme, 2).driver = u"nvme"_s;
            builder.add("03:00.0", SnapshotBuilder::usb, 2).driver = u"xhci_hcd"_s;
            builder.add("04:00.0", SnapshotBuilder::ethernet, 2).driver = u"vfio-pci"_s;
        });
        const Finding finding = find(snapshot, u"group-not-viable"_s);
        QVERIFY2(finding.text.contains(u"02:00.0"_s) && finding.text.contains(u"driver nvme"_s), qPrintable(finding.text));
        QVERIFY2(finding.text.contains(u"03:00.0"_s) && !finding.text.contains(u"04:00.0"_s), qPrintable(finding.text));
        QVERIFY2(finding.text.contains(u"group 2"_s), qPrintable(finding.text));
        QCOMPARE(finding.evidence, u"/sys/bus/pci/devices/0000:02:00.0/driver: nvme; /sys/bus/pci/devices/0000:03:00.0/driver: xhci_hcd"_s);
    }

    void aHundredProcessesMakeNoLongText()
    {
        const Snapshot snapshot = machine([](SnapshotBuilder &builder) {
            core::Holders holders{.processes = {}, .complete = true};
            for (int pid = 1000; pid < 1100; ++pid)
                holders.processes.append({.pid = pid, .command = u"\x1b[2J\n"_s + QString(5000, u'x'), .node = u"/dev/snd/C1\n"_s + QString(5000, u'y')});
            gpuOf(builder).holders = holders;
            builder.at("01:00.1").blockDevices = {fixture::disk(QStringList(300, u"/mnt/\n"_s + QString(5000, u'z')))};
            for (int slot = 0; slot < 30; ++slot)
                builder.add(qPrintable(u"02:%1.0"_s.arg(slot, 2, 16, QLatin1Char('0'))), SnapshotBuilder::nvme, 2).driver = u"nvme"_s;
        });
        for (const Finding &finding : core::preflight(snapshot, at("01:00.0"))) {
            QVERIFY2(finding.text.size() + finding.evidence.size() < 2000, qPrintable(finding.id));
            for (const QString &keywords : {finding.text, finding.evidence})
                QVERIFY2(!keywords.contains(u'\n') && !keywords.contains(u'\x1b'), qPrintable(finding.id));
        }
        QVERIFY(find(snapshot, u"held-by-process"_s).text.contains(u" (1004) and 95 more. "_s));
        QVERIFY(find(snapshot, u"held-by-process"_s).evidence.contains(u"/proc/1000/fd: /dev/snd/C1?yyy"_s));
        QVERIFY(find(snapshot, u"storage-mounted"_s).text.contains(u" and 292 more. "_s));
        QVERIFY(find(snapshot, u"group-not-viable"_s).text.contains(u" and 22 more. "_s));
    }

    void virtualFunctionsAreNamed()
    {
        const auto with = [](int count, bool counted) {
            return find(machine([&](SnapshotBuilder &builder) {
                            for (int i = 0; i < count; ++i)
                                builder.add(qPrintable(u"01:01.%1"_s.arg(i)), SnapshotBuilder::vga, 5 + i, "00:03.1").physicalFunction = at("01:00.0");
                            if (counted)
                                gpuOf(builder).sriov = core::Sriov{.totalVfs = 7, .numVfs = 2};
                        }),
                        u"has-virtual-functions"_s);
        };
        const Finding seen = with(2, true);
        QVERIFY2(seen.text.contains(u"has 2 virtual functions: 01:01.0, 01:01.1."_s), qPrintable(seen.text));
        QCOMPARE(seen.evidence, u"/sys/bus/pci/devices/0000:01:00.0/sriov_numvfs: 2"_s);
        QVERIFY2(seen.remedy.contains(u"write 0 to /sys/bus/pci/devices/0000:01:00.0/sriov_numvfs"_s), qPrintable(seen.remedy));
        QVERIFY(with(1, false).evidence.contains(u"physfn of 01:01.0"_s));
        QVERIFY(with(0, true).text.contains(u"has 2 virtual functions."_s));
    }

    void theAudioFunctionsGroupCountsToo()
    {
        const Snapshot snapshot = machine([](SnapshotBuilder &builder) {
            builder.at("01:00.1").group = core::IommuGroupId{3};
            builder.add("02:00.0", SnapshotBuilder::nvme, 3).driver = u"nvme"_s;
        });
        QCOMPARE(findings(snapshot), QStringList{u"blocker group-not-viable"_s});
    }

    void aVirtualFunctionGoesAlone()
    {
        const Snapshot snapshot = machine([](SnapshotBuilder &builder) {
            Function &virtualFunction = builder.add("01:00.2", SnapshotBuilder::vga, 5, "00:03.1");
            virtualFunction.physicalFunction = at("01:00.0");
            virtualFunction.resetMethods = QStringList{u"flr"_s};
            gpuOf(builder).holders = heldBy(u"kwin_wayland"_s, u"/dev/dri/card1"_s);
        });
        QCOMPARE(findings(snapshot, "01:00.2"), QStringList{u"note no-driver"_s});
    }

    void aKernelWithoutResetMethodsHasNoFinding()
    {
        const Snapshot snapshot = machine([](SnapshotBuilder &builder) {
            gpuOf(builder).resetMethods = Unread::Absent;
        });
        QCOMPARE(findings(snapshot), QStringList());
    }

    void processesThatWereNotScannedAreNotCalledUnreadable()
    {
        const auto textFor = [](const core::Reading<core::Holders> &holders) {
            return find(machine([&holders](SnapshotBuilder &builder) {
                            gpuOf(builder).holders = holders;
                        }),
                        u"unknown-needs-permission"_s)
                .text;
        };
        QVERIFY(textFor(Unread::Absent).contains(u"processes were not scanned"_s));
        QVERIFY(textFor(core::Holders{.processes = {}, .complete = false}).contains(u"the processes of other users"_s));
    }

    void aMissingAddressIsRefused()
    {
        QCOMPARE(findings(machine(), "0a:00.0"), QStringList{u"blocker no-such-function"_s});
        QVERIFY(documentedIds().contains(u"no-such-function"_s));
    }

    void evidenceNamesTheConnectorsFile()
    {
        const Snapshot snapshot = machine([](SnapshotBuilder &builder) {
            gpuOf(builder).drmNodes = {u"card1"_s, u"renderD129"_s};
            gpuOf(builder).connectors = {{.name = u"HDMI-A-1"_s, .status = u"connected"_s, .enabled = true}};
        });
        QCOMPARE(find(snapshot, u"display-in-use"_s).evidence, u"/sys/class/drm/card1-HDMI-A-1/enabled: enabled"_s);
    }

    void realMachinesHaveTheirFindings_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("gpu");
        QTest::addColumn<QString>("id");
        QTest::addColumn<bool>("given");
        QTest::newRow("no IOMMU") << u"b250-mining-8x-gtx1060"_s << u"01:00.0"_s << u"iommu-off"_s << true;
        QTest::newRow("eight identical cards") << u"b250-mining-8x-gtx1060"_s << u"01:00.0"_s << u"identical-ids"_s << true;
        QTest::newRow("a BMC's VGA within the chipset's group") << u"mc12-le0-b550-aspeed"_s << u"04:00.0"_s << u"group-not-viable"_s << true;
        QTest::newRow("an APU in a group of its own") << u"mc12-le0-b550-aspeed"_s << u"07:00.0"_s << u"group-not-viable"_s << false;
        QTest::newRow("a root port in the group is no group blocker") << u"z490-pg4-ga102-rootport-group"_s << u"01:00.0"_s << u"group-not-viable"_s << false;
        QTest::newRow("its only GPU") << u"z490-pg4-ga102-rootport-group"_s << u"01:00.0"_s << u"last-gpu"_s << true;
        QTest::newRow("already assigned") << u"x570-aorus-elite-tu106"_s << u"0c:00.0"_s << u"bound-to-vfio"_s << true;
        QTest::newRow("the only GPU, already assigned") << u"x570-aorus-elite-tu106"_s << u"0c:00.0"_s << u"last-gpu"_s << false;
        QTest::newRow("a Navi 10 laptop") << u"dell-g5-5505-navi10"_s << u"03:00.0"_s << u"reset-bug"_s << true;
        QTest::newRow("a Vega 10") << u"b550-aorus-master-vega10-pci"_s << u"0a:00.0"_s << u"reset-bug"_s << true;
        QTest::newRow("a Polaris") << u"ws-z390-pro-plx8747-rx580"_s << u"04:00.0"_s << u"reset-bug"_s << true;
        QTest::newRow("a Navi 31") << u"proart-x670e-navi31-tbdock"_s << u"03:00.0"_s << u"reset-bug"_s << true;
        QTest::newRow("an APU among others of its slot") << u"dell-g5-5505-navi10"_s << u"07:00.0"_s << u"group-not-viable"_s << false;
        QTest::newRow("dumps show no holders") << u"precision-5540-tu117-rootport-group"_s << u"01:00.0"_s << u"unknown-needs-permission"_s << true;
    }
    void realMachinesHaveTheirFindings()
    {
        QFETCH(QString, name);
        QFETCH(QString, gpu);
        QFETCH(QString, id);
        const Snapshot snapshot = fixture::snapshotOf(name);
        QTEST(!find(snapshot, id, qPrintable(gpu)).id.isEmpty(), "given");
    }

    void theListOfResetQuirksIsReadStrictly()
    {
        QVERIFY(core::resetQuirks().size() > 5);
        for (const core::ResetQuirk &quirk : core::resetQuirks()) {
            for (const QString &reference : quirk.references)
                QVERIFY2(reference.startsWith(u"https://"_s), qPrintable(quirk.family));
        }
        QCOMPARE(core::resetQuirksFromJson("{").error().what, u"The list of reset quirks is not JSON."_s);
        const auto malformed = core::resetQuirksFromJson(
            "{\"resetQuirks\": [{\"family\": \"X\", \"vendor\": \"1002\", \"devices\": [\"67dg\"], \"references\": [\"https://x\"]}]}");
        QVERIFY2(malformed.error().what.startsWith(u"resetQuirks[0]"_s), qPrintable(malformed.error().what));
    }
};

TURNOUT_TEST(PreflightTest)
#include "preflighttest.moc"
