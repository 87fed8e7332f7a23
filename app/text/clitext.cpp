// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "clitext.h"

#include "core/pci/pciclass.h"

#include <KLocalizedString>
#include <QLocale>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
constexpr qsizetype processesShown = 5;

QString processesText(const core::Holders &holders)
{
    QStringList names;
    QList<qint64> seen;
    for (const core::Holder &holder : holders.processes) {
        if (seen.contains(holder.pid))
            continue;
        seen.append(holder.pid);
        if (names.size() < processesShown)
            names.append(i18nc("@info:shell command (process id)", "%1 (%2)", holder.command, QString::number(holder.pid)));
    }
    const qsizetype more = seen.size() - names.size();
    if (more > 0)
        names.append(i18ncp("@info:shell", "%1 more process", "%1 more processes", more));
    return QLocale().createSeparatedList(names);
}

QStringList screensOf(const core::Function &function)
{
    QStringList screens;
    for (const core::Connector &connector : function.connectors) {
        if (connector.enabled)
            screens.append(connector.name);
    }
    return screens;
}
}

QString unreadText(core::Unread why)
{
    switch (why) {
    case core::Unread::Absent:
        return i18nc("@info:shell a value the kernel does not have", "not there");
    case core::Unread::NeedsPermission:
        return i18nc("@info:shell why a value is not known", "unknown (reading it needs root)");
    case core::Unread::Suspended:
        return i18nc("@info:shell why a value is not known", "unknown (asleep; reading it would wake it)");
    case core::Unread::Vanished:
        return i18nc("@info:shell why a value is not known", "unknown (the device went away)");
    case core::Unread::Malformed:
        return i18nc("@info:shell why a value is not known", "unknown (what the kernel gave makes no sense)");
    case core::Unread::Busy:
        return i18nc("@info:shell why a value is not known", "unknown (the kernel is stuck at work on it)");
    }
    Q_UNREACHABLE_RETURN({});
}

QString driverText(const core::Function &function)
{
    return readingText(function.driver, i18nc("@info:shell", "no driver"), [](const QString &name) {
        return name;
    });
}

QString powerText(const core::Function &function)
{
    const bool suspended = core::isSuspended(function);
    const bool told = function.powerState.known() && *function.powerState != "unknown"_L1;
    if (!told && !suspended)
        return readingText(function.powerState, i18nc("@info:shell power state", "unknown (the kernel does not tell)"), [](const QString &) {
            return i18nc("@info:shell power state", "unknown");
        });
    const QString manner = suspended ? i18nc("@info:shell power", "suspended") : i18nc("@info:shell power", "awake");
    return told ? i18nc("@info:shell awake or asleep (power state)", "%1 (%2)", manner, *function.powerState) : manner;
}

QString groupText(const core::Snapshot &snapshot, const core::Function &function)
{
    if (!function.group)
        return i18nc("@info:shell IOMMU group", "none; see: turnout doctor");
    const QString id = QString::number(core::number(*function.group));
    const core::Group *group = snapshot.group(*function.group);
    if (!group)
        return id;
    const auto others = std::ranges::count_if(group->members, [&](const core::PciAddress &member) {
        const core::Function *other = snapshot.function(member);
        return !member.sameSlot(function.address) && other && !core::isBridge(*other);
    });
    return others == 0 ? i18nc("@info:shell IOMMU group number", "%1, not shared with other devices", id)
                       : i18ncp("@info:shell %2 is the IOMMU group's number",
                                "%2, shared with %1 function of another device",
                                "%2, shared with %1 functions of other devices",
                                others,
                                id);
}

QString usersText(const core::Snapshot &snapshot, const core::Function &gpu)
{
    QStringList users;
    bool complete = true;
    bool lookedUp = false;
    for (const core::Function *function : snapshot.slotOf(gpu.address)) {
        if (const QStringList screens = screensOf(*function); !screens.isEmpty())
            users.append(
                i18ncp("@info:shell %2 is a list of connectors", "a screen on %2", "screens on %2", screens.size(), QLocale().createSeparatedList(screens)));
        if (function->holders.known() && !function->holders->processes.isEmpty())
            users.append(processesText(*function->holders));
        complete = complete && function->holders.known() && function->holders->complete;
        lookedUp = lookedUp || function->holders.known();
    }
    if (users.isEmpty() && !lookedUp)
        return i18nc("@info:shell who uses a GPU", "not known");
    if (users.isEmpty())
        return complete ? i18nc("@info:shell who uses a GPU", "nobody") : i18nc("@info:shell who uses a GPU", "nobody that can be seen without root");
    const QString all = QLocale().createSeparatedList(users);
    return complete ? all : i18nc("@info:shell %1 is a list of processes", "%1; more may be seen as root", all);
}

