// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "snapshotjson.h"

#include "bootjsonmembers.h"
#include "machinejsonmembers.h"
#include "snapshotjsontext.h"

#include <QBuffer>
#include <QJsonDocument>

namespace core
{

namespace json
{
namespace
{

/// Appends values as JSON text. Not by way of a QJsonObject: that sorts the members by name, and printing it alone,
/// without building it, takes half as many instructions again as all of this (tests/core/snapshotjsonbenchmark.cpp).
class Writer
{
public:
    explicit Writer(QByteArray &out)
        : m_out(out)
    {
    }

    /// A member of the object that is being written.
    template<typename T>
    void operator()(const char *name, const T &value)
    {
        if constexpr (isOptional<T>) {
            if (value == T{})
                return;
        }
        m_out += std::exchange(m_first, false) ? "\"" : ", \"";
        m_out += name;
        m_out += "\": ";
        write(value);
    }

    void write(const char *word)
    {
        m_out += '"';
        m_out += word;
        m_out += '"';
    }
    void write(bool value)
    {
        m_out += value ? "true" : "false";
    }
    void write(std::integral auto value)
    {
        m_out += QByteArray::number(value);
    }
    void write(quint64 value)
    {
        if (value > maximumExactNumber)
            write(Hex64<quint64>{value});
        else
            m_out += QByteArray::number(value);
    }
    void write(const QString &value)
    {
        appendQuoted(m_out, value);
    }
    void write(const PciAddress &value)
    {
        write(value.toString().toLatin1().constData());
    }
    void write(IommuGroupId value)
    {
        write(number(value));
    }

    template<typename Enum>
        requires std::is_enum_v<Enum>
    void write(Enum value)
    {
        for (const Keyword<Enum> &word : keywords<Enum>) {
            if (word.value == value)
                return write(word.text);
        }
        Q_ASSERT_X(false, "Writer", "an enumerator without a keyword");
    }

    template<int digits, typename T>
    void write(Hex<digits, T> hex)
    {
        m_out += '"';
        appendHex(m_out, hex.value, digits);
        m_out += '"';
    }
    template<typename T>
    void write(Hex64<T> hex)
    {
        m_out += "\"0x";
        m_out += QByteArray::number(hex.value, 16);
        m_out += '"';
    }
    template<quint64 maximum, typename T>
    void write(UpTo<maximum, T> limited)
    {
        write(limited.value);
    }

    template<typename T>
    void write(PciPath<T> text)
    {
        write(text.value);
    }
    template<typename T>
    void write(VfioDriver<T> text)
    {
        write(text.value);
    }

    template<typename T>
    void write(const QList<T> &list)
    {
        m_out += '[';
        bool first = true;
        for (const T &value : list) {
            if (!std::exchange(first, false))
                m_out += ", ";
            write(value);
        }
        m_out += ']';
    }
    template<typename T>
    void write(const std::optional<T> &value)
    {
        write(*value);
    }
    template<typename T>
    void write(const Reading<T> &reading)
    {
        if (reading)
            return write(*reading);
        m_out += "{\"";
        m_out += unreadMember;
        m_out += "\": ";
        write(reading.why());
        m_out += '}';
    }

    template<typename T>
        requires requires(Writer &visit, const T &object) { members(visit, object); }
    void write(const T &object)
    {
        const bool outer = std::exchange(m_first, true);
        m_out += '{';
        members(*this, object);
        m_out += '}';
        m_first = outer;
    }

private:
    QByteArray &m_out;
    bool m_first = true;
};

/// Writes a line at a time, so that at most one function is held as text.
class LineDevice
{
public:
    explicit LineDevice(QIODevice &device)
        : m_device(device)
    {
    }

    template<typename T>
    void list(const char *name, const std::vector<T> &values)
    {
        const char *separator = "\n";
        m_line += name;
        for (const T &value : values) {
            m_line += std::exchange(separator, ",\n");
            Writer(m_line).write(value);
            flush();
        }
        m_line += values.empty() ? "]" : "\n]";
    }

    template<typename... Parts>
    void add(const Parts &...parts)
    {
        ((m_line += parts), ...);
    }
    template<typename T>
    void value(const T &value)
    {
        Writer(m_line).write(value);
    }

    bool flush()
    {
        m_good = m_good && m_device.write(m_line) == m_line.size();
        m_line.resize(0);
        return m_good;
    }

private:
    QIODevice &m_device;
    QByteArray m_line;
    bool m_good = true;
};

}
}

bool writeJson(const Snapshot &snapshot, QIODevice &device)
{
    json::LineDevice out(device);
    out.add("{\"", json::versionMember, "\": ", QByteArray::number(formatVersion), ",\n\"machine\": ");
    out.value(snapshot.machine);
    out.list(",\n\"functions\": [", snapshot.functions);
    out.list(",\n\"groups\": [", snapshot.groups);
    if (snapshot.boot != StoredBootAssignments()) {
        out.add(",\n\"boot\": ");
        out.value(snapshot.boot);
    }
    out.add("}\n");
    return out.flush();
}

QByteArray toJson(const Snapshot &snapshot)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    writeJson(snapshot, buffer);
    return buffer.data();
}

QJsonObject functionToJson(const Function &function)
{
    QByteArray text;
    json::Writer(text).write(function);
    return QJsonDocument::fromJson(text).object();
}

}
