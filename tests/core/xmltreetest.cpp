// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/domain/splice.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace core;
using namespace Qt::StringLiterals;

namespace
{
QString part(const XmlTree &tree, TextRange range)
{
    return tree.text().sliced(range.begin, range.end - range.begin);
}

QString errorOf(const QByteArray &xml)
{
    const Result<XmlTree> tree = XmlTree::parse(xml);
    return tree ? QString() : tree.error().text();
}
}

class XmlTreeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void elements_know_where_they_stand_data()
    {
        QTest::addColumn<QByteArray>("xml");
        const QByteArray plain = "<a x='1'>\n  <b y = \"2\" z='&lt;&#65;'/>\n  <!-- <b/> --><c><d >t</d ></c>\n</a>\n";
        QTest::newRow("plain") << plain;
        QTest::newRow("byte order mark") << "\xef\xbb\xbf" + plain;
        QTest::newRow("CRLF") << QByteArray(plain).replace("\n", "\r\n");
        QTest::newRow("declaration, doctype") << "<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE a>" + plain;
        QTest::newRow("characters outside the BMP") << "<!-- \xf0\x9f\x98\x80 \xc3\xa4 -->" + plain;
        QTest::newRow("processing instruction, CDATA") << "<?p <b> ?>" + QByteArray(plain).replace("<c>", "<c><![CDATA[ <q> ]]>");
    }

    void elements_know_where_they_stand()
    {
        QFETCH(const QByteArray, xml);
        const Result<XmlTree> tree = XmlTree::parse(xml);
        QVERIFY2(tree.ok(), qPrintable(errorOf(xml)));
        const XmlNode b = tree->root().child(u"b");
        QCOMPARE(part(*tree, b->startTag), u"<b y = \"2\" z='&lt;&#65;'/>"_s);
        QCOMPARE(b->endTag, b->startTag);
        QCOMPARE(b.line(), tree->root().line() + 1);
        QCOMPARE(part(*tree, b.find(u"y")->all), u"y = \"2\""_s);
        QCOMPARE(part(*tree, b.find(u"z")->inQuotes), u"&lt;&#65;"_s);
        QCOMPARE(b.attribute(u"z"), u"<A"_s);
        const XmlNode d = tree->root().child(u"c").child(u"d");
        QCOMPARE(part(*tree, d->startTag) + part(*tree, d->endTag), u"<d ></d >"_s);
        QCOMPARE(d.text(), u"t"_s);
        QCOMPARE(tree->encoded(tree->text()), xml);
    }

    void other_encodings_are_read_and_written()
    {
        const QByteArray latin = "<?xml version='1.0' encoding='ISO-8859-1'?><a n='\xe4'/>";
        const Result<XmlTree> tree = XmlTree::parse(latin);
        QVERIFY(tree.ok());
        QCOMPARE(tree->root().attribute(u"n"), u"ä"_s);
        QCOMPARE(tree->encoded(tree->text()), latin);
        QVERIFY(XmlTree::parse("<?xml version='1.0' encoding='US-ASCII'?><a/>").ok());
    }

    void names_with_a_prefix_are_found_by_namespace()
    {
        const Result<XmlTree> tree = XmlTree::parse("<a xmlns:q='urn:q'><q:b v='1'/><b v='2'/></a>");
        QVERIFY(tree.ok());
        QCOMPARE(tree->root().child(u"b").attribute(u"v"), u"2"_s);
        QCOMPARE(tree->root().child(u"b", u"urn:q").attribute(u"v"), u"1"_s);
        QCOMPARE(tree->root().children(u"b").size(), 1);
    }

    void of_none_everything_can_be_asked()
    {
        const XmlNode none = XmlNode().child(u"a").child(u"b");
        QVERIFY(!none && !none.parent() && none.children().isEmpty() && none.attribute(u"x").isNull() && none.line() == 0);
    }

    void hostile_documents_are_refused_with_a_reason_data()
    {
        QTest::addColumn<QByteArray>("xml");
        QTest::addColumn<QString>("reason");
        QTest::newRow("empty") << QByteArray() << u"Line 1"_s;
        QTest::newRow("not XML") << "hello"_ba << u"Line 1"_s;
        QTest::newRow("cut") << "<a>\n<b>"_ba << u"Line 2"_s;
        QTest::newRow("own entities") << "<!DOCTYPE a [<!ENTITY e '<b/>'>]><a>&e;</a>"_ba << u"entities of its own"_s;
        QTest::newRow("not UTF-8") << "<a n='\xff\xfe'/>"_ba << u"not valid UTF-8"_s;
        QTest::newRow("unknown encoding") << "<?xml version='1.0' encoding='rot13'?><a/>"_ba << u"rot13"_s;
        QTest::newRow("deep") << QByteArray("<a>").repeated(5000) << u"too many elements"_s;
        QTest::newRow("large") << QByteArray(17 << 20, ' ') << u"16 MiB"_s;
        QTest::newRow("undeclared prefix") << "<a><q:b/></a>"_ba << u"Line 1"_s;
    }

    void hostile_documents_are_refused_with_a_reason()
    {
        QFETCH(const QByteArray, xml);
        QFETCH(const QString, reason);
        QVERIFY2(errorOf(xml).contains(reason), qPrintable(errorOf(xml)));
    }

    void attributes_are_set_without_touching_the_rest()
    {
        const Result<XmlTree> tree = XmlTree::parse("<a  one=\"1\"\n two='2' /><!-- x -->");
        QVERIFY(tree.ok());
        const auto with = [&](const QString &name, const QString &value) {
            return spliced(tree->text(), {setAttribute(tree->text(), tree->root(), name, value)});
        };
        QCOMPARE(with(u"one"_s, u"<'\">"_s), u"<a  one=\"&lt;&apos;&quot;&gt;\"\n two='2' /><!-- x -->"_s);
        QCOMPARE(with(u"three"_s, u"3"_s), u"<a  one=\"1\"\n two='2' three='3' /><!-- x -->"_s);
        QCOMPARE(with(u"two"_s, {}), u"<a  one=\"1\" /><!-- x -->"_s);
        QCOMPARE(with(u"four"_s, {}), tree->text());
    }

    void libvirt_reads_numbers_in_three_bases()
    {
        QCOMPARE(parseLibvirtNumber(u"0x1f"), 31U);
        QCOMPARE(parseLibvirtNumber(u"017"), 15U);
        QCOMPARE(parseLibvirtNumber(u"17"), 17U);
        QCOMPARE(parseLibvirtNumber(u"1f"), std::nullopt);
        QCOMPARE(parseLibvirtNumber(u""), std::nullopt);
        QCOMPARE(parseLibvirtNumber(u"-1"), std::nullopt);
    }

    void a_diff_shows_what_changed_with_its_context_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::addColumn<QString>("diff");
        const QString ten = u"1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n"_s;
        QTest::newRow("equal") << ten << ten << QString();
        QTest::newRow("both empty") << QString() << QString() << QString();
        QTest::newRow("added") << ten << QString(ten).replace(u"5\n"_s, u"5\nx\n"_s) << u"@@ -3,6 +3,7 @@\n 3\n 4\n 5\n+x\n 6\n 7\n 8\n"_s;
        QTest::newRow("removed first") << ten << ten.sliced(2) << u"@@ -1,4 +1,3 @@\n-1\n 2\n 3\n 4\n"_s;
        QTest::newRow("all new") << QString() << u"a\n"_s << u"@@ -0,0 +1,1 @@\n+a\n"_s;
        QTest::newRow("two hunks") << ten << u"x\n2\n3\n4\n5\n6\n7\n8\n9\ny\n"_s
                                   << u"@@ -1,4 +1,4 @@\n-1\n+x\n 2\n 3\n 4\n@@ -7,4 +7,4 @@\n 7\n 8\n 9\n-10\n+y\n"_s;
        QTest::newRow("password") << u"<g passwd='secret'/>\n1\n"_s << u"<g passwd='secret'/>\n2\n"_s << u"@@ -1,2 +1,2 @@\n <g passwd='…'/>\n-1\n+2\n"_s;
    }

    void a_diff_shows_what_changed_with_its_context()
    {
        QFETCH(const QString, before);
        QFETCH(const QString, after);
        QFETCH(const QString, diff);
        QCOMPARE(unifiedDiff(before, after), diff);
    }
};

TURNOUT_TEST(XmlTreeTest)

#include "xmltreetest.moc"
