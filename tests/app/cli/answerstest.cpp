// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "samplemachine.h"
#include "tests/tools/registered.h"
#include "turnoutprocess.h"

#include "core/snapshot/snapshotjson.h"
#include "machinefile.h"
#include "sysfstree.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace
{
const QString machinesFolder = QStringLiteral(TURNOUT_FIXTURES "/machines");

QString longestLine(const QByteArray &text)
{
    QString longest;
    for (const QString &line : QString::fromUtf8(text).split(u'\n')) {
        if (line.size() > longest.size())
            longest = line;
    }
    return longest;
}

/// Without boot assignments, which a snapshot does not have.
QJsonObject answer(const Outcome &outcome)
{
    QJsonObject object = QJsonDocument::fromJson(outcome.out).object();
    object.remove(u"bootAssignments"_s);
    return object;
}

QJsonObject objectWith(const QJsonArray &array, const QString &member, const QJsonValue &value)
{
    for (const QJsonValue &element : array) {
        if (element.toObject().value(member) == value)
            return element.toObject();
    }
    return {};
}
}

/// The output of the reading verbs, as text and JSON, for the sample machine and for real ones.
class AnswersTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    QString m_sample;

    QString saved(const core::Snapshot &snapshot, const QString &name) const
    {
        QFile file(m_dir.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || !core::writeJson(snapshot, file))
            return {};
        return file.fileName();
    }

    QString text(QStringList arguments, const Environment &environment = {}) const
    {
        const Outcome outcome = turnout(arguments << u"--snapshot"_s << m_sample, environment);
        return outcome.code == 0 && outcome.err.isEmpty() ? QString::fromUtf8(outcome.out) : QString();
    }

    QJsonObject json(QStringList arguments) const
    {
        const Outcome outcome = turnout(arguments << u"--json"_s << u"--snapshot"_s << m_sample);
        return outcome.code == 0 ? QJsonDocument::fromJson(outcome.out).object() : QJsonObject();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_dir.isValid());
        m_sample = saved(sampleMachine(), u"sample.json"_s);
        QVERIFY(!m_sample.isEmpty());
    }

    void list_shows_the_users_and_the_verdict_of_every_gpu()
    {
        const QString out = text({u"list"_s});
        for (const QString &part : {u"00:02.0  Intel UHD Graphics 630"_s,
                                    u"01:00.0  NVIDIA GeForce RTX 2070"_s,
                                    u"03:00.0  AMD Radeon RX 5600 XT"_s,
                                    u"nouveau"_s,
                                    u"kwin_wayland (1234)"_s,
                                    u"a display on DP-1"_s,
                                    u"suspended (D3cold)"_s,
                                    u"✘ blocked"_s})
            QVERIFY2(out.contains(part), qPrintable(part + u"\nmissing in\n"_s + out));
        QVERIFY(!out.contains(u"01:00.1"_s));
    }

    void hints_name_the_source_again()
    {
        const QString list = text({u"list"_s}).simplified();
        QVERIFY2(list.contains(u"run: turnout show 00:02.0 --snapshot "_s + m_sample), qPrintable(list));
        const QString spaced = saved(sampleMachine(), u"my board.json"_s);
        const QString out = QString::fromUtf8(turnout({u"list"_s, u"--snapshot"_s, spaced}).out).simplified();
        QVERIFY2(out.contains(u"--snapshot '"_s + spaced + u"'"_s), qPrintable(out));
    }

    void a_vga_controller_without_boot_vga_is_still_one()
    {
        const auto vga = [this](quint32 classCode) {
            core::Snapshot machine = sampleMachine();
            for (core::Function &function : machine.functions) {
                function.bootVga = core::Unread::Absent;
                function.classCode = function.classCode >> 16 == 0x03 ? classCode : function.classCode;
            }
            return QString::fromUtf8(turnout({u"vga"_s, u"--snapshot"_s, saved(machine, u"vga.json"_s)}).out).simplified();
        };
        const QString unknown = u"Boot display unknown (the kernel does not report it)"_s;
        const QString none = u"Boot display not a VGA controller"_s;
        QVERIFY2(vga(0x030000).contains(unknown) && !vga(0x030000).contains(none), qPrintable(vga(0x030000)));
        QVERIFY2(vga(0x030200).contains(none) && !vga(0x030200).contains(unknown), qPrintable(vga(0x030200)));
    }

    void list_as_json_keeps_the_contract()
    {
        const QJsonObject object = json({u"list"_s});
        QCOMPARE(object.value(u"turnout"_s), QJsonValue(core::formatVersion));
        const QJsonArray gpus = object.value(u"gpus"_s).toArray();
        QCOMPARE(gpus.size(), 3);
        const QJsonObject spare = objectWith(gpus, u"address"_s, u"0000:01:00.0"_s);
        QCOMPARE(spare.value(u"name"_s), QJsonValue(u"NVIDIA GeForce RTX 2070"_s));
        QCOMPARE(spare.value(u"class"_s), QJsonValue(u"030000"_s));
        QCOMPARE(spare.value(u"group"_s), QJsonValue(1));
        QCOMPARE(spare.value(u"driver"_s), QJsonValue(u"nouveau"_s));
        QCOMPARE(spare.value(u"powerState"_s), QJsonValue(u"D0"_s));
        QCOMPARE(spare.value(u"verdict"_s), QJsonValue(u"blocked"_s));
        const QJsonObject finding = objectWith(spare.value(u"findings"_s).toArray(), u"id"_s, u"group-not-viable"_s);
        QCOMPARE(finding.value(u"severity"_s), QJsonValue(u"blocker"_s));
        for (const QString &member : {u"text"_s, u"evidence"_s, u"remedy"_s})
            QVERIFY2(!finding.value(member).toString().isEmpty(), qPrintable(member));
    }

    void groups_shows_gpus_first_and_why_one_is_not_viable()
    {
        const QString out = text({u"groups"_s});
        QVERIFY2(out.startsWith(u"Group 0 · GPU\n"_s), qPrintable(out));
        QVERIFY(out.indexOf(u"Group 3 · GPU"_s) < out.indexOf(u"Groups with a single member\n   2  00:1c.0  Intel"_s));
        const QString group = out.section(u"Group 1 · GPU"_s, 1).section(u"\n\n"_s, 0, 0).simplified();
        QVERIFY2(group.contains(u"Not viable: 01:00.0 cannot be assigned to VMs while the host uses 02:00.0"_s), qPrintable(group));
        QVERIFY2(group.contains(u"Shared because"_s), qPrintable(group));
    }

    void groups_as_json_keeps_the_contract()
    {
        const QJsonObject object = json({u"groups"_s});
        QCOMPARE(object.value(u"turnout"_s), QJsonValue(core::formatVersion));
        const QJsonArray groups = object.value(u"groups"_s).toArray();
        QCOMPARE(groups.size(), 4);
        QVERIFY(!object.contains(u"expectedGroups"_s));
        const QJsonObject group = objectWith(groups, u"group"_s, 1);
        QCOMPARE(group.value(u"functions"_s),
                 QJsonValue(QJsonArray({u"0000:00:01.0"_s, u"0000:00:01.1"_s, u"0000:01:00.0"_s, u"0000:01:00.1"_s, u"0000:02:00.0"_s})));
        QCOMPARE(group.value(u"gpus"_s), QJsonValue(QJsonArray({u"0000:01:00.0"_s})));
        QCOMPARE(group.value(u"viable"_s), QJsonValue(false));
        QCOMPARE(objectWith(groups, u"group"_s, 2).value(u"viable"_s), QJsonValue(true));
        const QJsonArray reasons = group.value(u"sharedBecause"_s).toArray();
        QVERIFY(!reasons.isEmpty());
        for (const QJsonValue &reason : reasons) {
            for (const QString &member : {u"kind"_s, u"address"_s, u"text"_s})
                QVERIFY2(!reason[member].toString().isEmpty(), qPrintable(member));
        }
    }

    void groups_of_a_machine_without_any_are_the_expected_ones()
    {
        core::Snapshot bare = sampleMachine();
        bare.groups.clear();
        for (core::Function &function : bare.functions)
            function.group.reset();
        const QString file = saved(bare, u"bare.json"_s);
        const Outcome groups = turnout({u"groups"_s, u"--snapshot"_s, file});
        QCOMPARE(groups.code, 0);
        QVERIFY2(groups.out.contains("turnout doctor"), groups.out.constData());
        QVERIFY2(groups.out.contains("Expected group · GPU"), groups.out.constData());
        const QJsonDocument expected = QJsonDocument::fromJson(turnout({u"groups"_s, u"--json"_s, u"--snapshot"_s, file}).out);
        QVERIFY(expected[u"groups"_s].toArray().isEmpty());
        int members = 0;
        for (const QJsonValue &group : expected[u"expectedGroups"_s].toArray()) {
            QVERIFY(group[u"certain"_s].isBool() && group[u"gpus"_s].isArray());
            members += int(group[u"functions"_s].toArray().size());
        }
        QCOMPARE(members, int(bare.functions.size()));
        const QByteArray list = turnout({u"list"_s, u"--json"_s, u"--snapshot"_s, file}).out;
        QVERIFY(QJsonDocument::fromJson(list)[u"gpus"_s][0][u"group"_s].isNull());
    }

    void list_reports_a_machine_without_a_gpu()
    {
        const Outcome list = turnout({u"list"_s, u"--snapshot"_s, saved({}, u"empty.json"_s)});
        QCOMPARE(list.code, 0);
        QVERIFY2(list.out.contains("This machine has no GPU"), list.out.constData());
    }

    void show_gives_the_verdict_before_the_facts()
    {
        const QString out = text({u"show"_s, u"01:00.0"_s});
        const qsizetype question = out.indexOf(u"Can it be assigned to VMs?"_s);
        QVERIFY2(question > 0 && question < out.indexOf(u"Location and isolation"_s), qPrintable(out));
        for (const QString &part : {u"10de:1f02"_s,
                                    u"256 MiB of 64-bit prefetchable memory"_s,
                                    u"pm, bus"_s,
                                    u"01:00.1  NVIDIA TU106 High Definition Audio Controller: snd_hda_intel"_s})
            QVERIFY2(out.contains(part), qPrintable(part + u"\nmissing in\n"_s + out));
        QVERIFY2(out.simplified().contains(u"Current link 2.5 GT/s ×16"_s), qPrintable(out));
    }

    void show_says_why_a_value_is_unknown()
    {
        const QString suspended = text({u"show"_s, u"03:00.0"_s}).simplified();
        QVERIFY2(suspended.contains(u"unknown (suspended; reading it would wake the device)"_s), qPrintable(suspended));
        for (const QString &part :
             {u"Runtime PM suspended Suspends when idle yes"_s, u"Active for 1 minute and 1 second Suspended for 2 hours and 3 minutes"_s})
            QVERIFY2(suspended.contains(part), qPrintable(suspended));
        QVERIFY(text({u"show"_s, u"02:00.0"_s}).contains(u"unknown (reading it requires root)"_s));
    }

    void show_takes_any_function_and_both_forms_of_its_address()
    {
        const QString disk = text({u"show"_s, u"02:00.0"_s});
        QVERIFY2(disk.contains(u"mounted on /, /home/alice"_s), qPrintable(disk));
        QVERIFY(!disk.contains(u"Can it be assigned to VMs?"_s));
        QCOMPARE(text({u"show"_s, u"0000:02:00.0"_s}), disk);
    }

    void show_as_json_has_the_function_and_for_a_gpu_the_findings()
    {
        const QJsonObject gpu = json({u"show"_s, u"01:00.0"_s});
        QCOMPARE(gpu.value(u"turnout"_s), QJsonValue(core::formatVersion));
        QCOMPARE(gpu.value(u"function"_s)[u"address"_s], QJsonValue(u"0000:01:00.0"_s));
        QCOMPARE(gpu.value(u"verdict"_s), QJsonValue(u"blocked"_s));
        QVERIFY(!gpu.value(u"findings"_s).toArray().isEmpty());
        const QJsonObject port = json({u"show"_s, u"00:1c.0"_s});
        QVERIFY(port.contains(u"function"_s));
        QVERIFY(!port.contains(u"findings"_s));
    }

    void doctor_says_what_to_change()
    {
        core::Snapshot off = sampleMachine();
        off.groups.clear();
        off.machine.iommu = core::IommuKind::None;
        off.machine.commandLine = u"root=/dev/sda1 intel_iommu=off"_s;
        const QString file = saved(off, u"off.json"_s);
        const Outcome text = turnout({u"doctor"_s, u"--snapshot"_s, file});
        QCOMPARE(text.code, 0);
        const QString out = QString::fromUtf8(text.out).simplified();
        QVERIFY2(out.contains(u"✘ change needed The IOMMU is off"_s), qPrintable(out));
        QVERIFY2(out.contains(u"Remove the kernel parameter “intel_iommu=off”."_s), qPrintable(out));
        QVERIFY2(out.contains(u"✔ good KVM is available."_s), qPrintable(out));

        const QJsonDocument json = QJsonDocument::fromJson(turnout({u"doctor"_s, u"--json"_s, u"--snapshot"_s, file}).out);
        QCOMPARE(json[u"turnout"_s], QJsonValue(core::formatVersion));
        QCOMPARE(json[u"ready"_s], QJsonValue(false));
        const QJsonObject iommu = objectWith(json[u"checks"_s].toArray(), u"id"_s, u"iommu"_s);
        QCOMPARE(iommu.value(u"state"_s), QJsonValue(u"bad"_s));
        for (const QString &member : {u"text"_s, u"evidence"_s, u"remedy"_s})
            QVERIFY2(!iommu.value(member).toString().isEmpty(), qPrintable(member));
    }

    void xml_has_every_function_of_the_slot_and_no_other()
    {
        const Outcome outcome = turnout({u"xml"_s, u"01:00.0"_s, u"--hostdev-only"_s, u"--snapshot"_s, m_sample});
        QCOMPARE(outcome.code, 0);
        const QString xml = QString::fromUtf8(outcome.out);
        QCOMPARE(xml.count(u"<hostdev "_s), 2);
        const QJsonObject object = json({u"xml"_s, u"01:00.0"_s, u"--hostdev-only"_s});
        QCOMPARE(object.value(u"xml"_s).toString(), xml);
        QCOMPARE(object.value(u"addresses"_s), QJsonValue(QJsonArray({u"0000:01:00.0"_s})));
    }

    void xml_warns_on_stderr_where_the_gpu_cannot_be_assigned()
    {
        const Outcome outcome = turnout({u"xml"_s, u"01:00.0"_s, u"--hostdev-only"_s, u"--snapshot"_s, m_sample});
        QVERIFY2(outcome.err.contains("01:00.0 cannot be assigned to VMs yet."), outcome.err.constData());
        QVERIFY(!outcome.out.contains("cannot be assigned to VMs yet"));
    }

    void nothing_is_wider_than_80_columns_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("help") << QStringList{u"--help"_s};
        for (const QString &verb : {u"list"_s, u"groups"_s, u"doctor"_s}) {
            QTest::newRow(qPrintable(verb)) << QStringList{verb, u"--snapshot"_s, u"sample"_s};
            QTest::newRow(qPrintable(verb + u" help"_s)) << QStringList{verb, u"--help"_s};
        }
        for (const core::Function &function : sampleMachine().functions) {
            const QString address = function.address.toString();
            QTest::newRow(qPrintable(address)) << QStringList{u"show"_s, address, u"--snapshot"_s, u"sample"_s};
        }
    }

    void nothing_is_wider_than_80_columns()
    {
        QFETCH(QStringList, arguments);
        arguments.replaceInStrings(u"sample"_s, m_sample);
        const Outcome outcome = turnout(arguments);
        QCOMPARE(outcome.code, 0);
        QVERIFY2(longestLine(outcome.out).size() <= 80, qPrintable(longestLine(outcome.out)));
    }

    void real_machines_are_listed_data()
    {
        QTest::addColumn<QString>("machine");
        const QStringList machines = QDir(machinesFolder).entryList({u"*.machine"_s});
        QVERIFY(!machines.isEmpty());
        for (const QString &machine : machines)
            QTest::newRow(qPrintable(machine)) << machine;
    }

    void real_machines_are_listed()
    {
        QFETCH(QString, machine);
        const auto description = fixture::readMachineFile(machinesFolder + u'/' + machine);
        QVERIFY(description.ok());
        QTemporaryDir root;
        QVERIFY(fixture::writeTree(*description, root.path(), QStringLiteral(TURNOUT_FIXTURES "/pci.ids")).ok());

        for (const QString &verb : {u"list"_s, u"groups"_s, u"doctor"_s}) {
            const Outcome outcome = turnout({verb, u"--sysroot"_s, root.path()});
            QCOMPARE(outcome.code, 0);
            QCOMPARE(outcome.err, QByteArray());
            QVERIFY2(longestLine(outcome.out).size() <= 80, qPrintable(longestLine(outcome.out)));
        }
        const QByteArray groups = turnout({u"groups"_s, u"--sysroot"_s, root.path()}).out;
        const Outcome list = turnout({u"list"_s, u"--json"_s, u"--sysroot"_s, root.path()});
        QSet<core::PciAddress> listed;
        for (const QJsonValue &gpu : QJsonDocument::fromJson(list.out)[u"gpus"_s].toArray())
            listed.insert(*core::PciAddress::parse(gpu[u"address"_s].toString()));
        for (const fixture::Function &function : description->functions) {
            if (function.group)
                QVERIFY(groups.contains(function.address.toShortString().toUtf8()));
            QCOMPARE(listed.contains(function.address), function.classCode >> 16 == 0x03);
        }
    }

    void a_snapshot_answers_like_the_machine_it_was_taken_from()
    {
        const auto description = fixture::readMachineFile(machinesFolder + u"/x570-aorus-elite-tu106.machine"_s);
        QVERIFY(description.ok());
        QTemporaryDir root;
        QVERIFY(fixture::writeTree(*description, root.path(), QStringLiteral(TURNOUT_FIXTURES "/pci.ids")).ok());
        const QString file = m_dir.filePath(u"x570.json"_s);
        QCOMPARE(turnout({u"snapshot"_s, file, u"--sysroot"_s, root.path()}).code, 0);
        for (const QString &verb : {u"list"_s, u"groups"_s, u"doctor"_s}) {
            const Outcome live = turnout({verb, u"--json"_s, u"--sysroot"_s, root.path()});
            QCOMPARE(answer(turnout({verb, u"--json"_s, u"--snapshot"_s, file})), answer(live));
        }
    }
};

TURNOUT_TEST(AnswersTest)
#include "answerstest.moc"
