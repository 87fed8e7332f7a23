// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "xmltree.h"

#include <KLocalizedString>
#include <QStringConverter>
#include <QXmlStreamReader>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

struct XmlTreeData {
    QString text;
    QByteArray encoding; ///< a name QStringConverter knows
    std::vector<XmlElement> elements; ///< in document order; the root first
};

namespace
{
/// Far more than libvirt writes. It bounds what a hostile document costs.
constexpr qsizetype mostBytes = 16 * 1024 * 1024;
constexpr qsizetype mostElements = 500'000;
constexpr int deepest = 200;

Error notReadable(const QString &why)
{
    return {i18nc("@info", "The domain XML could not be read."), why, i18nc("@info", "Correct the file, or export the domain again: virsh dumpxml NAME")};
}

/// The encoding by the byte order mark, else by the declaration, else UTF-8 (XML 1.0, appendix F).
QByteArray encodingOf(const QByteArray &bytes)
{
    if (const auto marked = QStringConverter::encodingForData(bytes, u'<'))
        return QStringConverter::nameForEncoding(*marked);
    if (!bytes.startsWith("<?xml"))
        return "UTF-8"_ba;
    const QByteArray declaration = bytes.first(qMax<qsizetype>(bytes.indexOf("?>"), 0));
    const qsizetype at = declaration.indexOf("encoding");
    const qsizetype open = at < 0 ? -1
                                  : std::find_if(
                                        declaration.begin() + at,
                                        declaration.end(),
                                        [](char c) {
                                            return c == '"' || c == '\'';
                                        })
            - declaration.begin();
    if (open < 0 || open >= declaration.size())
        return "UTF-8"_ba;
    const qsizetype close = declaration.indexOf(declaration[open], open + 1);
    const QByteArray name = close < 0 ? "UTF-8"_ba : declaration.sliced(open + 1, close - open - 1);
    return name.compare("US-ASCII", Qt::CaseInsensitive) == 0 ? "UTF-8"_ba : name; // a subset, and not every ICU has it
}

/// Keeps the byte order mark in the text, where it belongs to what must not change.
QByteArray encode(const QString &text, const QByteArray &encoding)
{
    QStringEncoder encoder(encoding.constData(), QStringConverter::Flag::Stateless);
    return encoder.encode(text);
}

Result<QString> decode(const QByteArray &bytes, const QByteArray &encoding)
{
    QStringDecoder decoder(encoding.constData(), QStringConverter::Flag::Stateless | QStringConverter::Flag::ConvertInitialBom);
    if (!decoder.isValid())
        return notReadable(i18nc("@info %1 is a name", "It is encoded in “%1”, which is not known here.", QString::fromLatin1(encoding.left(40))));
    QString text = decoder.decode(bytes);
    if (decoder.hasError() || encode(text, encoding) != bytes)
        return notReadable(i18nc("@info %1 is the name of an encoding", "It is not valid %1.", QString::fromLatin1(encoding)));
    return text;
}

/// Reads the attributes of a well-formed start tag and where they stand.
class TagScanner
{
public:
    TagScanner(QStringView text, TextRange tag)
        : m_text(text)
        , m_at(tag.begin + 1)
        , m_end(tag.end)
    {
        skipName();
    }

    /// The next attribute's ranges; none at the end of the tag.
    std::optional<XmlAttribute> next()
    {
        skipSpace();
        XmlAttribute attribute;
        attribute.all.begin = m_at;
        skipName();
        if (m_at == attribute.all.begin)
            return {};
        attribute.name = m_text.sliced(attribute.all.begin, m_at - attribute.all.begin).toString();
        skipSpace();
        ++m_at; // '='
        skipSpace();
        if (m_at >= m_end)
            return {};
        const QChar quote = m_text[m_at++];
        attribute.inQuotes.begin = m_at;
        while (m_at < m_end && m_text[m_at] != quote)
            ++m_at;
        attribute.inQuotes.end = m_at;
        attribute.all.end = ++m_at;
        return attribute;
    }

private:
    void skipSpace()
    {
        while (m_at < m_end && m_text[m_at].isSpace())
            ++m_at;
    }

