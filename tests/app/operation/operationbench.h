// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/operation/operation.h"
#include "directtransport.h"
#include "host/machine/machinereader.h"
#include "scriptedtransport.h"
#include "tests/helper/simulatedkernel.h"

#include <QTest>

inline constexpr core::PciAddress gpu{0, 1, 0, 0};
inline constexpr core::PciAddress hostGpu{0, 0, 2, 0};

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

inline bool reaches(const app::operation::Operation &operation, app::operation::Operation::Phase phase)
{
    return QTest::qWaitFor(
        [&] {
            return operation.phase() == phase;
        },
        300000);
}

/// An operation through the test's own helper, on a simulated machine.
struct OperationBench {
    SimulatedKernel kernel;

    std::unique_ptr<app::operation::Operation> operation(core::Verb verb, std::unique_ptr<app::operation::Transport> transport = {}, const core::PciAddress &address = gpu) const
    {
        if (!transport)
            transport = std::make_unique<DirectTransport>(kernel.context());
        return std::make_unique<app::operation::Operation>(goalOf(verb, address), readerOf(kernel), std::move(transport));
    }

    app::operation::OperationResult run(core::Verb verb, std::unique_ptr<app::operation::Transport> transport = {}) const
    {
        const auto operation = this->operation(verb, std::move(transport));
        if (core::needsFingerprint(verb)) {
            operation->prepare();
            if (!reaches(*operation, app::operation::Operation::Phase::Planned))
                return {};
        }
        operation->carryOut();
        return reaches(*operation, app::operation::Operation::Phase::Ended) ? operation->result() : app::operation::OperationResult();
    }

    app::operation::OperationResult runScripted(core::Verb verb, const ScriptedTransport::Script &script) const
    {
        return run(verb, std::make_unique<ScriptedTransport>(script));
    }
};
