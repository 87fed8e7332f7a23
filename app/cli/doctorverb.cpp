// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "findingreport.h"
#include "json.h"
#include "source.h"
#include "verbs.h"

#include "core/checks/doctor.h"

#include <KLocalizedString>

#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
using State = core::DoctorCheck::State;

qsizetype countBad(const QList<core::DoctorCheck> &checks)
{
    return std::ranges::count(checks, State::Bad, &core::DoctorCheck::state);
}

QJsonObject toJson(const QList<core::DoctorCheck> &checks)
{
    QJsonArray array;
    for (const core::DoctorCheck &check : checks)
        array.append(checkToJson(check));
    return {{u"ready"_s, countBad(checks) == 0}, {u"checks"_s, array}};
}

QString stateText(State state, const Terminal &terminal)
{
    switch (state) {
    case State::Good:
        return terminal.unicode ? i18nc("@info:shell state of a check", "✔ good") : i18nc("@info:shell state of a check", "+ good");
    case State::Warning:
        return terminal.unicode ? i18nc("@info:shell state of a check", "▲ caution") : i18nc("@info:shell state of a check", "! caution");
    case State::Bad:
        return terminal.unicode ? i18nc("@info:shell state of a check", "✘ change needed") : i18nc("@info:shell state of a check", "x change needed");
    case State::Unknown:
        return i18nc("@info:shell state of a check", "? unknown");
    }
    Q_UNREACHABLE_RETURN({});
}

Tone tone(State state)
{
    switch (state) {
    case State::Good:
        return Tone::Good;
    case State::Warning:
        return Tone::Caution;
    case State::Bad:
        return Tone::Bad;
    case State::Unknown:
        return Tone::Dim;
    }
    Q_UNREACHABLE_RETURN(Tone::Plain);
}

void addCheck(TextReport &report, const core::DoctorCheck &check)
{
    constexpr int column = 17;
    report.hanging(0, stateText(check.state, report.terminal()), tone(check.state), column, check.text, Tone::Plain);
    addRemedy(report, check.remedy, check.state == State::Good ? QString() : check.evidence, column);
}

QString summary(const QList<core::DoctorCheck> &checks)
{
    const auto count = [&checks](State state) {
        return std::ranges::count(checks, state, &core::DoctorCheck::state);
    };
    if (const qsizetype bad = countBad(checks); bad > 0)
        return i18ncp("@info:shell", "This machine needs one change.", "This machine needs %1 changes.", bad);
    QStringList open;
    if (const qsizetype cautions = count(State::Warning); cautions > 0)
        open << i18ncp("@info:shell", "%1 caution", "%1 cautions", cautions);
    if (const qsizetype unknown = count(State::Unknown); unknown > 0)
        open << i18ncp("@info:shell", "%1 unknown result", "%1 unknown results", unknown);
    return open.isEmpty() ? i18nc("@info:shell", "This machine is ready for GPU passthrough.")
                          : i18nc("@info:shell %1 is a list such as “1 caution and 2 unknown results”",
                                  "This machine needs no change; see %1 above.",
                                  QLocale().createSeparatedList(open));
}

QByteArray text(const QList<core::DoctorCheck> &checks, const Terminal &terminal)
{
    TextReport report(terminal);
    for (const core::DoctorCheck &check : checks)
        addCheck(report, check);
    report.blank();
    report.heading(summary(checks));
    return report.bytes();
}
}

ExitCode runDoctor(const Invocation &call)
{
    const core::Result<core::Snapshot> snapshot = read(call, Holders::Skip);
    if (!snapshot)
        return fail(snapshot.error());
    const QList<core::DoctorCheck> checks = core::doctor(*snapshot);
    return call.json ? print(toJson(checks)) : print(text(checks, call.terminal));
}

}
