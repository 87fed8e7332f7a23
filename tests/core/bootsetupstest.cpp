// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/checks/bootsetups.h"

#include "core/checks/bootparameters.h"
#include "core/operation/plan.h"
#include "jsonentry.h"
#include "readymachine.h"
#include "tests/tools/registered.h"
#include "wording.h"

#include <QResource>
#include <QTest>

using namespace Qt::StringLiterals;
using core::BootLoader;
using core::InitramfsTool;
using core::Machine;

namespace
{
const QByteArray entry = json(
    "{'parameters': [{'id': 'a', 'system': 'A', 'when': {'os': ['a']}, 'how': 'only-line', 'file': '/a', 'source': 'https://a'}],\n"
    " 'images': [{'id': 'b', 'system': 'B', 'when': {'files': ['/b']}, 'because': 'managed', 'source': 'https://b'}]}");

QByteArray changed(const char *before, const char *after)
{
    return ::changed(entry, before, after);
}

/// A machine that meets the condition with the first of each list.
Machine machineOf(const core::MachineCondition &when)
{
    Machine machine;
    machine.systemIds = {when.systems.value(0, u"frobnix"_s)};
    machine.markers = when.files + when.anyFile;
    machine.kernel = when.kernels.value(0);
    machine.commandLine = u"quiet "_s + when.commandLine.value(0);
    machine.readOnlyPaths = when.readOnly;
    const QString loader = when.bootLoaders.value(0, u"unknown"_s);
    machine.bootLoader = loader == "grub"_L1 ? BootLoader::Grub
        : loader == "systemd-boot"_L1        ? BootLoader::SystemdBoot
        : loader == "limine"_L1              ? BootLoader::Limine
        : loader == "refind"_L1              ? BootLoader::Refind
                                             : BootLoader::Unknown;
    const QString tool = when.initramfs.value(0, u"unknown"_s);
    machine.initramfs = tool == "dracut"_L1 ? InitramfsTool::Dracut
        : tool == "mkinitcpio"_L1           ? InitramfsTool::Mkinitcpio
        : tool == "initramfs-tools"_L1      ? InitramfsTool::InitramfsTools
                                            : InitramfsTool::Unknown;
    return machine;
}

QList<core::Finding> persistFindings(const fixture::Change &change)
{
    core::Goal goal;
    goal.verb = core::Verb::Persist;
    goal.gpu = fixture::at("01:00.0");
    const core::Plan plan = core::plan(fixture::machine(change), goal);
    QList<core::Finding> found = plan.findings;
    found.removeIf([](const core::Finding &finding) {
        return finding.id != "boot-image-unknown"_L1;
    });
    return plan.refused == found.isEmpty() ? QList<core::Finding>{{.id = u"refusal and finding disagree"_s, .severity = {}, .address = {}, .text = {}, .evidence = {}, .remedy = {}}} : found;
}
}

