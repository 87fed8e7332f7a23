// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/domain/lint.h"
#include "snapshotbuilder.h"
#include "tests/tools/registered.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

namespace
{
using Builder = fixture::SnapshotBuilder;

const QString domains = QStringLiteral(TURNOUT_FIXTURES "/domains/");

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Function &gpu(Builder &builder, const char *address, quint32 ids, quint32 group, const QString &driver)
{
    Function &function = builder.add(address, Builder::vga, group);
    function.vendor = quint16(ids >> 16);
    function.device = quint16(ids);
    function.driver = driver;
    return function;
}

void addAudio(Builder &builder, const char *address, quint32 ids, quint32 group, const QString &driver)
{
    Function &function = gpu(builder, address, ids, group, driver);
    function.classCode = Builder::audio;
}

/// The machine that the domains of tests/fixtures/domains are for.
Snapshot machine(const QStringList &variants)
{
    Builder builder;
    builder.add("00:01.0", Builder::bridge, 1).driver = u"pcieport"_s;
    gpu(builder, "00:02.0", variants.contains(u"meteor-lake"_s) ? 0x80867d55 : 0x8086a780, 0, u"i915"_s);
    gpu(builder, "01:00.0", 0x10de2684, 14, u"nouveau"_s).bootVga = variants.contains(u"boot-vga"_s);
    addAudio(builder, "01:00.1", 0x10de22ba, 14, u"snd_hda_intel"_s);
    Function &navi = gpu(builder, "02:00.0", 0x1002744c, 15, u"vfio-pci"_s);
    Capabilities capabilities;
    capabilities.resizableBars = {{.index = 0, .sizes = 0x7f00, .current = 8}};
    navi.capabilities = capabilities;
    addAudio(builder, "02:00.1", 0x1002ab30, 15, u"vfio-pci"_s);
    Function &disk = builder.add("03:00.0", Builder::nvme, 16);
    disk.driver = u"nvme"_s;
    if (variants.contains(u"mounted"_s))
        disk.blockDevices = {{.name = u"nvme0n1"_s, .serial = {}, .size = 0, .mounts = QStringList{u"/"_s}, .swap = false}};
    gpu(builder, "04:00.0", 0x100267df, 16, u"vfio-pci"_s);
    gpu(builder, "05:00.0", 0x10de2230, 17, u"nvidia"_s);
    gpu(builder, "05:00.4", 0x10de2230, 18, u"nvidia"_s).physicalFunction = fixture::at("05:00.0");
    gpu(builder, "06:00.0", 0x10de2484, 19, u"vfio-pci"_s).numaNode = 0;
    addAudio(builder, "06:00.1", 0x10de228b, 19, u"vfio-pci"_s);
    gpu(builder, "07:00.0", 0x100215bf, 20, u"amdgpu"_s).firmwareFramebuffer = u"BOOTFB"_s;
    gpu(builder, "08:00.0", 0x808656a0, 21, u"vfio-pci"_s);
    builder.add("0c:00.0", Builder::usb, 21).driver = u"vfio-pci"_s;
    gpu(builder, "09:00.0", 0x10de20b5, 22, u"vfio-pci"_s).bars = {
        {.index = 1, .kind = Bar::Kind::Memory64, .prefetchable = true, .address = 0, .size = quint64(64) << 30}};
    builder.add("0a:00.0", Builder::vga).driver = u"vfio-pci"_s;
    gpu(builder, "0d:00.0", 0x100273bf, 23, u"vfio-pci"_s);
    addAudio(builder, "0d:00.1", 0x1002ab28, 23, u"vfio-pci"_s);
    return builder.snapshot();
}

/// The lines "KEY: VALUE" of the comment at a domain's beginning.
QStringList directives(const QByteArray &domain, const QString &key)
{
    static const QRegularExpression line(u"^([a-z]+): (.*)$"_s, QRegularExpression::MultilineOption);
    QStringList values;
    for (const QRegularExpressionMatch &match : line.globalMatch(QString::fromUtf8(domain.first(qMax<qsizetype>(domain.indexOf("-->"), 0))))) {
        if (match.captured(1) == key)
            values += match.captured(2);
    }
    return values;
}

OtherDomain otherOf(const QString &text)
{
    OtherDomain other;
    QStringList words = text.split(u' ');
    other.name = words.takeFirst();
    other.isRunning = words.removeOne(u"running"_s);
    for (const QString &word : std::as_const(words))
        other.sources += fixture::at(word.toLatin1().constData());
    return other;
}

FileFact fileOf(const QStringList &words)
{
    FileFact fact{.exists = !words.contains(u"missing"_s), .isReadable = !words.contains(u"unreadable"_s), .romVendor = {}, .romDevice = {}};
    for (const QString &word : words) {
        if (word.size() == 9 && word[4] == u':') {
            fact.romVendor = word.first(4).toUShort(nullptr, 16);
            fact.romDevice = word.last(4).toUShort(nullptr, 16);
        }
    }
    return fact;
}

/// Everything around a domain, as its directives say.
struct Scene {
    explicit Scene(const QByteArray &domain)
        : snapshot(machine(directives(domain, u"machine"_s)))
    {
        host.domain = DomainCapabilities::parse(contents(QStringLiteral(TURNOUT_FIXTURES "/capabilities/debian13-domain.xml"))).value();
        host.host = HostCapabilities::parse(contents(QStringLiteral(TURNOUT_FIXTURES "/capabilities/two-nodes-host.xml"))).value();
        for (const QString &other : directives(domain, u"other"_s))
            host.others += otherOf(other);
        for (const QString &file : directives(domain, u"file"_s))
            host.files.insert(file.section(u' ', 0, 0), fileOf(file.split(u' ').sliced(1)));
        host.hasSavedState = directives(domain, u"machine"_s).contains(u"saved-state"_s);
        host.lastError = directives(domain, u"error"_s).value(0);
    }

