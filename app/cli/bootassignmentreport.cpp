// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmentreport.h"

#include "app/text/bootassignmenttext.h"

#include <KLocalizedString>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
using Span = core::BootAssignmentStatus::Span;
using State = core::BootAssignmentStatus::State;

QJsonObject toJson(const core::BootAssignmentStatus &status, const core::Snapshot &snapshot)
{
    return {{u"address"_s, status.address.toString()},
            {u"span"_s, core::toKeyword(status.span)},
            {u"state"_s, core::toKeyword(status.state)},
            {u"driver"_s, status.assignment.parts.value(0).driver},
            {u"text"_s, core::Error{bootAssignmentText(status), bootAssignmentDetail(status, snapshot), {}}.text()}};
}

QString commandOf(const core::BootAssignmentStatus &status)
{
    const QString address = status.address.toShortString();
    if (status.span == Span::ThisBoot)
        return i18nc("@info:shell %1 is an address", "To keep it at every boot: turnout persist %1", address);
    return i18nc("@info:shell %1 is an address", "To remove the boot assignment: turnout unpersist %1", address);
}
}

QList<core::BootAssignmentStatus> BootAssignmentReport::at(const core::PciAddress &address) const
{
    QList<core::BootAssignmentStatus> found = statuses;
    found.removeIf([&address](const core::BootAssignmentStatus &status) {
        return status.state == State::SlotEmpty || status.address != address;
    });
    return found;
}

QList<core::BootAssignmentStatus> BootAssignmentReport::elsewhere(const QList<const core::Function *> &gpus) const
{
    QList<core::BootAssignmentStatus> found = statuses;
    found.removeIf([&gpus](const core::BootAssignmentStatus &status) {
        return status.state != State::SlotEmpty && std::ranges::any_of(gpus, [&status](const core::Function *gpu) {
                   return gpu->address == status.address;
               });
    });
    return found;
}

BootAssignmentReport bootAssignmentReport(const Invocation &call, const core::Snapshot &snapshot)
{
    if (const auto error = core::unreadable(snapshot.boot))
        complain(*error);
    QList<core::BootAssignmentStatus> statuses = core::bootAssignmentStatuses(snapshot);
    statuses.removeIf(core::isOver);
    return {.known = core::isKnown(snapshot.boot), .changeable = call.snapshot.isEmpty() && call.sysroot.isEmpty(), .statuses = statuses};
}

Tone tone(const core::BootAssignmentStatus &status)
{
    return core::isUnmet(status) ? Tone::Caution : Tone::Plain;
}

void addBootAssignment(TextReport &report, const BootAssignmentReport &view, const core::BootAssignmentStatus &status, const core::Snapshot &snapshot)
{
    constexpr int indent = 2;
    report.paragraph(bootAssignmentText(status), indent, tone(status));
    if (const QString detail = bootAssignmentDetail(status, snapshot); !detail.isEmpty())
        report.paragraph(detail, indent);
    if (view.changeable)
        report.paragraph(commandOf(status), indent, Tone::Dim);
}

QJsonValue toJson(const BootAssignmentReport &view, const core::Snapshot &snapshot)
{
    if (!view.known)
        return {};
    QJsonArray array;
    for (const core::BootAssignmentStatus &status : view.statuses)
        array.append(toJson(status, snapshot));
    return array;
}

}
