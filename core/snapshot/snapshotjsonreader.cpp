// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "snapshotjson.h"

#include "bootjsonmembers.h"
#include "machinejsonmembers.h"
#include "snapshotjsonchecks.h"

#include <KLocalizedString>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <limits>

namespace core
{

namespace json
{
namespace
{

/// Nothing unless `digits` consists of hex digits only and is not empty.
std::optional<quint64> parseHex(QStringView digits)
{
    const bool clean = std::ranges::all_of(digits, [](QChar c) {
        return c.unicode() < 0x80 && isxdigit(c.unicode());
    });
    bool good = false;
    const quint64 value = digits.toULongLong(&good, 16);
    return clean && good ? std::optional(value) : std::nullopt;
}

/// Fills in one object's members.
class Reader
{
public:
    Reader(const QJsonObject &object, const JsonPath &path, Failure &failure)
        : m_object(object)
        , m_path(path)
        , m_failure(failure)
    {
    }

    /// A member of the object. Unknown members are ignored: later releases may add some.
    template<typename T>
    void operator()(const char *name, T &&value)
    {
        if (m_failure.happened())
            return;
        const auto found = m_object.constFind(QLatin1StringView(name));
        const JsonPath path{&m_path, name};
        if (found != m_object.constEnd())
            read(*found, path, value);
        else if constexpr (!isOptional<std::remove_cvref_t<T>>)
            m_failure.at(path, i18nc("@info about a place in a JSON file", "It is missing."));
    }

    void read(const QJsonValue &json, const JsonPath &path, bool &value)
    {
        if (json.isBool())
            value = json.toBool();
        else
            m_failure.unexpected(path, json, i18nc("@info expected JSON value", "true or false"));
    }

    void read(const QJsonValue &json, const JsonPath &path, QString &value)
    {
        if (json.isString())
            value = json.toString();
        else
            m_failure.unexpected(path, json, i18nc("@info expected JSON value", "a text"));
    }

    template<std::integral T>
    void readNumber(const QJsonValue &json, const JsonPath &path, T &value, qint64 minimum, qint64 maximum)
    {
        const qint64 number = json.toInteger();
        if (json.isDouble() && double(number) == json.toDouble() && number >= minimum && number <= maximum)
            value = T(number);
        else
            m_failure.unexpected(path,
                                 json,
                                 i18nc("@info expected JSON value", "a whole number from %1 to %2", QString::number(minimum), QString::number(maximum)));
    }
    void read(const QJsonValue &json, const JsonPath &path, std::integral auto &value)
    {
        using Limits = std::numeric_limits<std::remove_cvref_t<decltype(value)>>;
        readNumber(json, path, value, Limits::min(), Limits::max());
    }
    void read(const QJsonValue &json, const JsonPath &path, quint64 &value)
    {
        if (json.isString())
            read(json, path, Hex64<quint64>{value});
        else
            readNumber(json, path, value, 0, maximumExactNumber);
    }
    template<quint64 maximum, typename T>
    void read(const QJsonValue &json, const JsonPath &path, UpTo<maximum, T> &limited)
    {
        readNumber(json, path, limited.value, 0, maximum);
    }

    template<int digits, typename T>
    void read(const QJsonValue &json, const JsonPath &path, Hex<digits, T> &hex)
    {
        const QString text = json.toString();
        const auto value = text.size() == digits ? parseHex(text) : std::nullopt;
        if (value)
            hex.value = T(*value);
        else
            m_failure.unexpected(path, json, i18ncp("@info expected JSON value", "a text of %1 hex digit", "a text of %1 hex digits", digits));
    }
    template<typename T>
    void read(const QJsonValue &json, const JsonPath &path, Hex64<T> hex)
    {
        const QString text = json.toString();
        const auto value = text.startsWith(u"0x") && text.size() <= 18 ? parseHex(QStringView(text).sliced(2)) : std::nullopt;
        if (value)
            hex.value = *value;
        else
            m_failure.unexpected(path, json, i18nc("@info expected JSON value", "a text of 0x and up to 16 hex digits"));
    }

    template<typename T>
    void read(const QJsonValue &json, const JsonPath &path, PciPath<T> &text)
    {
        readLegal(json, path, text, i18nc("@info expected JSON value", "a path such as pci0000:00/01.1/00.0"));
    }
    template<typename T>
    void read(const QJsonValue &json, const JsonPath &path, VfioDriver<T> &text)
    {
        readLegal(json, path, text, i18nc("@info expected JSON value", "the name of a VFIO driver"));
    }
    void readLegal(const QJsonValue &json, const JsonPath &path, auto &text, const QString &expected)
    {
        text.value = json.toString();
        if (!text.isLegal(text.value))
            m_failure.unexpected(path, json, expected);
    }

    void read(const QJsonValue &json, const JsonPath &path, PciAddress &value)
    {
        if (const auto address = PciAddress::parse(json.toString()))
            value = *address;
        else
            m_failure.unexpected(path, json, i18nc("@info expected JSON value", "a PCI address such as 0000:01:00.0"));
    }
    void read(const QJsonValue &json, const JsonPath &path, IommuGroupId &value)
    {
        quint32 id = 0;
        read(json, path, id);
        value = IommuGroupId(id);
    }