QString sizeText(quint64 bytes)
{
    constexpr quint64 largest = std::numeric_limits<qint64>::max(); // a snapshot file may claim more
    return QLocale().formattedDataSize(qint64(std::min(bytes, largest)), 0, QLocale::DataSizeIecFormat);
}

QString durationText(quint64 milliseconds)
{
    const quint64 seconds = milliseconds / 1000;
    if (seconds < 60)
        return i18nc("@info:shell seconds", "%1 s", seconds);
    if (seconds < 3600)
        return i18nc("@info:shell minutes, seconds", "%1 min %2 s", seconds / 60, seconds % 60);
    return i18nc("@info:shell hours, minutes", "%1 h %2 min", seconds / 3600, seconds / 60 % 60);
}

QString addressesText(const QList<core::PciAddress> &addresses)
{
    QStringList words;
    for (const core::PciAddress &address : addresses)
        words.append(address.toShortString());
    return QLocale().createSeparatedList(words);
}

QString verdictText(core::Verdict verdict, const Terminal &terminal)
{
    switch (verdict) {
    case core::Verdict::Ready:
        return terminal.unicode ? i18nc("@info:shell verdict", "✔ ready") : i18nc("@info:shell verdict", "+ ready");
    case core::Verdict::Caution:
        return terminal.unicode ? i18nc("@info:shell verdict", "▲ caution") : i18nc("@info:shell verdict", "! caution");
    case core::Verdict::Blocked:
        return terminal.unicode ? i18nc("@info:shell verdict", "✘ blocked") : i18nc("@info:shell verdict", "x blocked");
    }
    Q_UNREACHABLE_RETURN({});
}

Tone tone(core::Verdict verdict)
{
    switch (verdict) {
    case core::Verdict::Ready:
        return Tone::Good;
    case core::Verdict::Caution:
        return Tone::Caution;
    case core::Verdict::Blocked:
        return Tone::Bad;
    }
    Q_UNREACHABLE_RETURN(Tone::Plain);
}

QString severityText(core::Severity severity, const Terminal &terminal)
{
    switch (severity) {
    case core::Severity::Note:
        return terminal.unicode ? i18nc("@info:shell severity", "• note") : i18nc("@info:shell severity", "- note");
    case core::Severity::Caution:
        return verdictText(core::Verdict::Caution, terminal);
    case core::Severity::Blocker:
        return terminal.unicode ? i18nc("@info:shell severity", "✘ blocker") : i18nc("@info:shell severity", "x blocker");
    }
    Q_UNREACHABLE_RETURN({});
}

Tone tone(core::Severity severity)
{
    switch (severity) {
    case core::Severity::Note:
        return Tone::Dim;
    case core::Severity::Caution:
        return Tone::Caution;
    case core::Severity::Blocker:
        return Tone::Bad;
    }
    Q_UNREACHABLE_RETURN(Tone::Plain);
}

QString memberText(const core::Function &function)
{
    return core::isBridge(function) ? i18nc("@info:shell", "%1 (bridge)", core::displayName(function))
                                    : i18nc("@info:shell name: driver", "%1: %2", core::displayName(function), driverText(function));
}

void addMember(TextReport &report, const core::Function &function, int indent)
{
    report.hanging(indent,
                   function.address.toShortString(),
                   core::isDisplay(function) ? Tone::Strong : Tone::Plain,
                   indent + addressColumns,
                   memberText(function),
                   Tone::Plain);
}

void addFinding(TextReport &report, const core::Finding &finding)
{
    report.field(severityText(finding.severity, report.terminal()), finding.text, Tone::Plain);
    if (!finding.remedy.isEmpty())
        report.field({}, i18nc("@info:shell %1 is a remedy", "What to do: %1", finding.remedy));
    if (!finding.evidence.isEmpty())
        report.field({}, i18nc("@info:shell %1 is a file and what it says", "Evidence: %1", finding.evidence), Tone::Dim);
}

}
