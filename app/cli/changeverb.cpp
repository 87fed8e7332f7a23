// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "confirmation.h"
#include "operationreport.h"
#include "planreport.h"
#include "runoperation.h"
#include "source.h"
#include "verbs.h"

#include "host/machine/machinereader.h"

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
using operation::Operation;

Decision decide(const Invocation &call, const core::Plan &plan, QIODevice &out)
{
    if (plan.refused)
        return {.carryOut = false, .code = fail(refusal(plan))};
    if (!willChange(plan))
        return {};
    return confirm(call, out);
}

/// Prints the result, for people or programs.
ExitCode printResult(const Invocation &call, const Operation &operation, StandardOutput &out)
{
    const operation::OperationResult &result = operation.result();
    if (call.json)
        out.write(jsonBytes(toJson(operation)));
    else
        out.write(text(call.terminal, operation));
    const ExitCode written = out.finish();
    if (!result.error.what.isEmpty())
        complain(result.error);
    return result.succeeded ? written : ExitCode::Failed;
}
}

ExitCode runChange(const Invocation &call)
{
    Operation operation(*call.goal, host::machineReader(call.context.root), call.context.transport());
    if (const auto error = prepare(operation))
        return fail(*error);
    const auto device = deviceOf(*operation.before(), operation.goal());
    if (!device)
        return fail(device.error());
    StandardOutput out;
    if (!call.json) {
        TextReport report(call.terminal);
        addPlan(report, operation.plan(), *device, operation.before()->machine);
        out.write(report.bytes());
    }
    if (const Decision decision = decide(call, operation.plan(), out); !decision.carryOut) {
        if (call.json)
            out.write(jsonBytes(toJson(operation)));
        const ExitCode written = out.finish();
        return decision.code == ExitCode::Done ? written : decision.code;
    }
    std::optional<ProgressLines> lines;
    if (!call.json)
        lines.emplace(operation, out, call.terminal);
    carryOut(operation);
    lines.reset();
    return printResult(call, operation, out);
}

ExitCode runRecover(const Invocation &call)
{
    Operation operation(*call.goal, host::machineReader(call.context.root), call.context.transport());
    carryOut(operation);
    StandardOutput out;
    return printResult(call, operation, out);
}

}
