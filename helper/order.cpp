// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "order.h"

#include "lines.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace helper
{

namespace
{
QByteArray line(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QVariantMap argumentsOf(const QJsonObject &object, QLatin1StringView name)
{
    return core::argumentsFromJson(object.value(name).toObject());
}
}

bool sendOrder(int socket, const Order &order)
{
    return sendLine(socket, line({{u"verb"_s, core::toKeyword(order.verb)}, {u"uid"_s, order.uid}, {u"arguments"_s, core::toJson(order.arguments)}}));
}

std::optional<Order> decodeOrder(const QByteArray &line)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    const auto verb = core::verbFromKeyword(object.value("verb"_L1).toString());
    const qint64 uid = object.value("uid"_L1).toInteger(-1);
    if (!verb || uid < 0)
        return std::nullopt;
    return Order{.verb = *verb, .uid = uid, .arguments = argumentsOf(object, "arguments"_L1)};
}

QByteArray encodeProgress(const core::Progress &progress)
{
    return line({{u"progress"_s, core::toJson(core::toArguments(progress))}});
}

QByteArray encodeReply(const core::Reply &reply)
{
    return line({{u"reply"_s, core::toJson(core::toArguments(reply))}});
}

Answer decodeAnswer(const QByteArray &line)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    Answer answer;
    if (const auto progress = core::progressFromArguments(argumentsOf(object, "progress"_L1)))
        answer.progress = *progress;
    if (const auto reply = core::replyFromArguments(argumentsOf(object, "reply"_L1)))
        answer.reply = *reply;
    return answer;
}

}
