// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "confirmation.h"

#include <KLocalizedString>

#include <cstdio>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
/// No value where standard input is not a terminal.
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
}

Decision confirm(const Invocation &call, QIODevice &out)
{
    if (call.yes)
        return {.carryOut = true, .code = ExitCode::Done};
    const std::optional<bool> answer = call.json ? std::nullopt : confirmed(out);
    if (!answer)
        return {.carryOut = false, .code = fail(cannotConfirm(call.json))};
    if (!*answer)
        out.write(encoded(i18nc("@info:shell", "Nothing was changed.") + u'\n'));
    return {.carryOut = *answer, .code = *answer ? ExitCode::Done : ExitCode::Failed};
}

}
