// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "erranddesk.h"

#include "errandwords.h"

#include "app/client/choices.h"
#include "host/machinereader.h"
#include "host/persistedfile.h"

#include <KLocalizedString>

namespace app
{

using client::Errand;

ErrandDesk::ErrandDesk(SnapshotController *controller, QObject *parent)
    : QObject(parent)
    , m_controller(controller)
{
}

QString ErrandDesk::cannotChange() const
{
    if (m_controller->source().kind != Source::Kind::Machine)
        return i18nc("@info", "You are looking at a snapshot. To change something, return to this machine.");
    if (!m_transport)
        return i18nc("@info", "You are looking at a directory, not at this machine. Start Turnout without --sysroot to change something.");
    if (isBusy())
        return i18nc("@info", "Another change is under way. Wait until it is done.");
    return {};
}

DeskState ErrandDesk::state() const
{
    const bool isMachine = m_controller->source().kind == Source::Kind::Machine;
    return {.cannotChange = cannotChange(), .unfinished = isMachine ? m_unfinished : QHash<core::PciAddress, core::Verb>()};
}

bool ErrandDesk::isBusy() const
{
    if (!m_errand)
        return false;
    const Errand::Phase phase = m_errand->phase();
    return phase == Errand::Phase::Asking || phase == Errand::Phase::Working || phase == Errand::Phase::Checking;
}

void ErrandDesk::begin(const core::Goal &goal, bool tryOnce)
{
    if (!cannotChange().isEmpty())
        return;
    const QString root = m_controller->machineSource().path;
    const client::Reader reader = [root] {
        return host::readMachine({.sysroot = root, .withHolders = true, .onAccess = {}});
    };
    // The one before may be the sender of what led here.
    if (m_errand)
        m_errand.release()->deleteLater();
    m_errand = std::make_unique<Errand>(goal, reader, m_transport());
    m_errand->setTryOnce(tryOnce);
    m_errand->setChoicesReader([root] {
        return host::readPersisted(root);
    });
    connect(m_errand.get(), &Errand::phaseChanged, this, &ErrandDesk::phaseChanged);
    Q_EMIT changed();
    if (core::needsFingerprint(goal.verb) || client::isChoice(goal.verb))
        m_errand->prepare();
    else
        m_errand->carryOut();
}

void ErrandDesk::drop()
{
    if (!m_errand || isBusy())
        return;
    m_errand.release()->deleteLater();
    Q_EMIT changed();
}

void ErrandDesk::phaseChanged(Errand::Phase phase)
{
    if (phase == Errand::Phase::Ended) {
        rememberEnding();
        m_controller->refresh();
    }
    Q_EMIT moved();
}

/// The helper resolves all that is left when it is asked to, and before another change of the same GPU.
void ErrandDesk::rememberEnding()
{
    const core::Goal &goal = m_errand->goal();
    const bool isRecovery = goal.verb == core::Verb::Recover;
    if (needsRecovery(*m_errand)) {
        if (!isRecovery || !m_unfinished.contains(goal.gpu))
            m_unfinished.insert(goal.gpu, goal.verb);
    } else if (m_errand->ending().succeeded && isRecovery) {
        m_unfinished.clear();
    } else if ((m_errand->ending().succeeded || m_errand->ending().outcome == core::Outcome::Undone) && !client::isChoice(goal.verb)) {
        m_unfinished.remove(goal.gpu);
    }
}

}
