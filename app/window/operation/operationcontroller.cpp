// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "operationcontroller.h"

#include "operationtext.h"

#include "app/operation/bootassignmentresult.h"
#include "host/machine/machinereader.h"

#include <KLocalizedString>

namespace app
{

using operation::Operation;

OperationController::OperationController(SnapshotController *controller, QObject *parent)
    : QObject(parent)
    , m_controller(controller)
{
}

QString OperationController::cannotChange() const
{
    if (m_controller->source().kind != Source::Kind::Machine)
        return i18nc("@info", "You are looking at a snapshot. To change something, return to this machine.");
    if (!m_transport)
        return i18nc("@info", "You are looking at a directory, not at this machine. Start Turnout without --sysroot to change something.");
    if (isBusy())
        return i18nc("@info", "Another change is under way. Wait until it is done.");
    return {};
}

ActionAvailability OperationController::state() const
{
    const bool isMachine = m_controller->source().kind == Source::Kind::Machine;
    return {.cannotChange = cannotChange(), .unfinished = isMachine ? m_unfinished : QHash<core::PciAddress, core::Verb>()};
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
    if (!cannotChange().isEmpty())
        return;
    const QString root = m_controller->machineSource().path;
    const operation::Reader reader = [root] {
        return host::readMachine({.sysroot = root, .withHolders = true, .onAccess = {}});
    };
    // The one before may be the sender of what led here.
    if (m_operation)
        m_operation.release()->deleteLater();
    m_operation = std::make_unique<Operation>(goal, reader, m_transport());
    connect(m_operation.get(), &Operation::phaseChanged, this, &OperationController::phaseChanged);
    Q_EMIT changed();
    if (core::needsFingerprint(goal.verb) || operation::isBootAssignment(goal.verb))
        m_operation->prepare();
    else
        m_operation->carryOut();
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
    if (phase == Operation::Phase::Ended) {
        rememberResult();
        m_controller->refresh();
    }
    Q_EMIT moved();
}

/// The helper resolves all that is left when it is asked to, and before another change of the same GPU.
void OperationController::rememberResult()
{
    const core::Goal &goal = m_operation->goal();
    const bool isRecovery = goal.verb == core::Verb::Recover;
    if (needsRecovery(*m_operation)) {
        if (!isRecovery || !m_unfinished.contains(goal.gpu))
            m_unfinished.insert(goal.gpu, goal.verb);
    } else if (m_operation->result().succeeded && isRecovery) {
        m_unfinished.clear();
    } else if ((m_operation->result().succeeded || m_operation->result().outcome == core::Outcome::Undone) && !operation::isBootAssignment(goal.verb)) {
        m_unfinished.remove(goal.gpu);
    }
}

}
