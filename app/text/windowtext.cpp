// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "windowtext.h"

#include "core/pci/pciclass.h"

#include <KFormat>
#include <KLocalizedString>

#include <QRegularExpression>

namespace app
{

namespace
{

const QLatin1String linkScheme("function:");

/// What firmware vendors leave in DMI fields they did not fill in.
bool isFiller(const QString &text)
{
    static const QStringList fillers{QStringLiteral("To Be Filled By O.E.M."),
                                     QStringLiteral("System manufacturer"),
                                     QStringLiteral("System Product Name"),
                                     QStringLiteral("Default string"),
                                     QStringLiteral("Not Specified")};
    return text.isEmpty() || fillers.contains(text, Qt::CaseInsensitive);
}

}

QString noValue()
{
    return QStringLiteral("–");
}

QString verdictText(core::Verdict verdict)
{
    switch (verdict) {
    case core::Verdict::Ready:
        return i18nc("@info:status a GPU, to a virtual machine", "can go");
    case core::Verdict::Caution:
        return i18nc("@info:status a GPU, to a virtual machine", "can go, with care");
    case core::Verdict::Blocked:
        return i18nc("@info:status a GPU, to a virtual machine", "cannot go yet");
    }
    Q_UNREACHABLE_RETURN({});
}

QString powerText(const core::Function &function)
{
    if (core::isSuspended(function))
        return i18nc("@info:status power state of a device", "suspended");
    return function.powerState ? *function.powerState : noValue();
}

QString rootBusName(quint32 domain, quint8 bus)
{
    const QString number = QStringLiteral("%1").arg(bus, 2, 16, QLatin1Char('0'));
    if (domain == 0)
        return i18nc("@label", "Root bus %1", number);
    return i18nc("@label", "Root bus %1", QStringLiteral("%1:").arg(domain, 4, 16, QLatin1Char('0')) + number);
}

QString machineName(const core::Machine &machine)
{
    QString name = isFiller(machine.product) ? QString() : machine.product;
    if (!isFiller(machine.vendor) && !name.startsWith(machine.vendor, Qt::CaseInsensitive))
        name = QStringLiteral("%1 %2").arg(machine.vendor, name).trimmed();
    if (name.isEmpty())
        name = machine.hostName;
    return name.isEmpty() ? i18nc("@label a computer without a name", "This machine") : name;
}

QString idText(quint16 vendor, quint16 device)
{
    return QStringLiteral("%1:%2").arg(vendor, 4, 16, QLatin1Char('0')).arg(device, 4, 16, QLatin1Char('0'));
}

QString unreadText(core::Unread why)
{
    switch (why) {
    case core::Unread::Absent:
        return i18nc("@info a value the kernel does not give", "none");
    case core::Unread::NeedsPermission:
        return i18nc("@info why a value is not known", "unknown, needs permission");
    case core::Unread::Suspended:
        return i18nc("@info why a value is not known", "asleep; reading it would wake it");
    case core::Unread::Vanished:
        return i18nc("@info why a value is not known", "went away while being read");
    case core::Unread::Malformed:
        return i18nc("@info why a value is not known", "the kernel’s answer makes no sense");
    case core::Unread::Busy:
        return i18nc("@info why a value is not known", "unknown, the kernel is stuck at work on it");
    }
    Q_UNREACHABLE_RETURN({});
}

QString sizeText(quint64 bytes)
{
    const bool whole = bytes < 1024 || bytes % 1024 == 0;
    return KFormat().formatByteSize(static_cast<double>(bytes), whole ? 0 : 1, KFormat::IECBinaryDialect);
}

QString durationText(quint64 milliseconds)
{
    return KFormat().formatSpelloutDuration(milliseconds);
}

QString linkText(const core::LinkState &link)
{
    if (link.speed == 0 || link.width == 0)
        return i18nc("@info a PCIe link", "down");
    return i18nc("@info PCIe link: speed per lane, number of lanes", "%1 GT/s ×%2", QLocale().toString(link.speed / 1000.0, 'g', 3), link.width);
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
