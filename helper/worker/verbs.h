// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/audit.h"
#include "helper/journal/recovery.h"
#include "helper/journal/statelock.h"
#include "helpercontext.h"

#include "core/boot/bootassignment.h"
#include "core/operation/request.h"

namespace helper
{

/// Carries out verbs for authorized callers. Each verb scans the machine, makes its own plan and carries that out; the client
/// decides only the goal.
class Verbs
{
public:
    using Progress = std::function<void(const core::Progress &)>;

    /// `progress` is broadcast on the bus. `result`: the file that gets the reply, in Results; recovery completes it if this
    /// process is killed. May be empty.
    Verbs(HelperContext context, Progress progress, AuditCall audit, QString result = {})
        : m_context(std::move(context))
        , m_progress(std::move(progress))
        , m_audit(std::move(audit))
        , m_result(std::move(result))
    {
    }

    /// `caller` is a user ID, for the audit line.
    core::Reply run(core::Verb verb, const QVariantMap &arguments, qint64 caller) const;

private:
    core::Reply answer(const core::Request &request) const;
    core::Reply inspect(const core::Request &request) const;
    core::Reply recoverChanges(const core::Request &request) const;
    core::Reply change(const core::Request &request) const;
    core::Reply persist(const core::Request &request) const;
    core::Reply unpersist(const core::Request &request) const;
    core::Result<QList<core::BootAssignment>> bootAssignmentsNow() const;
    core::Reply carryOut(const core::Request &request, const core::Snapshot &snapshot, const core::Plan &plan, Journal &journal) const;
    core::Reply verified(const core::Request &request, const core::Plan &plan) const;
    QStringList holders(const core::Goal &goal) const;
    core::Error withHolders(const core::Request &request, core::Error error) const;
    ProgressCall progressOf(const core::Request &request) const;

    struct Session {
        StateLock lock;
        Journal journal;
        Recovery recovery; ///< of earlier changes
    };
    /// Nothing on failure; then `failure` is the reply.
    std::optional<Session> begin(const core::Request &request, core::Reply &failure) const;
    core::Result<core::Snapshot> scan() const;

    HelperContext m_context;
    Progress m_progress;
    AuditCall m_audit;
    QString m_result;
};

/// Resolves unfinished changes. Returns lines for the audit log.
core::Result<QStringList> resolveLeftovers(const HelperContext &context);

}
