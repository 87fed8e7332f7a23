// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "functionlink.h"

#include <QRegularExpression>

namespace app
{

namespace
{
const QLatin1String linkScheme("function:");
}

QString functionLink(const core::PciAddress &address, const QString &text)
{
    return QStringLiteral("<a href=\"%1%2\">%3</a>").arg(linkScheme, address.toString(), (text.isEmpty() ? address.toShortString() : text).toHtmlEscaped());
}

QString linkFunctions(const QString &plainText, const core::Snapshot &snapshot, const core::PciAddress &here)
{
    static const QRegularExpression address(QStringLiteral("(?<![/:\\w])(?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7](?![\\w/])"));
    QString rich;
    qsizetype end = 0;
    for (const QRegularExpressionMatch &match : address.globalMatch(plainText)) {
        const auto found = core::PciAddress::parseTyped(match.capturedView());
        if (!found || *found == here || !snapshot.function(*found))
            continue;
        rich += plainText.sliced(end, match.capturedStart() - end).toHtmlEscaped() + functionLink(*found, match.captured());
        end = match.capturedEnd();
    }
    return rich + plainText.sliced(end).toHtmlEscaped();
}

std::optional<core::PciAddress> linkedFunction(const QString &href)
{
    if (!href.startsWith(linkScheme))
        return {};
    return core::PciAddress::parse(QStringView(href).sliced(linkScheme.size()));
}

}
