// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/plan.h"
#include "helper/worker/verbs.h"
#include "simulatedkernel.h"

/// A client and the helper's verbs, without the bus between them.
class HelperBench
{
public:
    explicit HelperBench(const SimulatedKernel &kernel)
        : kernel(kernel)
        , verbs(
              kernel.context(),
              [this](const core::Progress &progress) {
                  told += progress;
              },
              [this](const QString &line) {
                  audit += line;
              })
    {
    }

    core::Request request(core::Verb verb, const core::PciAddress &gpu = address("0000:01:00.0")) const
    {
        core::Request made;
        made.goal.verb = verb;
        if (core::needsAddress(verb))
            made.goal.gpu = gpu;
        made.nonce = core::newNonce();
        if (core::needsFingerprint(verb))
            made.fingerprint = core::plan(kernel.tree().read(), made.goal).fingerprint;
        return made;
    }

    core::Reply ask(const core::Request &request)
    {
        core::Reply reply = verbs.run(request.goal.verb, core::toArguments(request), 1000);
        if (reply.nonce != request.nonce)
            qFatal("not the nonce that was sent");
        return reply;
    }
    core::Reply ask(core::Verb verb)
    {
        return ask(request(verb));
    }

    const SimulatedKernel &kernel;
    QList<core::Progress> told;
    QStringList audit;
    helper::Verbs verbs;
};