    void skipName()
    {
        while (m_at < m_end && !m_text[m_at].isSpace() && m_text[m_at] != u'=' && m_text[m_at] != u'/' && m_text[m_at] != u'>')
            ++m_at;
    }

    QStringView m_text;
    qsizetype m_at;
    qsizetype m_end;
};

class TreeReader
{
public:
    explicit TreeReader(XmlTreeData &data)
        : m_data(data)
        , m_skipped(data.text.startsWith(QChar(QChar::ByteOrderMark)) ? 1 : 0)
        , m_xml(QStringView(data.text).sliced(m_skipped))
    {
    }

    std::optional<Error> read()
    {
        while (!m_xml.atEnd()) {
            const QXmlStreamReader::TokenType token = m_xml.readNext();
            if (const std::optional<QString> why = take(token))
                return notReadable(*why);
        }
        if (m_xml.hasError())
            return notReadable(i18nc("@info %1 is a number, %2 the parser's reason", "Line %1: %2", m_xml.lineNumber(), m_xml.errorString()));
        return {};
    }

private:
    /// Why the document is refused.
    std::optional<QString> take(QXmlStreamReader::TokenType token)
    {
        switch (token) {
        case QXmlStreamReader::DTD:
            if (!m_xml.entityDeclarations().isEmpty())
                return i18nc("@info", "It declares entities of its own.");
            break;
        case QXmlStreamReader::StartElement:
            return open();
        case QXmlStreamReader::EndElement:
            return close();
        case QXmlStreamReader::Characters:
            if (!m_open.empty())
                m_data.elements[size_t(m_open.back())].text += m_xml.text();
            break;
        default:
            break;
        }
        return {};
    }

    /// The tag that ends where the reader stands: no tag contains a '<' but its first character (XML 1.0, 2.4).
    std::optional<TextRange> tagHere() const
    {
        const qsizetype end = m_skipped + m_xml.characterOffset();
        const qsizetype begin = end > 0 && end <= m_data.text.size() ? m_data.text.lastIndexOf(u'<', end - 1) : -1;
        if (begin < 0 || m_data.text[end - 1] != u'>')
            return {};
        return TextRange{begin, end};
    }

    std::optional<QString> open()
    {
        if (qsizetype(m_data.elements.size()) >= mostElements || int(m_open.size()) >= deepest)
            return i18nc("@info", "It has too many elements for a domain.");
        const std::optional<TextRange> tag = tagHere();
        const QString name = m_xml.qualifiedName().toString();
        if (!tag || QStringView(m_data.text).sliced(tag->begin + 1, qMin(name.size(), m_data.text.size() - tag->begin - 1)) != name)
            return misplaced();
        XmlElement element;
        element.name = name;
        element.namespaceUri = m_xml.namespaceUri().toString();
        element.startTag = *tag;
        element.line = lineOf(tag->begin);
        element.parent = m_open.empty() ? -1 : m_open.back();
        if (!takeAttributes(element))
            return misplaced();
        const auto index = qint32(m_data.elements.size());
        if (element.parent >= 0)
            m_data.elements[size_t(element.parent)].children.push_back(index);
        m_data.elements.push_back(std::move(element));
        m_open.push_back(index);
        return {};
    }

    std::optional<QString> close()
    {
        const std::optional<TextRange> tag = tagHere();
        if (!tag || m_open.empty())
            return misplaced();
        XmlElement &element = m_data.elements[size_t(m_open.back())];
        element.endTag = *tag;
        element.text = element.text.trimmed();
        m_open.pop_back();
        return {};
    }

    bool takeAttributes(XmlElement &element)
    {
        TagScanner scanner(m_data.text, element.startTag);
        const QXmlStreamAttributes known = m_xml.attributes();
        while (std::optional<XmlAttribute> attribute = scanner.next()) {
            if (attribute->name == "xmlns"_L1 || attribute->name.startsWith("xmlns:"_L1))
                continue;
            attribute->value = known.value(attribute->name).toString();
            element.attributes.append(*attribute);
        }
        return element.attributes.size() == known.size();
    }

