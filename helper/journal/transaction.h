// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/worker/process.h"

#include "core/operation/goal.h"
#include "core/result.h"
#include "core/operation/step.h"

#include <QJsonObject>
#include <QList>

#include <optional>

namespace helper
{

/// Where a change to the machine ended.
enum class EndState : quint8 {
    Goal, ///< every step was done and read back
    Unchanged, ///< nothing was done, or all of it was taken back and read back
    Between, ///< a step could be neither finished nor taken back
};

/// goal, unchanged, between
QString toKeyword(EndState endState);
std::optional<EndState> endStateFromKeyword(QStringView word);

/// One change to the machine as its journal file tells it.
struct Transaction {
    core::Verb verb = core::Verb::Assign;
    core::PciAddress gpu;
    QString bootId; ///< of the kernel it was begun under
    QList<core::Step> steps;
    qsizetype begun = 0; ///< how many steps were begun, and so may have happened
    qsizetype done = 0; ///< how many were read back
    bool undoing = false;
    std::optional<ProcessId> child; ///< who makes the last call that was begun
    std::optional<EndState> closed;

    bool operator==(const Transaction &) const = default;
};

/// What a record says. The first of a file is Opened, the last of a finished one Closed.
namespace event
{
QJsonObject opened(core::Verb verb, const core::PciAddress &gpu, const QString &bootId, const QList<core::Step> &steps);
/// Before a step's write. `child` is who makes it, where it may block.
QJsonObject stepBegan(qsizetype step, const std::optional<ProcessId> &child);
QJsonObject stepDone(qsizetype step);
/// From here on the steps are taken back. `why` is for the reader of the journal.
QJsonObject undoing(const QString &why);
/// Before the write of one step of core::undo().
QJsonObject undoBegan(qsizetype step, const std::optional<ProcessId> &child);
QJsonObject undoDone(qsizetype step);
/// The call did not return in time. It may still do so.
QJsonObject blocked();
QJsonObject closed(EndState endState);
}

/// What the records add up to. An Error where they are no history that the helper can have written.
core::Result<Transaction> replay(const QList<QJsonObject> &records);

}
