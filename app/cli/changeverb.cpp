// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "operationreport.h"
#include "runoperation.h"
#include "planreport.h"
#include "source.h"
#include "verbs.h"

#include <KLocalizedString>

#include <cstdio>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
using operation::Operation;

/// Asks on the terminal. Nothing: there is nobody to ask.
std::optional<bool> confirmed(QIODevice &out)
{
    if (::isatty(STDIN_FILENO) == 0)
        return std::nullopt;
    out.write(encoded(i18nc("@info:shell the answers are in parentheses", "Carry this out? (y/N) ")));
    char line[16] = {};
    if (!std::fgets(line, sizeof line, stdin)) {
        out.write("\n");
        return false;
    }
    const QString answer = QString::fromLocal8Bit(line).trimmed().toLower();
    return answer == i18nc("@info:shell short for yes", "y") || answer == i18nc("@info:shell", "yes") || answer == "y"_L1;
}

core::Error nobodyToAsk(bool json)
{
    return {i18nc("@info:shell", "Nothing was done, because nobody could be asked."),
            json ? i18nc("@info:shell", "A question in the midst of JSON would help no program.") : i18nc("@info:shell", "The standard input is no terminal."),
            i18nc("@info:shell", "Add --yes to carry it out without a question.")};
}

/// What keeps a plan from being carried out, before anybody is asked.
struct Verdict {
    ExitCode code = ExitCode::Done;
    bool goOn = false;
};

Verdict verdict(const Invocation &call, const core::Plan &plan, QIODevice &out)
{
    if (plan.refused)
        return {.code = fail(refusal(plan)), .goOn = false};
    if (!willChange(plan))
        return {};
    if (call.yes)
        return {.code = ExitCode::Done, .goOn = true};
    const std::optional<bool> answer = call.json ? std::nullopt : confirmed(out);
    if (!answer)
        return {.code = fail(nobodyToAsk(call.json)), .goOn = false};
    if (!*answer)
        out.write(encoded(i18nc("@info:shell", "Nothing was done.") + u'\n'));
    return {.code = *answer ? ExitCode::Done : ExitCode::Failed, .goOn = *answer};
}

/// The last words, for people or programs.
ExitCode tell(const Invocation &call, const Operation &operation, StandardOutput &out)
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
    Operation operation(*call.goal, readerOf(call), call.context.transport());
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
    if (const Verdict verdict = cli::verdict(call, operation.plan(), out); !verdict.goOn) {
        if (call.json)
            out.write(jsonBytes(toJson(operation)));
        const ExitCode written = out.finish();
        return verdict.code == ExitCode::Done ? written : verdict.code;
    }
    std::optional<ProgressLines> lines;
    if (!call.json)
        lines.emplace(operation, out, call.terminal);
    carryOut(operation);
    lines.reset();
    return tell(call, operation, out);
}

ExitCode runRecover(const Invocation &call)
{
    Operation operation(*call.goal, readerOf(call), call.context.transport());
    carryOut(operation);
    StandardOutput out;
    return tell(call, operation, out);
}

}
