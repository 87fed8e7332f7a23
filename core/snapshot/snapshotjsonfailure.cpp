// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "snapshotjsonfailure.h"

#include "snapshotjsontext.h"

#include <KLocalizedString>
#include <QLocale>

#include <utility>

namespace core::json
{

namespace
{

/// The file's own value, for an error message: short, and harmless to a terminal.
QString shown(const QJsonValue &value)
{
    constexpr qsizetype longest = 40;
    switch (value.type()) {
    case QJsonValue::Null:
        return QStringLiteral("null");
    case QJsonValue::Bool:
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case QJsonValue::Double:
        return QString::number(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    case QJsonValue::String: {
        const QString text = value.toString();
        QByteArray quoted;
        appendQuoted(quoted, text.size() > longest ? QString(text.first(longest) + u'…') : text);
        return QString::fromUtf8(quoted);
    }
    case QJsonValue::Array:
        return i18nc("@info a value found in a JSON file", "a list");
    case QJsonValue::Object:
        return i18nc("@info a value found in a JSON file", "an object");
    case QJsonValue::Undefined:
        break;
    }
    return i18nc("@info a value found in a JSON file", "nothing");
}

}

QString JsonPath::text() const
{
    const QString before = outer ? outer->text() : QString();
    if (!name)
        return before + QStringLiteral("[%1]").arg(index);
    return before.isEmpty() ? QString::fromLatin1(name) : before + u'.' + QLatin1StringView(name);
}

void Failure::at(const JsonPath &path, const QString &why)
{
    if (std::exchange(m_happened, true))
        return;
    m_error = {
        i18nc("@info %1 is a place in the file such as functions[12].address", "The snapshot is not valid at %1.", path.text()),
        why,
        i18nc("@info", "Correct this value, or save the snapshot again."),
    };
}

void Failure::unexpected(const JsonPath &path, const QJsonValue &found, const QString &expected)
{
    at(path, i18nc("@info %1 is what the file has, %2 what it should have, such as: a list", "It is %1 but should be %2.", shown(found), expected));
}

}
