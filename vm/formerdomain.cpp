// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "formerdomain.h"

#include <KLocalizedString>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace vm
{

namespace
{
constexpr auto onlyOwner = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

/// A changed domain is recognized by this; the XML itself need not be kept twice.
QString digest(const QByteArray &xml)
{
    return QString::fromLatin1(QCryptographicHash::hash(xml, QCryptographicHash::Sha256).toHex());
}
}

FormerDomains::FormerDomains(const QString &uri)
    : m_folder(QStandardPaths::writableLocation(QStandardPaths::GenericStateLocation) + u"/turnout/domains/"_s + digest(uri.toUtf8()).first(16))
{
}

QString FormerDomains::fileOf(const Domain &domain) const
{
    return m_folder + u'/' + digest(domain.uuid.toUtf8()).first(32) + u".json"_s;
}

std::optional<core::Error> FormerDomains::keep(const Domain &before, const Domain &after)
{
    const QJsonObject object{{u"turnout"_s, 1}, {u"name"_s, before.name}, {u"before"_s, QString::fromUtf8(before.xml)}, {u"after"_s, digest(after.xml)}};
    const bool isFolder = QDir().mkpath(m_folder) && QFile::setPermissions(m_folder, onlyOwner | QFileDevice::ExeOwner);
    QSaveFile file(fileOf(before));
    // Before the first byte is written: the file must never be readable for others.
    const bool isWritten =
        isFolder && file.open(QIODevice::WriteOnly) && file.setPermissions(onlyOwner) && file.write(QJsonDocument(object).toJson()) > 0 && file.commit();
    if (isWritten)
        return {};
    return core::Error{i18nc("@info %1 is a folder", "The VM's former XML could not be kept in %1.", m_folder),
                       i18nc("@info %1 is the system's reason", "The system reports: %1.", isFolder ? file.errorString() : qt_error_string()),
                       i18nc("@info", "Make the folder writable for you.")};
}

core::Result<QByteArray> FormerDomains::former(const Domain &now) const
{
    QFile file(fileOf(now));
    const QJsonObject object = file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    const QByteArray before = object.value("before"_L1).toString().toUtf8();
    if (before.isEmpty())
        return core::Error{i18nc("@info %1 is the name of a VM", "There is no change of “%1” to undo.", now.name),
                           i18nc("@info", "Turnout has not changed it, or has undone that already."),
                           {}};
    if (object.value("after"_L1).toString() != digest(now.xml))
        return core::Error{i18nc("@info %1 is the name of a VM", "The change of “%1” cannot be undone.", now.name),
                           i18nc("@info", "Another program has changed the VM since."),
                           i18nc("@info", "Use --remove to remove the GPU.")};
    return before;
}

void FormerDomains::forget(const Domain &domain)
{
    QFile::remove(fileOf(domain));
}

}