    Snapshot snapshot;
    LintHost host{.snapshot = snapshot, .domain = {}, .host = {}, .others = {}, .files = {}, .hasSavedState = false, .lastError = {}};
};

QList<DomainFinding> findingsOf(const QByteArray &domain, const LintHost &host)
{
    const Result<XmlTree> tree = parseDomain(domain);
    return tree ? lint(*tree, host) : QList<DomainFinding>();
}

QStringList summary(const QList<DomainFinding> &findings)
{
    QStringList all;
    for (const DomainFinding &found : findings)
        all += found.finding.id + u' ' + QString::number(found.line);
    return all;
}

qsizetype sentences(const QString &text)
{
    static const QRegularExpression end(u"[.!?](\\s|$)"_s);
    return text.count(end);
}
}

class LintTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void every_domain_has_its_findings_data()
    {
        QTest::addColumn<QString>("name");
        const QStringList names = QDir(domains).entryList({u"*.xml"_s}, QDir::Files, QDir::Name);
        QVERIFY(names.size() >= 36);
        for (const QString &name : names)
            QTest::newRow(qPrintable(name)) << name;
    }

    void every_domain_has_its_findings()
    {
        QFETCH(const QString, name);
        const QByteArray domain = contents(domains + name);
        QVERIFY(parseDomain(domain).ok());
        const Scene scene(domain);
        QStringList expected = directives(domain, u"expect"_s);
        QVERIFY(!expected.isEmpty());
        expected.removeOne(u"nothing"_s);
        QCOMPARE(summary(findingsOf(domain, scene.host)).join(u", "_s), expected.join(u", "_s));
    }

    void findings_are_worded_for_people_data()
    {
        every_domain_has_its_findings_data();
    }

    void findings_are_worded_for_people()
    {
        QFETCH(const QString, name);
        const QByteArray domain = contents(domains + name);
        const Scene scene(domain);
        for (const DomainFinding &found : findingsOf(domain, scene.host)) {
            const Finding &finding = found.finding;
            QVERIFY2(sentences(finding.text) >= 1 && sentences(finding.text) <= 2, qPrintable(finding.text));
            QVERIFY2(!finding.remedy.isEmpty() && finding.remedy[0].isUpper() && finding.remedy.size() < 200, qPrintable(finding.remedy));
            QVERIFY(!finding.evidence.isEmpty() && !finding.evidence.contains(u'\n'));
        }
    }

    void a_fix_leaves_nothing_that_can_be_fixed_data()
    {
        every_domain_has_its_findings_data();
    }

    void a_fix_leaves_nothing_that_can_be_fixed()
    {
        QFETCH(const QString, name);
        const QByteArray domain = contents(domains + name);
        const Scene scene(domain);
        const Result<QByteArray> after = fixed(domain, scene.host);
        QVERIFY(after.ok());
        bool isFixable = false;
        for (const DomainFinding &found : findingsOf(domain, scene.host))
            isFixable |= !found.fix.isEmpty();
        QCOMPARE(*after != domain, isFixable);
        QVERIFY(parseDomain(*after).ok());
        for (const DomainFinding &found : findingsOf(*after, scene.host))
            QVERIFY2(found.fix.isEmpty(), qPrintable(found.finding.id));
    }

    void a_moved_card_is_found_by_its_ids()
    {
        for (const QString &name : {u"stale-moved.xml"_s, u"stale-by-rom.xml"_s}) {
            const QByteArray domain = contents(domains + name);
            const Scene scene(domain);
            const QByteArray after = *fixed(domain, scene.host);
            QVERIFY2(after.contains("bus='0x0d' slot='0x00' function='0x0'"), after.constData());
            QVERIFY(!after.contains("bus='0x0b'"));
        }
    }

    void every_id_is_provoked()
    {
        QStringList provoked;
        for (const QString &name : QDir(domains).entryList({u"*.xml"_s})) {
            const QByteArray domain = contents(domains + name);
            for (const QString &expected : directives(domain, u"expect"_s))
                provoked += expected.section(u' ', 0, 0);
        }
        const QString documented = QString::fromUtf8(contents(QStringLiteral(TURNOUT_DOCS "/findings.md")));
        const QString ofDomains = documented.section(u"\n## VMs\n"_s, 1).section(u"\n## "_s, 0, 0);
        static const QRegularExpression row(u"^\\| `([a-z0-9-]+)` \\|"_s, QRegularExpression::MultilineOption);
        int count = 0;
        for (const QRegularExpressionMatch &match : row.globalMatch(ofDomains)) {
            QVERIFY2(provoked.contains(match.captured(1)), qPrintable(match.captured(1)));
            ++count;
        }
        QVERIFY(count > 30);
    }

    void messages_of_libvirt_and_qemu_are_translated()
    {
        QCOMPARE(translated({}), std::nullopt);
        QCOMPARE(translated(u"char device redirected to /dev/pts/1"_s), std::nullopt);
        const std::optional<Finding> found = translated(u"2022 qemu: -device vfio-pci: vfio 0000:09:00.0: group 2 is not viable\nPlease ensure"_s);
        QVERIFY(found && found->evidence.contains(u"group 2"));
        QVERIFY(translated(u"vfio: Cannot reset device 0000:03:00.0, depends on group 14 which is not owned."_s));
        QVERIFY(translated(u"failed to find romfile \"/x\""_s));
    }

    void ids_of_an_option_rom_are_read()
    {
        QByteArray rom(256, '\0');
        rom[0] = 0x55;
        rom[1] = char(0xaa);
        rom[0x18] = 0x40;
        rom.replace(0x40, 8, QByteArray("PCIR\xde\x10\x84\x24", 8));
        QCOMPARE(romIds(rom), std::pair(quint16(0x10de), quint16(0x2484)));
        QCOMPARE(romIds(rom.first(0x44)), std::nullopt);
        QCOMPARE(romIds("NVGI" + rom), std::nullopt);
        QCOMPARE(romIds({}), std::nullopt);
        rom[0x19] = char(0xff); // points behind the end
        QCOMPARE(romIds(rom), std::nullopt);
    }

    void without_knowledge_of_the_host_only_the_domain_is_checked()
    {
        const QByteArray domain = contents(domains + u"hugepages.xml"_s);
        const Snapshot snapshot = machine({});
        const LintHost host{.snapshot = snapshot, .domain = {}, .host = {}, .others = {}, .files = {}, .hasSavedState = false, .lastError = {}};
        QCOMPARE(summary(findingsOf(domain, host)), QStringList());
    }
};

TURNOUT_TEST(LintTest)

#include "linttest.moc"
