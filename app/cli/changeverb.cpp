// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "operationreport.h"
#include "planreport.h"
#include "runoperation.h"
#include "source.h"
#include "verbs.h"

#include "host/machine/machinereader.h"

#include <KLocalizedString>

#include <cstdio>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
using operation::Operation;

/// Asks on the terminal; no value where standard input is not one.
std::optional<bool> confirmed(QIODevice &out)
{
    if (::isatty(STDIN_FILENO) == 0)
        return std::nullopt;
    out.write(encoded(i18nc("@info:shell the answers are in parentheses", "Continue? (y/N) ")));
    char line[16] = {};
    if (!std::fgets(line, sizeof line, stdin)) {
        out.write("\n");
        return false;
    }
    const QString answer = QString::fromLocal8Bit(line).trimmed().toLower();
    return answer == i18nc("@info:shell short for yes", "y") || answer == i18nc("@info:shell", "yes") || answer == "y"_L1;
}

core::Error cannotConfirm(bool json)
{
    return {i18nc("@info:shell", "Nothing was changed, because this needs a confirmation."),
            json ? i18nc("@info:shell", "--json cannot prompt.") : i18nc("@info:shell", "Standard input is not a terminal."),
            i18nc("@info:shell", "Add --yes to continue without a prompt.")};
}

/// Whether to carry the plan out, and the exit code if not.
struct Decision {
    bool carryOut = false;
    ExitCode code = ExitCode::Done;
};

Decision decide(const Invocation &call, const core::Plan &plan, QIODevice &out)
{
    if (plan.refused)
        return {.carryOut = false, .code = fail(refusal(plan))};
    if (!willChange(plan))
        return {};
    if (call.yes)
        return {.carryOut = true, .code = ExitCode::Done};
    const std::optional<bool> answer = call.json ? std::nullopt : confirmed(out);
    if (!answer)
        return {.carryOut = false, .code = fail(cannotConfirm(call.json))};
    if (!*answer)
        out.write(encoded(i18nc("@info:shell", "Nothing was changed.") + u'\n'));
    return {.carryOut = *answer, .code = *answer ? ExitCode::Done : ExitCode::Failed};
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
