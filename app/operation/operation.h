// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "stepprogress.h"
#include "transport.h"

#include "core/operation/request.h"
#include "core/operation/verification.h"

#include <QFutureWatcher>

#include <functional>
#include <memory>
#include <optional>

namespace app::operation
{

/// Reads the machine that the helper works on. Called on a worker thread.
using Reader = std::function<core::Result<core::Snapshot>()>;

/// The machine decides the result, as it was read afterwards; the helper only gives reasons.
struct OperationResult {
    /// How the machine differs from the plan. None: it could not be read, or the verb promises no state.
    std::optional<core::Verification> verification;
    bool succeeded = false;
    /// Nothing was changed, or all of it was undone but for loaded modules. False while the helper may still be at work.
    bool untouched = false;
    bool incomplete = false; ///< a step failed or hangs, and not all before it is undone
    std::optional<core::Outcome> outcome; ///< as the helper reports it; none: it did not answer this request
    core::Error error; ///< may be there besides success
    QByteArray report; ///< of the verb inspect, as JSON
    core::SnapshotPtr after; ///< the check scan; null: the machine could not be read
};

/// verified, diverged, unknown
QString resultKeyword(const OperationResult &result);

/// One verb on its way to the helper: a fresh scan gives the plan, the user confirms it, the helper carries it out, and
/// another fresh scan decides the result.
class Operation : public QObject
{
    Q_OBJECT

public:
    enum class Phase : quint8 {
        New,
        Reading, ///< to make the plan
        Planned, ///< the user decides
        Asking, ///< sent; polkit may ask for a password
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
    /// The snapshot of the plan; from Planned on.
    const core::SnapshotPtr &before() const
    {
        return m_before;
    }
    const StepProgress &steps() const
    {
        return m_steps;
    }
    /// When Ended.
    const OperationResult &result() const
    {
        return m_result;
    }

    void prepare();
    void prepareAccepting(const QStringList &blockers);
    /// Plans anew with what `goal` accepts, adds and leaves out.
    void prepareAgain(const core::Goal &goal);
    /// Sends the plan. Only in Planned, and not where it is refused or has no work; verbs without a plan may be sent at
    /// once.
    void carryOut();

Q_SIGNALS:
    void phaseChanged(app::operation::Operation::Phase phase);
    /// The machine could not be read, so there is no plan. The operation is New again.
    void failed(const core::Error &error);
    /// The helper reported on this operation's own request; steps() is up to date.
    void progressed(const core::Progress &progress);

private:
    struct Scan {
        core::SnapshotPtr snapshot;
        core::Plan plan;
        core::Error error; ///< where there is no snapshot
    };
    static Scan scan(const Reader &reader, const core::Goal &goal);
    void startScan();
    void scanned();
    void setPhase(Phase phase);
    void handleProgress(const QVariantMap &arguments);
    bool isAnswered(const Delivery &delivery) const;
    void askForResult();
    void delivered(const Delivery &delivery);
    void resultDelivered(const Delivery &delivery);
    void takeAnswer(const Delivery &delivery);
    void conclude(const Scan &scan);
    void verify(const Scan &scan);

    Reader m_reader;
    std::unique_ptr<Transport> m_transport;
    Phase m_phase = Phase::New;
    core::Plan m_plan;
    core::SnapshotPtr m_before;
    QString m_nonce;
    StepProgress m_steps;
    OperationResult m_result;
    std::optional<Delivery> m_unanswered; ///< in place of the reply; the helper is asked for the result
    int m_lostResults = 0; ///< how often it did not say it
    int m_busyResults = 0; ///< how often it was still at work
    bool m_ranNothing = false; ///< the helper did nothing for this request
    QFutureWatcher<Scan> m_watcher;
};

}
