// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "deviceaction.h"
#include "app/window/snapshotcontroller.h"

#include "app/operation/operation.h"

#include <QPointer>

namespace app
{

using TransportMaker = std::function<std::unique_ptr<operation::Transport>()>;

/// The one errand of a window, from the wish to the result.
class OperationController : public QObject
{
    Q_OBJECT

public:
    explicit OperationController(SnapshotController *controller, QObject *parent = nullptr);

    /// Without one nothing can be changed: what is shown is not the machine that the helper works on.
    void setTransport(TransportMaker transport)
    {
        m_transport = std::move(transport);
    }

    /// Why nothing can be begun now, in a sentence for the user; empty: it can.
    QString cannotChange() const;
    ActionAvailability state() const;

    /// Null: there is none.
    operation::Operation *current() const
    {
        return m_operation.get();
    }
    /// Something is with the helper.
    bool isBusy() const;

    /// Takes the place of one that is planned or ended. Makes the plan, or sends what needs none. Only when !cannotChange().
    void begin(const core::Goal &goal);
    /// Nothing while it is busy: that cannot be called back.
    void drop();

Q_SIGNALS:
    /// There is another errand, or none.
    void changed();
    /// The errand has come further.
    void moved();

private:
    void phaseChanged(operation::Operation::Phase phase);
    void rememberResult();

    SnapshotController *m_controller;
    TransportMaker m_transport;
    QHash<core::PciAddress, core::Verb> m_unfinished;
    std::unique_ptr<operation::Operation> m_operation;
};

}
