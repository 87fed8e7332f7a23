// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "transport.h"

#include "core/operation/request.h"
#include "core/operation/verification.h"

#include <QFutureWatcher>

#include <functional>
#include <memory>
#include <optional>

namespace app::operation
{

/// Looks at the machine that the helper works on. Called on a worker thread.
using Reader = std::function<core::Result<core::Snapshot>()>;

/// What became of an errand. The machine decides, as it was read afterwards; the helper only gives reasons.
struct OperationResult {
    /// How the machine differs from what the plan wanted. None: it could not be read, or the verb promises no state.
    std::optional<core::Verification> verification;
    bool succeeded = false;
    /// Nothing was changed, or all of it was taken back but for loaded modules. Not while the helper may still be at work.
    bool untouched = false;
    bool halfway = false; ///< a step failed or hangs, and not all before it is taken back
    std::optional<core::Outcome> outcome; ///< what the helper says; none: it did not answer this request
    core::Error error; ///< what went wrong, why, and what to do; can be there besides success
    QByteArray report; ///< of the verb inspect, as JSON
    core::SnapshotPtr after; ///< null: it could not be read
};

/// verified, diverged, unknown: how an ending is told in one word.
QString resultKeyword(const OperationResult &result);

/// One verb on its way to the helper: a fresh look at the machine makes the plan, the user sees it, the helper carries
/// it out, and another fresh look tells what became of it.
class Operation : public QObject
{
    Q_OBJECT

public:
    enum class Phase : quint8 {
        New,
        Reading, ///< to make the plan
        Planned, ///< the user decides
        Asking, ///< sent; the helper has not begun, and maybe somebody types a password
        Working,
        Checking, ///< the machine is read again
        Ended,
    };
    Q_ENUM(Phase)

    Operation(core::Goal goal, Reader reader, std::unique_ptr<Transport> transport, QObject *parent = nullptr);

    const core::Goal &goal() const
    {
        return m_plan.goal;
    }
    Phase phase() const
    {
        return m_phase;
    }
    /// From Planned on.
    const core::Plan &plan() const
    {
        return m_plan;
    }
    /// What the plan was made from; from Planned on.
    const core::SnapshotPtr &before() const
    {
        return m_before;
    }
    /// When Ended.
    const OperationResult &result() const
    {
        return m_result;
    }

    /// Makes the plan. Again, in Planned, with other blockers accepted.
    void prepare();
    void prepareAccepting(const QStringList &blockers);
    /// Sends what is planned. Only in Planned, and not when refused or, but for persist, without steps; verbs without a
    /// plan may be sent at once.
    void carryOut();

Q_SIGNALS:
    void phaseChanged(app::operation::Operation::Phase phase);
    /// The machine could not be read, so there is no plan. The errand is New again.
    void failed(const core::Error &error);
    /// Of this errand's own request.
    void progressed(const core::Progress &progress);

private:
    struct Look {
        core::SnapshotPtr snapshot;
        core::Plan plan;
        core::Error error; ///< where there is no snapshot
    };
    static Look look(const Reader &reader, const core::Goal &goal);
    void bootScan();
    void looked();
    void setPhase(Phase phase);
    void hear(const QVariantMap &arguments);
    void delivered(const Delivery &delivery);
    void conclude(const Look &look);
    void verify(const Look &look);

    Reader m_reader;
    std::unique_ptr<Transport> m_transport;
    Phase m_phase = Phase::New;
    core::Plan m_plan;
    core::SnapshotPtr m_before;
    QString m_nonce;
    OperationResult m_result;
    qsizetype m_done = 0; ///< steps that were done, by what was heard
    bool m_ranNothing = false; ///< the helper did nothing for this request
    QFutureWatcher<Look> m_watcher;
};

}
