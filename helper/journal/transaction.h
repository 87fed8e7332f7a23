// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "processid.h"

#include "core/operation/goal.h"
#include "core/operation/step.h"
#include "core/result.h"

#include <QJsonObject>
#include <QList>
#include <QMap>

#include <optional>

namespace helper
{

/// Where a change to the machine ended.
enum class EndState : quint8 {
    Goal, ///< every step was done and read back
    Unchanged, ///< nothing was done, or all of it was undone and read back
    Between, ///< a step could be neither finished nor undone
};

/// goal, unchanged, between
QString toKeyword(EndState endState);

/// What a change is about. Its journal begins with this.
struct Opening {
    core::Verb verb = core::Verb::Assign;
    core::PciAddress gpu;
    QList<core::Step> steps;
    QMap<core::PciAddress, QString> cards; ///< core::cardIds() of each function: a different card may be there at recovery
    QString result; ///< the name of the file that gets the reply, in Results; may be empty
};

/// One change to the machine, as recorded in its journal.
struct Transaction : Opening {
    qsizetype begun = 0; ///< steps that began, so they may have taken effect
    qsizetype done = 0; ///< steps that were read back
    bool undoing = false;
    std::optional<ProcessId> child; ///< makes the last call that began
    std::optional<EndState> closed;
};

/// The content of records. A file starts with opened(); closed() ends a finished one.
namespace event
{
QJsonObject opened(const Opening &opening);
/// Before a step's write. `child` makes the write where it may block.
QJsonObject stepBegan(qsizetype step, const std::optional<ProcessId> &child);
QJsonObject stepDone(qsizetype step);
/// Undoing starts. `why` is for people who read the journal.
QJsonObject undoing(const QString &why);
/// Before the write of a step of core::undo().
QJsonObject undoBegan(qsizetype step, const std::optional<ProcessId> &child);
QJsonObject undoDone(qsizetype step);
/// The call did not return in time, but still may.
QJsonObject blocked();
QJsonObject closed(EndState endState);
}

/// The change that the records describe. An Error where the helper cannot have written them in this order.
core::Result<Transaction> replay(const QList<QJsonObject> &records);

/// The change after one more record, which is not the first; nothing where it cannot follow.
std::optional<Transaction> withRecord(Transaction transaction, const QJsonObject &record);

/// The GPU, and every other function that a step concerns.
QList<core::PciAddress> functionsOf(const core::PciAddress &gpu, const QList<core::Step> &steps);

}
