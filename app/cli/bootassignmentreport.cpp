// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootassignmentreport.h"

#include "source.h"

#include "app/text/bootassignmenttext.h"
#include "core/keywords.h"
#include "host/machine/bootassignmentfile.h"

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
using Standing = core::BootAssignmentStatus::Standing;

constexpr core::Keywords<3> spans{"every-boot"_L1, "next-boot"_L1, "this-boot"_L1};
constexpr core::Keywords<5> standings{"as-assigned"_L1, "from-next-boot"_L1, "different-card"_L1, "nothing"_L1, "other-driver"_L1};

/// A trial that was given back, or is gone, needs nothing any more.
bool isSettled(const core::BootAssignmentStatus &state)
{
    return state.span == Span::ThisBoot && core::isUnmet(state);
}

QJsonObject toJson(const core::BootAssignmentStatus &state, const core::Snapshot &snapshot)
{
    return {{u"address"_s, state.address.toString()},
            {u"span"_s, core::keywordOf(spans, state.span)},
            {u"standing"_s, core::keywordOf(standings, state.standing)},
            {u"driver"_s, state.gpu.parts.value(0).driver},
            {u"text"_s, core::Error{operation::bootAssignmentText(state), operation::bootAssignmentDetail(state, snapshot), {}}.text()}};
}
}

QList<core::BootAssignmentStatus> BootAssignmentView::at(const core::PciAddress &address) const
{
    QList<core::BootAssignmentStatus> found = states;
    found.removeIf([&address](const core::BootAssignmentStatus &state) {
        return state.standing == Standing::Nothing || state.address != address;
    });
    return found;
}

QList<core::BootAssignmentStatus> BootAssignmentView::elsewhere(const QList<const core::Function *> &gpus) const
{
    QList<core::BootAssignmentStatus> found = states;
    found.removeIf([&gpus](const core::BootAssignmentStatus &state) {
        return state.standing != Standing::Nothing && std::ranges::any_of(gpus, [&state](const core::Function *gpu) {
                   return gpu->address == state.address;
               });
    });
    return found;
}

BootAssignmentView bootAssignmentView(const Invocation &call, const core::Snapshot &snapshot)
{
    if (!call.snapshot.isEmpty())
        return {};
    const auto stored = host::readStoredBootAssignments(rootOf(call));
    if (!stored) {
        complain(stored.error());
        return {};
    }
    QList<core::BootAssignmentStatus> states = core::bootAssignmentStatuses(snapshot, *stored);
    states.removeIf(isSettled);
    return {.known = true, .states = states};
}

QString commandOf(const core::BootAssignmentStatus &state)
{
    const QString address = state.address.toShortString();
    if (state.span == Span::ThisBoot)
        return i18nc("@info:shell %1 is an address", "To keep it at every start: turnout persist %1", address);
    return i18nc("@info:shell %1 is an address", "To take the choice back: turnout unpersist %1", address);
}

Tone tone(const core::BootAssignmentStatus &state)
{
    return core::isUnmet(state) ? Tone::Caution : Tone::Plain;
}

void addBootAssignment(TextReport &report, const core::BootAssignmentStatus &state, const core::Snapshot &snapshot)
{
    constexpr int indent = 2;
    report.paragraph(operation::bootAssignmentText(state), indent, tone(state));
    if (const QString detail = operation::bootAssignmentDetail(state, snapshot); !detail.isEmpty())
        report.paragraph(detail, indent);
    report.paragraph(commandOf(state), indent, Tone::Dim);
}

QJsonValue toJson(const BootAssignmentView &assignments, const core::Snapshot &snapshot)
{
    if (!assignments.known)
        return {};
    QJsonArray array;
    for (const core::BootAssignmentStatus &state : assignments.states)
        array.append(toJson(state, snapshot));
    return array;
}

}
