// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/operation/operation.h"
#include "directtransport.h"
#include "host/machine/machinereader.h"
#include "scriptedtransport.h"
#include "tests/helper/simulatedkernel.h"

#include <QTest>

#include <memory>

namespace simulated
{

using namespace Qt::StringLiterals;
using app::operation::Delivery;
using app::operation::Operation;
using app::operation::OperationResult;

inline const core::PciAddress gpu{0, 1, 0, 0};
inline const core::PciAddress hostGpu{0, 0, 2, 0};

inline core::Goal goalOf(core::Verb verb, const core::PciAddress &address = gpu)
{
    core::Goal goal;
    goal.verb = verb;
    if (core::needsAddress(verb))
        goal.gpu = address;
    return goal;
}

inline app::operation::Reader readerOf(const SimulatedKernel &kernel)
{
    return [root = kernel.tree().path()] {
        return host::readMachine({.sysroot = root, .withHolders = true, .onAccess = {}});
    };
}

inline bool reaches(const Operation &operation, Operation::Phase phase)
{
    return QTest::qWaitFor(
        [&] {
            return operation.phase() == phase;
        },
        30000);
}

/// An operation through the test's own helper, on a simulated machine.
struct Bench {
    SimulatedKernel kernel;

    std::unique_ptr<Operation> operation(core::Verb verb, std::unique_ptr<app::operation::Transport> transport = {}, const core::PciAddress &address = gpu) const
    {
        if (!transport)
            transport = std::make_unique<DirectTransport>(kernel.context());
        return std::make_unique<Operation>(goalOf(verb, address), readerOf(kernel), std::move(transport));
    }

    OperationResult run(core::Verb verb, std::unique_ptr<app::operation::Transport> transport = {}) const
    {
        const auto operation = this->operation(verb, std::move(transport));
        if (core::needsFingerprint(verb)) {
            operation->prepare();
            if (!reaches(*operation, Operation::Phase::Planned))
                return {};
        }
        operation->carryOut();
        return reaches(*operation, Operation::Phase::Ended) ? operation->result() : OperationResult();
    }

    OperationResult runScripted(core::Verb verb, const ScriptedTransport::Script &script) const
    {
        return run(verb, std::make_unique<ScriptedTransport>(script));
    }
};

inline Delivery answered(const core::Reply &reply)
{
    return {.state = Delivery::State::Answered, .reply = core::toArguments(reply), .detail = {}};
}

inline core::Reply replyTo(const QVariantMap &arguments, core::Outcome outcome, const core::Error &error = {})
{
    return {.nonce = arguments.value(u"nonce"_s).toString(), .outcome = outcome, .error = error, .plan = {}, .report = {}};
}

}
