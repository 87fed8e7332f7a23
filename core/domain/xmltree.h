// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>

#include <memory>
#include <optional>
#include <vector>

namespace core
{

/// Part of a text, in UTF-16 units.
struct TextRange {
    qsizetype begin = 0;
    qsizetype end = 0; ///< exclusive

    bool operator==(const TextRange &) const = default;
};

struct XmlAttribute {
    QString name; ///< with its prefix, as written
    QString value; ///< with entities and references resolved
    TextRange all; ///< from the name to the closing quote
    TextRange inQuotes; ///< the value as written
};

struct XmlElement {
    QString name; ///< with its prefix, as written
    QString namespaceUri;
    QList<XmlAttribute> attributes; ///< without namespace declarations
    QString text; ///< its own character data, not that of its children, trimmed
    qint32 parent = -1;
    std::vector<qint32> children;
    qint32 line = 0; ///< of the start tag's '<', from 1
    TextRange startTag;
    TextRange endTag; ///< equals startTag for <name/>
};

struct XmlTreeData;

/// An element of an XmlTree, or none: everything can be asked of none, so that paths need no checks. Keeps the tree.
class XmlNode
{
public:
    XmlNode() = default;
    XmlNode(std::shared_ptr<const XmlTreeData> tree, qint32 index)
        : m_tree(std::move(tree))
        , m_index(index)
    {
    }

    explicit operator bool() const
    {
        return m_tree != nullptr;
    }
    bool operator==(const XmlNode &other) const = default;

    /// Only of an element that exists.
    const XmlElement &operator*() const;
    const XmlElement *operator->() const
    {
        return &**this;
    }

    /// Names without a prefix; elements of a namespace are not found by these.
    XmlNode child(QStringView name) const;
    QList<XmlNode> children(QStringView name) const;
    QList<XmlNode> children() const;
    /// The child of that local name in a namespace.
    XmlNode child(QStringView name, QStringView namespaceUri) const;
    XmlNode parent() const;

    /// Empty where it is missing.
    QString attribute(QStringView name) const;
    bool has(QStringView name) const;
    const XmlAttribute *find(QStringView name) const;
    /// Trimmed; empty for none.
    QString text() const;
    /// 0 for none.
    int line() const;

private:
    std::shared_ptr<const XmlTreeData> m_tree;
    qint32 m_index = 0;
};

/// A document whose elements know where they stand in its text, so that a change can leave the rest as it is. Documents
/// that declare entities of their own are refused: their elements may have no place in the text.
class XmlTree
{
public:
    /// An error names the line. Accepts UTF-8, and other encodings that the XML declaration or a byte order mark names
    /// and that can be written again without a loss.
    static Result<XmlTree> parse(const QByteArray &bytes);

    XmlNode root() const;
    /// The whole document, with a byte order mark if it has one.
    const QString &text() const;
    /// `text` in the document's encoding.
    QByteArray encoded(const QString &text) const;

private:
    std::shared_ptr<const XmlTreeData> m_data;
};

/// A number as libvirt reads it: decimal, hexadecimal after 0x, octal after 0 (virStrToLong_uip with base 0).
std::optional<quint64> parseLibvirtNumber(QStringView text);

}
