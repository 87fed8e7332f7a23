// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "findingreport.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
QString severityLabel(core::Severity severity, const Terminal &terminal)
{
    switch (severity) {
    case core::Severity::Note:
        return terminal.unicode ? i18nc("@info:shell severity", "• note") : i18nc("@info:shell severity", "- note");
    case core::Severity::Caution:
        return verdictLabel(core::Verdict::Caution, terminal);
    case core::Severity::Blocker:
        return verdictSign(core::Verdict::Blocked, terminal) + u' ' + i18nc("@info:shell severity", "blocker");
    }
    Q_UNREACHABLE_RETURN({});
}
}

QString verdictSign(core::Verdict verdict, const Terminal &terminal)
{
    switch (verdict) {
    case core::Verdict::Ready:
        return terminal.unicode ? u"✔"_s : u"+"_s;
    case core::Verdict::Caution:
        return terminal.unicode ? u"▲"_s : u"!"_s;
    case core::Verdict::Blocked:
        return terminal.unicode ? u"✘"_s : u"x"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString verdictLabel(core::Verdict verdict, const Terminal &terminal)
{
    const QString sign = verdictSign(verdict, terminal) + u' ';
    switch (verdict) {
    case core::Verdict::Ready:
        return sign + i18nc("@info:shell verdict", "ready");
    case core::Verdict::Caution:
        return sign + i18nc("@info:shell verdict", "caution");
    case core::Verdict::Blocked:
        return sign + i18nc("@info:shell verdict", "blocked");
    }
    Q_UNREACHABLE_RETURN({});
}

Tone tone(core::Verdict verdict)
{
    switch (verdict) {
    case core::Verdict::Ready:
        return Tone::Good;
    case core::Verdict::Caution:
        return Tone::Caution;
    case core::Verdict::Blocked:
        return Tone::Bad;
    }
    Q_UNREACHABLE_RETURN(Tone::Plain);
}

void addFinding(TextReport &report, const core::Finding &finding)
{
    report.field(severityLabel(finding.severity, report.terminal()), finding.text);
    addRemedy(report, finding.remedy, finding.evidence, TextReport::fieldColumn);
}

void addRemedy(TextReport &report, const QString &remedy, const QString &evidence, int column)
{
    if (!remedy.isEmpty())
        report.paragraph(i18nc("@info:shell %1 is a remedy", "Remedy: %1", remedy), column);
    if (!evidence.isEmpty())
        report.paragraph(i18nc("@info:shell %1 is a file and its content", "Evidence: %1", evidence), column, Tone::Dim);
}

}
