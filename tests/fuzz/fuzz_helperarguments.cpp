// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// What a client sends to the helper: the first byte is the verb, the rest a QVariantMap as QDataStream writes it, or
// JSON, which reaches further. Either it is refused, or it is a valid request that means the same when sent again.

#include "core/request.h"

#include <QDataStream>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdlib>

namespace
{

void require(bool condition)
{
    if (!condition)
        abort();
}

void requireRefusedOrValid(core::Verb verb, const QVariantMap &arguments)
{
    const auto request = core::requestFromArguments(verb, arguments);
    if (!request) {
        require(!request.error().what.isEmpty());
        return;
    }
    require(core::isValid(request->goal));
    const auto again = core::requestFromArguments(verb, core::toArguments(*request));
    require(again.ok() && *again == *request);
}

/// KAuth decodes the arguments before it asks who sent them; plain types only are asked for here.
QVariantMap fromStream(const QByteArray &bytes)
{
    QVariantMap arguments;
    QDataStream stream(bytes);
    stream >> arguments;
    return arguments;
}

/// JSON knows no int and no list of texts, which the arguments have.
QVariantMap fromJson(const QByteArray &bytes)
{
    QVariantMap arguments = QJsonDocument::fromJson(bytes).object().toVariantMap();
    for (QVariant &value : arguments) {
        if (value.typeId() == QMetaType::Double || value.typeId() == QMetaType::LongLong)
            value = value.toInt();
        else if (value.typeId() == QMetaType::QVariantList)
            value = value.toStringList();
    }
    return arguments;
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const auto verb = core::Verb(data[0] % (int(core::Verb::Recover) + 1));
    const QByteArray bytes(reinterpret_cast<const char *>(data + 1), qsizetype(size - 1));
    requireRefusedOrValid(verb, fromJson(bytes));
    if (!bytes.startsWith('{'))
        requireRefusedOrValid(verb, fromStream(bytes));
    return 0;
}