    template<typename Enum>
        requires std::is_enum_v<Enum>
    void read(const QJsonValue &json, const JsonPath &path, Enum &value)
    {
        const QString text = json.toString();
        QStringList known;
        for (const Keyword<Enum> &word : keywords<Enum>) {
            if (text == QLatin1StringView(word.text)) {
                value = word.value;
                return;
            }
            known += QString::fromLatin1(word.text);
        }
        m_failure.unexpected(path, json, i18nc("@info expected JSON value, %1 is a list of words", "one of %1", known.join(u", ")));
    }

    template<typename T>
    void read(const QJsonValue &json, const JsonPath &path, QList<T> &list)
    {
        readList(json, path, list);
    }
    template<typename T>
    void read(const QJsonValue &json, const JsonPath &path, std::vector<T> &list)
    {
        readList(json, path, list);
    }
    void readList(const QJsonValue &json, const JsonPath &path, auto &list)
    {
        if (!json.isArray())
            return m_failure.unexpected(path, json, i18nc("@info expected JSON value", "a list"));
        const QJsonArray array = json.toArray();
        for (qsizetype i = 0; i < array.size() && !m_failure.happened(); ++i)
            read(array[i], JsonPath{&path, nullptr, i}, list.emplace_back());
    }
    template<typename T>
    void read(const QJsonValue &json, const JsonPath &path, std::optional<T> &value)
    {
        read(json, path, value.emplace());
    }
    template<typename T>
    void read(const QJsonValue &json, const JsonPath &path, Reading<T> &reading)
    {
        const QJsonValue reason = json[QLatin1StringView(unreadMember)];
        if (!reason.isUndefined()) {
            Unread why{};
            read(reason, JsonPath{&path, unreadMember}, why);
            reading = why;
        } else {
            T value{};
            read(json, path, value);
            reading = std::move(value);
        }
    }

    template<typename T>
        requires requires(Reader &visit, T &object) { members(visit, object); }
    void read(const QJsonValue &json, const JsonPath &path, T &object)
    {
        if (!json.isObject())
            return m_failure.unexpected(path, json, i18nc("@info expected JSON value", "an object"));
        const QJsonObject from = json.toObject();
        Reader inner(from, path, m_failure);
        members(inner, object);
    }

private:
    const QJsonObject &m_object;
    const JsonPath &m_path;
    Failure &m_failure;
};

/// A Snapshot's order, which the file may not have.
void sort(Snapshot &snapshot)
{
    std::ranges::sort(snapshot.functions, {}, &Function::address);
    std::ranges::sort(snapshot.groups, {}, &Group::id);
    for (Group &group : snapshot.groups)
        std::ranges::sort(group.members);
}

Result<Snapshot> readSnapshot(const QJsonObject &object)
{
    const JsonPath root{nullptr, ""};
    Snapshot snapshot;
    Failure failure;
    Reader reader(object, root, failure);
    reader("machine", snapshot.machine);
    reader("functions", snapshot.functions);
    reader("groups", snapshot.groups);
    reader("boot", snapshot.boot);
    if (!failure.happened())
        check(snapshot, root, failure);
    if (failure.happened())
        return failure.error();
    sort(snapshot);
    return snapshot;
}

Error tooLarge()
{
    return {
        i18nc("@info %1 is a number of MiB", "The snapshot is larger than %1 MiB.", maximumJsonBytes / (1024 * 1024)),
        i18nc("@info", "No machine needs a file of this size."),
        i18nc("@info", "Open a file that was saved with “turnout snapshot”."),
    };
}

Error syntaxError(const QByteArray &json, const QJsonParseError &parseError)
{
    const QByteArrayView before = QByteArrayView(json).first(qBound(0, parseError.offset, json.size()));
    const qsizetype line = before.count('\n') + 1;
    const qsizetype column = before.size() - before.lastIndexOf('\n');
    return {
        i18nc("@info", "The snapshot is not valid JSON at line %1, column %2.", QString::number(line), QString::number(column)),
        i18nc("@info %1 is a sentence fragment from the JSON parser", "The parser says: %1.", parseError.errorString()),
        i18nc("@info", "The file may be damaged or cut off. Save the snapshot again."),
    };
}

/// Nothing when the object is in the format that this release reads.
std::optional<Error> checkVersion(const QJsonObject &object)
{
    const QJsonValue version = object[QLatin1StringView(versionMember)];
    if (!version.isDouble()) {
        return Error{
            i18nc("@info", "This is not a Turnout snapshot."),
            i18nc("@info %1 is the name of a JSON member", "It has no number at %1.", QString::fromLatin1(versionMember)),
            i18nc("@info", "Open a file that was saved with “turnout snapshot”."),
        };
    }
    if (version.toInteger() != formatVersion) {
        return Error{
            i18nc("@info", "This snapshot cannot be read by this release of Turnout."),
            i18nc("@info %1 is the name of a JSON member, %2 and %3 are version numbers",
                  "Its format version (%1) is %2, and this release reads version %3.",
                  QString::fromLatin1(versionMember),
                  QString::number(version.toDouble()),
                  QString::number(formatVersion)),
            i18nc("@info", "Open it with the release that saved it, or update Turnout."),
        };
    }
    return std::nullopt;
}

}
}

Result<Snapshot> fromJson(const QByteArray &json)
{
    if (json.size() > maximumJsonBytes)
        return json::tooLarge();
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(json, &parseError);
    if (parseError.error != QJsonParseError::NoError)
        return json::syntaxError(json, parseError);
    const QJsonObject object = document.object();
    if (const auto error = json::checkVersion(object))
        return *error;
    return json::readSnapshot(object);
}

}
