// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "operationcontroller.h"

#include "operationtext.h"

#include <KLocalizedString>

namespace app
{

using operation::Operation;

OperationController::OperationController(SnapshotController *snapshots, QObject *parent)
    : QObject(parent)
    , m_snapshots(snapshots)
{
}

QString OperationController::disabledReason() const
{
    if (m_snapshots->source().kind != Source::Kind::Machine)
        return i18nc("@info", "You are viewing a snapshot. To change something, return to this machine.");
    if (!m_transport)
        return i18nc("@info", "You are viewing a folder, not this machine. To change something, start Turnout without --sysroot.");
    if (isBusy())
        return i18nc("@info", "Another change is in progress. Wait until it has finished.");
    return {};
}

ActionAvailability OperationController::availability() const
{
    const bool isMachine = m_snapshots->source().kind == Source::Kind::Machine;
    return {.disabledReason = disabledReason(), .unfinished = isMachine ? m_unfinished : QHash<core::PciAddress, core::Verb>()};
}

bool OperationController::isAbout(const std::optional<core::PciAddress> &gpu) const
{
    return m_operation && gpu == m_operation->goal().gpu;
}

bool OperationController::isBusy() const
{
    if (!m_operation)
        return false;
    const Operation::Phase phase = m_operation->phase();
    return phase == Operation::Phase::Asking || phase == Operation::Phase::Working || phase == Operation::Phase::Checking;
}

void OperationController::begin(const core::Goal &goal)
{
    if (!disabledReason().isEmpty())
        return;
    // The previous operation may be the sender of the signal that led here.
    if (m_operation)
        m_operation.release()->deleteLater();
    m_operation = std::make_unique<Operation>(goal, m_snapshots->reader(), m_transport());
    connect(m_operation.get(), &Operation::phaseChanged, this, &OperationController::phaseChanged);
    Q_EMIT changed();
    if (core::needsAddress(goal.verb))
        m_operation->prepare();
    else
        m_operation->carryOut();
}

void OperationController::planAgain()
{
    if (!m_operation)
        return;
    core::Goal goal = m_operation->goal();
    goal.accepted.clear();
    begin(goal);
}

void OperationController::drop()
{
    if (!m_operation || isBusy())
        return;
    m_operation.release()->deleteLater();
    Q_EMIT changed();
}

void OperationController::phaseChanged(Operation::Phase phase)
{
    if (phase == Operation::Phase::Checking)
        m_snapshots->expectSnapshot();
    if (phase == Operation::Phase::Ended) {
        rememberResult();
        m_snapshots->showSnapshot(m_operation->result().after);
    }
    Q_EMIT moved();
}

/// The helper resolves interrupted operations on request, and before another on the same GPU.
void OperationController::rememberResult()
{
    const core::Goal &goal = m_operation->goal();
    const operation::OperationResult &result = m_operation->result();
    const bool isRecovery = goal.verb == core::Verb::Recover;
    if (needsRecovery(*m_operation)) {
        if (!isRecovery || !m_unfinished.contains(goal.gpu))
            m_unfinished.insert(goal.gpu, goal.verb);
    } else if (result.succeeded && isRecovery) {
        m_unfinished.clear();
    } else if ((result.succeeded || result.outcome == core::Outcome::Undone) && !core::isBootAssignment(goal.verb)) {
        m_unfinished.remove(goal.gpu);
    }
}

}