/// Where kernel parameters go, and whether the initramfs that is built is the one that boots.
class BootSetupsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCompiledInTableIsWellFormed()
    {
        const auto read = core::bootSetupsFromJson(QResource(u":/turnout/boot-setups.json"_s).uncompressedData());
        QVERIFY2(read.ok(), qPrintable(read ? QString() : read.error().text()));
        QVERIFY(read->parameters.size() > 30 && read->images.size() > 20);
        for (const core::ParameterPlace &place : read->parameters)
            QVERIFY2(place.source.startsWith("https://"_L1), qPrintable(place.id));
    }

    void malformedEntriesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("where");
        QTest::newRow("no condition") << changed("{'os': ['a']}", "{}") << u"parameters[0]"_s;
        QTest::newRow("an unknown condition") << changed("{'os': ['a']}", "{'moon': ['a']}") << u"parameters[0]"_s;
        QTest::newRow("an empty list") << changed("['a']", "[]") << u"parameters[0]"_s;
        QTest::newRow("a number in a list") << changed("['a']", "[7]") << u"parameters[0]"_s;
        QTest::newRow("an unknown kind") << changed("only-line", "magic") << u"parameters[0]"_s;
        QTest::newRow("no file") << changed("'file': '/a', ", "") << u"parameters[0]"_s;
        QTest::newRow("no source") << changed(", 'source': 'https://b'", "") << u"images[0]"_s;
        QTest::newRow("an unknown reason") << changed("managed", "magic") << u"images[0]"_s;
        QTest::newRow("declared without the way by hand") << changed("managed", "declared") << u"images[0]"_s;
    }
    void malformedEntriesAreNamed()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, where);
        QVERIFY(core::bootSetupsFromJson(entry).ok());
        const auto read = core::bootSetupsFromJson(json);
        QVERIFY(!read.ok());
        QVERIFY2(read.error().text().contains(where), qPrintable(read.error().text()));
        QVERIFY(!core::bootSetupsFromJson("no JSON").ok());
    }

    /// An entry that an earlier one always hides would be dead.
    void everyEntryAppliesToSomeMachine()
    {
        for (const core::ParameterPlace &place : core::bootSetups().parameters) {
            const core::ParameterPlace *found = core::parameterPlaceOf(machineOf(place.when));
            QVERIFY2(found && *found == place, qPrintable(place.id + u" is hidden by "_s + (found ? found->id : QString())));
        }
        for (const core::UnknownImage &image : core::bootSetups().images) {
            const core::UnknownImage *found = core::unknownImageOf(machineOf(image.when));
            QVERIFY2(found && *found == image, qPrintable(image.id + u" is hidden by "_s + (found ? found->id : QString())));
        }
    }

    void everyEntryIsWellWorded()
    {
        for (const core::ParameterPlace &place : core::bootSetups().parameters) {
            const QString text = core::whereParametersGo(machineOf(place.when));
            QVERIFY2(text.startsWith(u"With "_s + place.system + u", "_s) && text.count(u"Then "_s) == 1, qPrintable(text));
            for (const QString &part : {place.file, place.place, place.run, place.add, place.remove, place.ineffective})
                QVERIFY2(text.contains(part), qPrintable(text + u" lacks "_s + part));
        }
        for (const core::UnknownImage &image : core::bootSetups().images) {
            const auto found = persistFindings([&image](fixture::SnapshotBuilder &builder) {
                builder.machine = machineOf(image.when);
            });
            QCOMPARE(found.size(), 1);
            QCOMPARE(found.first().severity, core::Severity::Blocker);
            QVERIFY2(fixture::isWellWorded(found.first()), qPrintable(image.id + u": "_s + found.first().text + u'|' + found.first().remedy));
            QVERIFY2(found.first().evidence.contains(image.source), qPrintable(found.first().evidence));
        }
    }

    void persistIsRefusedWhereTheBuilderIsUnknown()
    {
        QCOMPARE(persistFindings({}).size(), 0);
        const auto found = persistFindings([](fixture::SnapshotBuilder &builder) {
            builder.machine.initramfs = InitramfsTool::Unknown;
        });
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().remedy, u"Assign the GPU after each boot: “turnout assign 01:00.0”."_s);
        QVERIFY(!core::isAcceptable(found.first().id));
    }

    void theWayByHandNamesTheseFunctionsUnlessATwinStaysWithTheHost()
    {
        const auto ostree = [](fixture::SnapshotBuilder &builder) {
            builder.machine.markers = {u"/run/ostree-booted"_s, u"/usr/bin/rpm-ostree"_s};
            builder.at("01:00.1").vendor = 0x10de;
            builder.at("01:00.1").device = 0x10f9;
        };
        QVERIFY(persistFindings(ostree).first().remedy.contains(u"vfio-pci.ids=10de:1f02,10de:10f9"_s));
        const QString remedy = persistFindings([&ostree](fixture::SnapshotBuilder &builder) {
                                   ostree(builder);
                                   core::Function &twin = builder.add("04:00.0", fixture::SnapshotBuilder::vga, 7);
                                   twin.vendor = 0x10de;
                                   twin.device = 0x1f02;
                               }).first().remedy;
        QVERIFY2(!remedy.contains(u"ids="_s) && remedy.startsWith(u"Assign the GPU after each boot"_s), qPrintable(remedy));
    }
};

TURNOUT_TEST(BootSetupsTest)
#include "bootsetupstest.moc"
