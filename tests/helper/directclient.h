// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/plan.h"
#include "helper/worker/verbs.h"
#include "simulatedkernel.h"

/// A client that calls the helper's verbs directly, without a bus.
class DirectClient
{
public:
    explicit DirectClient(const SimulatedKernel &kernel)
        : DirectClient(kernel, kernel.context())
    {
    }
    DirectClient(const SimulatedKernel &kernel, const helper::HelperContext &context)
        : kernel(kernel)
        , verbs(
              context,
              [this](const core::Progress &step) {
                  progress += step;
              },
              [this](const QString &line) {
                  audit += line;
              })
    {
    }

    /// With the fingerprint of the plan that the helper will make.
    core::Request request(const core::Goal &goal) const
    {
        core::Request made;
        made.goal = goal;
        made.nonce = core::newNonce();
        if (core::needsFingerprint(goal.verb))
            made.fingerprint = core::plan(kernel.tree().read(), goal).fingerprint;
        return made;
    }
    core::Request request(core::Verb verb, const core::PciAddress &gpu = address("0000:01:00.0")) const
    {
        core::Goal goal;
        goal.verb = verb;
        if (core::needsAddress(verb))
            goal.gpu = gpu;
        return request(goal);
    }

    core::Reply ask(const core::Request &request)
    {
        core::Reply reply = verbs.run(request.goal.verb, core::toArguments(request), 1000);
        if (reply.nonce != request.nonce)
            qFatal("the reply has another nonce than the request");
        return reply;
    }
    core::Reply ask(const core::Goal &goal)
    {
        return ask(request(goal));
    }
    core::Reply ask(core::Verb verb)
    {
        return ask(request(verb));
    }

    const SimulatedKernel &kernel;
    QList<core::Progress> progress;
    QStringList audit;
    helper::Verbs verbs;
};