    /// Tags come in order, so every character is looked at once.
    qint32 lineOf(qsizetype at)
    {
        m_line += qint32(QStringView(m_data.text).sliced(m_counted, at - m_counted).count(u'\n'));
        m_counted = at;
        return m_line;
    }

    QString misplaced() const
    {
        return i18nc("@info %1 is a number", "Line %1: the element has no place in the text.", m_xml.lineNumber());
    }

    XmlTreeData &m_data;
    qsizetype m_skipped; ///< a byte order mark, which the reader does not count
    QXmlStreamReader m_xml;
    std::vector<qint32> m_open;
    qsizetype m_counted = 0;
    qint32 m_line = 1;
};
}

Result<XmlTree> XmlTree::parse(const QByteArray &bytes)
{
    if (bytes.size() > mostBytes)
        return notReadable(i18nc("@info", "It is larger than 16 MiB."));
    auto data = std::make_shared<XmlTreeData>();
    data->encoding = encodingOf(bytes);
    Result<QString> text = decode(bytes, data->encoding);
    if (!text)
        return text.error();
    data->text = std::move(text).value();
    if (const std::optional<Error> error = TreeReader(*data).read())
        return *error;
    XmlTree tree;
    tree.m_data = std::move(data);
    return tree;
}

XmlNode XmlTree::root() const
{
    return {m_data, 0};
}

const QString &XmlTree::text() const
{
    return m_data->text;
}

QByteArray XmlTree::encoded(const QString &text) const
{
    return encode(text, m_data->encoding);
}

const XmlElement &XmlNode::operator*() const
{
    return m_tree->elements[size_t(m_index)];
}

XmlNode XmlNode::child(QStringView name) const
{
    return child(name, {});
}

XmlNode XmlNode::child(QStringView name, QStringView namespaceUri) const
{
    if (!m_tree)
        return {};
    for (const qint32 index : (*this)->children) {
        const XmlElement &element = m_tree->elements[size_t(index)];
        const QStringView local = QStringView(element.name).sliced(element.name.indexOf(u':') + 1);
        if (local == name && element.namespaceUri == namespaceUri)
            return {m_tree, index};
    }
    return {};
}

QList<XmlNode> XmlNode::children() const
{
    QList<XmlNode> all;
    if (m_tree) {
        for (const qint32 index : (*this)->children)
            all.append(XmlNode(m_tree, index));
    }
    return all;
}

QList<XmlNode> XmlNode::children(QStringView name) const
{
    QList<XmlNode> all = children();
    all.removeIf([name](const XmlNode &node) {
        return node->name != name || !node->namespaceUri.isEmpty();
    });
    return all;
}

XmlNode XmlNode::parent() const
{
    return m_tree && (*this)->parent >= 0 ? XmlNode(m_tree, (*this)->parent) : XmlNode();
}

const XmlAttribute *XmlNode::find(QStringView name) const
{
    if (!m_tree)
        return nullptr;
    const QList<XmlAttribute> &attributes = (*this)->attributes;
    const auto at = std::ranges::find(attributes, name, &XmlAttribute::name);
    return at == attributes.end() ? nullptr : &*at;
}

QString XmlNode::attribute(QStringView name) const
{
    const XmlAttribute *attribute = find(name);
    return attribute ? attribute->value : QString();
}

bool XmlNode::has(QStringView name) const
{
    return find(name) != nullptr;
}

QString XmlNode::text() const
{
    return m_tree ? (*this)->text : QString();
}

int XmlNode::line() const
{
    return m_tree ? (*this)->line : 0;
}

std::optional<quint64> parseLibvirtNumber(QStringView text)
{
    bool ok = false;
    const quint64 number = text.trimmed().toULongLong(&ok, 0);
    return ok ? std::optional(number) : std::nullopt;
}

}
