// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "audit.h"
#include "helper/journal/recovery.h"
#include "helpercontext.h"
#include "helper/journal/statelock.h"

#include "core/boot/bootassignment.h"
#include "core/operation/request.h"

namespace helper
{

/// In place of a user: the bus does not tell root from somebody who has left it since.
inline constexpr int rootOrGone = -1;

/// What the verbs do, once the caller is known to be allowed to. Each reads the machine itself, makes the plan again
/// and carries that one out; what a client says decides only what is aimed at.
class Verbs
{
public:
    /// `progress` goes to whoever listens on the bus.
    Verbs(HelperContext context, std::function<void(const core::Progress &)> progress, AuditCall audit)
        : m_context(std::move(context))
        , m_progress(std::move(progress))
        , m_audit(std::move(audit))
    {
    }

    /// `caller` is a user, or rootOrGone, for the audit line.
    core::Reply run(core::Verb verb, const QVariantMap &arguments, int caller) const;

private:
    core::Reply answer(const core::Request &request) const;
    core::Reply inspect(const core::Request &request) const;
    core::Reply recoverNow(const core::Request &request) const;
    core::Reply change(const core::Request &request) const;
    core::Reply persist(const core::Request &request) const;
    core::Reply unpersist(const core::Request &request) const;
    core::Result<QList<core::BootAssignment>> bootAssignmentsNow() const;
    core::Reply carryOut(const core::Request &request, const core::Snapshot &snapshot, const core::Plan &plan, Journal &journal) const;
    core::Reply verified(const core::Request &request, const core::Plan &plan) const;
    QStringList holders(const core::PciAddress &gpu, const QList<core::PciAddress> &stuck) const;
    core::Error withHolders(const core::Request &request, core::Error error, const QList<core::PciAddress> &stuck) const;
    ProgressCall progressOf(const core::Request &request) const;

    struct Opened {
        StateLock lock;
        Journal journal;
        Recovery recovery; ///< what was left of earlier changes, resolved as far as it can be
    };
    /// Nothing where that cannot be; then `why` is the reply.
    std::optional<Opened> open(const core::Request &request, core::Reply &why) const;
    core::Result<core::Snapshot> read() const;

    HelperContext m_context;
    std::function<void(const core::Progress &)> m_progress;
    AuditCall m_audit;
};

/// What changes to machines are left open from earlier are resolved, as at boot; the lines for the audit.
core::Result<QStringList> resolveLeftovers(const HelperContext &context);

}
