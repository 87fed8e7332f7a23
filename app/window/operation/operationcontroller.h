// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "deviceaction.h"

#include "app/operation/operation.h"
#include "app/window/snapshotcontroller.h"

namespace app
{

using TransportMaker = std::function<std::unique_ptr<operation::Transport>()>;

/// The one operation of a window, from the goal to the result.
class OperationController : public QObject
{
    Q_OBJECT

public:
    explicit OperationController(SnapshotController *snapshots, QObject *parent = nullptr);

    /// Without one nothing can be changed: the machine shown is not the one that the helper works on.
    void setTransport(TransportMaker transport)
    {
        m_transport = std::move(transport);
    }

    ActionAvailability availability() const;

    /// Null: there is none.
    operation::Operation *current() const
    {
        return m_operation.get();
    }
    bool isAbout(const std::optional<core::PciAddress> &gpu) const;
    /// The helper has the request.
    bool isBusy() const;

    /// Replaces an operation that is planned or ended; only while operations can start. Makes the plan, or sends a goal
    /// that needs none.
    void begin(const core::Goal &goal);
    /// The same goal once more, without the blockers that were accepted.
    void planAgain();
    /// Closes the operation. Nothing while it is busy: the request cannot be called back.
    void drop();

Q_SIGNALS:
    /// There is another operation, or none.
    void changed();
    /// The operation has reached another phase.
    void moved();

private:
    QString disabledReason() const;
    void phaseChanged(operation::Operation::Phase phase);
    void rememberResult();

    SnapshotController *m_snapshots;
    TransportMaker m_transport;
    QHash<core::PciAddress, core::Verb> m_unfinished;
    std::unique_ptr<operation::Operation> m_operation;
};

}
