// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// A client's arguments for the helper: the first byte is the verb; the rest is JSON, or else a recipe for a map of values
// of every type that D-Bus and Qt's streams can carry, also nested. They are refused, or are a valid request that
// survives a round trip. The bytes are also decoded as KAuth does before it asks polkit. There a length field may demand more
// memory than there is, which MemoryMax= of the service's unit limits.

#include "core/operation/request.h"

#include <QDataStream>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdlib>
#include <new>
#include <utility>

#include <fuzzer/FuzzedDataProvider.h>

extern Q_CORE_EXPORT const QtPrivate::QMetaTypeInterface *qMetaTypeGuiHelper; // as KAuth does; QtCore exports it

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

/// As DBusHelperProxy::performAction().
void decode(core::Verb verb, const QByteArray &bytes)
{
    const auto images = std::exchange(qMetaTypeGuiHelper, nullptr);
    QVariantMap arguments;
    QDataStream stream(bytes);
    try {
        stream >> arguments;
    } catch (const std::bad_alloc &) {
        arguments.clear();
    }
    qMetaTypeGuiHelper = images;
    requireRefusedOrValid(verb, arguments);
}

QString text(FuzzedDataProvider &recipe)
{
    return QString::fromStdString(recipe.ConsumeRandomLengthString(100));
}

QStringList texts(FuzzedDataProvider &recipe)
{
    QStringList list;
    while (recipe.remaining_bytes() > 0 && recipe.ConsumeBool())
        list.append(text(recipe));
    return list;
}

QVariantMap mapOf(FuzzedDataProvider &recipe, int depth);

QVariant valueOf(FuzzedDataProvider &recipe, int depth)
{
    switch (recipe.ConsumeIntegralInRange(0, depth > 0 ? 7 : 8)) {
    case 0:
        return recipe.ConsumeIntegral<int>();
    case 1:
        return recipe.ConsumeBool();
    case 2:
        return text(recipe);
    case 3:
        return texts(recipe);
    case 4:
        return text(recipe).toUtf8();
    case 5:
        return recipe.ConsumeFloatingPoint<double>();
    case 6:
        return recipe.ConsumeIntegral<qlonglong>();
    case 7:
        return {};
    default:
        return mapOf(recipe, depth + 1);
    }
}

QString nameOf(FuzzedDataProvider &recipe)
{
    static constexpr const char *known[] = {"protocol", "nonce", "address", "fingerprint", "driver", "idle", "vga", "resetMethod", "accepted", "nextBootOnly"};
    return recipe.ConsumeBool() ? QString::fromLatin1(recipe.PickValueInArray(known)) : text(recipe);
}

QVariantMap mapOf(FuzzedDataProvider &recipe, int depth)
{
    QVariantMap map;
    while (recipe.remaining_bytes() > 0 && map.size() < 50)
        map.insert(nameOf(recipe), valueOf(recipe, depth));
    return map;
}

}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const auto verb = core::Verb(data[0] % (int(core::Verb::Recover) + 1));
    const QByteArray bytes(reinterpret_cast<const char *>(data + 1), qsizetype(size - 1));
    requireRefusedOrValid(verb, core::argumentsFromJson(QJsonDocument::fromJson(bytes).object()));
    decode(verb, bytes);
    FuzzedDataProvider recipe(data + 1, size - 1);
    requireRefusedOrValid(verb, mapOf(recipe, 0));
    return 0;
}
