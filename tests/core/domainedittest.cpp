// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/domain/domainedit.h"
#include "core/domain/domaindocument.h"
#include "snapshotbuilder.h"
#include "tests/tools/registered.h"

#include <QDirIterator>
#include <QRandomGenerator>
#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

namespace
{
/// A card with two functions at an address that no example has.
Snapshot machine()
{
    fixture::SnapshotBuilder builder;
    builder.add("7f:00.0", fixture::SnapshotBuilder::vga, 40).vendor = 0x10de;
    builder.add("7f:00.1", fixture::SnapshotBuilder::audio, 40).vendor = 0x10de;
    return builder.snapshot();
}

const QList<PciAddress> gpu = {*PciAddress::parse(u"0000:7f:00.0")};

Result<QByteArray> added(const QByteArray &domain, const HostdevOptions &options = {})
{
    static const Snapshot snapshot = machine();
    return withHostdevs(domain, snapshot, gpu, options);
}

Result<QByteArray> removed(const QByteArray &domain)
{
    static const Snapshot snapshot = machine();
    return withoutHostdevs(domain, snapshot, gpu);
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList filesBelow(const QString &folder)
{
    QStringList files;
    QDirIterator all(folder, {u"*.xml"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (all.hasNext())
        files += all.next();
    files.sort();
    return files;
}

/// Why an edit of this domain is not exact; empty if it is, or if it is refused with a reason.
QByteArray inexactness(const QByteArray &domain, const HostdevOptions &options, bool *wasEdited = nullptr)
{
    const Result<QByteArray> with = added(domain, options);
    if (wasEdited)
        *wasEdited = with.ok();
    if (!with)
        return with.error().what.isEmpty() ? "refused without a reason"_ba : QByteArray();
    const Result<QByteArray> without = removed(*with);
    if (!without)
        return "not removed: "_ba + without.error().text().toUtf8();
    return *without == domain ? QByteArray() : "undone to something else: "_ba + *without;
}

/// A change as people and programs make them, some of which break the document.
QByteArray mutated(QByteArray xml, QRandomGenerator &random)
{
    const QList<QByteArray> pieces = {" ",
                                      "\n",
                                      "\t",
                                      "\r\n",
                                      "<!-- c -->",
                                      "<hostdev mode='subsystem' type='pci'><source><address bus='3'/></source></hostdev>",
                                      "<x/>",
                                      "&amp;",
                                      "<![CDATA[<y>]]>",
                                      "\xc3\xa4",
                                      "<?p?>",
                                      "</devices>",
                                      "<devices/>",
                                      "'",
                                      ">",
                                      "\xff"};
    const int changes = 1 + random.bounded(4);
    for (int i = 0; i < changes; ++i) {
        const auto at = qsizetype(random.bounded(quint32(xml.size() + 1)));
        switch (random.bounded(6)) {
        case 0:
            xml.remove(at, 1 + random.bounded(12));
            break;
        case 1:
            xml.replace("\n", random.bounded(2) ? "\r\n" : "");
            break;
        case 2:
            xml.replace(random.bounded(2) ? '"' : '\'', random.bounded(2) ? '\'' : '"');
            break;
        case 3: { // beside a tag, where documents stay well-formed
            const qsizetype tag = xml.indexOf('>', at);
            xml.insert(tag < 0 ? at : tag + 1, pieces[random.bounded(pieces.size())]);
            break;
        }
        case 4: { // an element becomes empty
            const qsizetype open = xml.indexOf("<devices>");
            const qsizetype close = xml.indexOf("</devices>");
            if (open >= 0 && close > open && random.bounded(4) == 0)
                xml.replace(open, close + 10 - open, random.bounded(2) ? "<devices/>" : "<devices >\n  </devices>");
            break;
        }
        default:
            xml.insert(at, pieces[random.bounded(pieces.size())]);
        }
    }
    return xml;
}

const QList<QByteArray> seeds = {
    "<domain type='kvm'>\n  <name>a</name>\n  <os><type machine='pc-q35-10.0'>hvm</type></os>\n  <devices>\n    <disk type='file'/>\n    <hostdev "
    "mode='subsystem' "
    "type='pci' managed='yes'>\n      <source>\n        <address domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>\n      </source>\n    </hostdev>\n  "
    "</devices>\n</domain>\n",
    "<?xml version=\"1.0\"?>\r\n<!-- mine -->\r\n<domain type=\"kvm\" "
    "xmlns:qemu=\"http://libvirt.org/schemas/domain/qemu/1.0\">\r\n\t<devices>\r\n\t\t<video/>\r\n\t</"
    "devices>\r\n\t<qemu:commandline/>\r\n</domain>",
    "<domain type='kvm'><devices><emulator>/x</emulator><video/></devices></domain>",
    "<domain><devices/></domain>",
    "\xef\xbb\xbf<domain>\n<devices>\n</devices>\n</domain>\n",
};
}

class DomainEditTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void only_the_new_lines_are_added()
    {
        const Result<QByteArray> with = added(seeds[0]);
        QVERIFY(with.ok());
        const qsizetype at = seeds[0].indexOf("\n  </devices>");
        QCOMPARE(with->first(at), seeds[0].first(at));
        QCOMPARE(with->last(seeds[0].size() - at), seeds[0].sliced(at));
        const QByteArray text = with->sliced(at, with->size() - seeds[0].size());
        QVERIFY2(text.startsWith("\n    <!-- Turnout: 0000:7f:00.0 10de:0000 "), text.constData());
        QVERIFY2(
            text.contains("\n    <hostdev mode='subsystem' type='pci' managed='yes'>\n      <source>\n        <address domain='0x0000' bus='0x7f' slot='0x00' "
                          "function='0x1'/>\n      </source>\n    </hostdev>"),
            text.constData());
    }

    void the_result_is_a_domain_with_both_functions()
    {
        for (const QByteArray &seed : seeds) {
            const Result<QByteArray> with = added(seed);
            QVERIFY2(with.ok(), qPrintable(with.ok() ? QString() : with.error().text()));
            const Result<XmlTree> tree = parseDomain(*with);
            QVERIFY2(tree.ok(), with->constData());
            const qsizetype before = pciHostdevs(parseDomain(seed).value()).size();
            QCOMPARE(pciHostdevs(*tree).size(), before + 2);
        }
    }

    void without_an_address_each_function_gets_a_port_and_with_the_layout_a_free_bus()
    {
        QVERIFY(!added(seeds[0])->contains("type='pci' domain"));
        HostdevOptions options;
        options.keepsLayout = true;
        const QByteArray domain = QByteArray(seeds[0]).replace("<disk type='file'/>", "<controller type='pci' index='9' model='pcie-root-port'/>");
        const Result<QByteArray> with = added(domain, options);
        QVERIFY(with.ok());
        QVERIFY(with->contains("<address type='pci' domain='0x0000' bus='0x0a' slot='0x00' function='0x0' multifunction='on'/>"));
        QVERIFY(with->contains("<address type='pci' domain='0x0000' bus='0x0a' slot='0x00' function='0x1'/>"));
        QVERIFY(added(seeds[2], options).error().text().contains(u"no root ports"));
    }

    void what_is_there_already_is_not_added_again()
    {
        const QByteArray once = *added(seeds[0]);
        QVERIFY(added(once).error().text().contains(u"already has"));
        // One of the two functions is missing.
        QByteArray half = once;
        half.remove(half.lastIndexOf("    <!-- Turnout"), half.lastIndexOf("  </devices>") - half.lastIndexOf("    <!-- Turnout"));
        QCOMPARE(*added(half), once);
    }

    void a_card_that_is_gone_is_removed_by_its_slot()
    {
        const Snapshot empty;
        QCOMPARE(*withoutHostdevs(*added(seeds[0]), empty, gpu), seeds[0]);
        QVERIFY(withoutHostdevs(seeds[0], empty, gpu).error().text().contains(u"none of these devices"));
    }

    void comments_of_others_stay()
    {
        QByteArray with = *added(seeds[0]);
        with.replace("    <!-- Turnout: 0000:7f:00.0", "    <!-- mine -->\n    <!-- Turnout: 0000:7f:00.0");
        QCOMPARE(*removed(with), QByteArray(seeds[0]).replace("  </devices>", "    <!-- mine -->\n  </devices>"));
    }

    void other_documents_are_refused()
    {
        for (const QByteArray &xml : {"<network/>"_ba, "<domain/>"_ba, "<domstatus><domain/></domstatus>"_ba, ""_ba}) {
            QVERIFY(!added(xml).ok());
            QVERIFY(!added(xml).error().what.isEmpty());
        }
    }

    void an_edit_is_undone_to_the_byte_in_every_domain_data()
    {
        QTest::addColumn<QString>("file");
        QStringList files = filesBelow(QStringLiteral(TURNOUT_FIXTURES "/domains"));
        files += filesBelow(u"/usr/share/doc/libvirt-doc"_s);
        const QString more = qEnvironmentVariable("TURNOUT_DOMAIN_XML");
        for (const QString &folder : more.split(u':', Qt::SkipEmptyParts))
            files += filesBelow(folder);
        if (more.isEmpty())
            qWarning("TURNOUT_DOMAIN_XML is not set: the test data of libvirt and virt-manager is not read.");
        for (const QString &file : std::as_const(files))
            QTest::newRow(qPrintable(file)) << file;
        for (qsizetype i = 0; i < seeds.size(); ++i)
            QTest::addRow("seed %d", int(i)) << QString::number(i);
    }

    void an_edit_is_undone_to_the_byte_in_every_domain()
    {
        QFETCH(const QString, file);
        const QByteArray domain = file.size() == 1 ? seeds[file.toInt()] : contents(file);
        HostdevOptions layout;
        layout.keepsLayout = true;
        QCOMPARE(inexactness(domain, {}), QByteArray());
        QCOMPARE(inexactness(domain, layout), QByteArray());
    }

    void an_edit_is_undone_to_the_byte_in_mutated_domains()
    {
        QRandomGenerator random(20261128);
        int edited = 0;
        for (int i = 0; i < 100'000; ++i) {
            const QByteArray domain = mutated(seeds[random.bounded(seeds.size())], random);
            bool wasEdited = false;
            const QByteArray wrong = inexactness(domain, {}, &wasEdited);
            QVERIFY2(wrong.isEmpty(), QByteArray(wrong + "\n--- of\n" + domain).constData());
            edited += wasEdited;
        }
        // Enough of them remain domains, or the test would prove nothing.
        QVERIFY2(edited > 30'000, qPrintable(QString::number(edited)));
    }
};

TURNOUT_TEST(DomainEditTest)

#include "domainedittest.moc"
