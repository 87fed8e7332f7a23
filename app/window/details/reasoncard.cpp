// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "reasoncard.h"

#include "app/model/functionlink.h"

#include <KLocalizedString>

#include <QVBoxLayout>

namespace app
{

namespace
{

Tone toneOf(const std::optional<core::Severity> &severity)
{
    if (!severity)
        return Tone::Plain;
    switch (*severity) {
    case core::Severity::Note:
        return Tone::Plain;
    case core::Severity::Caution:
        return Tone::Neutral;
    case core::Severity::Blocker:
        return Tone::Negative;
    }
    Q_UNREACHABLE_RETURN(Tone::Plain);
}

QString severityText(core::Severity severity)
{
    switch (severity) {
    case core::Severity::Note:
        return i18nc("@info severity of a finding", "Note");
    case core::Severity::Caution:
        return i18nc("@info severity of a finding", "Caution");
    case core::Severity::Blocker:
        return i18nc("@info severity of a finding", "Blocker");
    }
    Q_UNREACHABLE_RETURN({});
}

}

Reason reasonOf(const core::Finding &finding, const core::Snapshot &snapshot, const core::PciAddress &here)
{
    return {.severity = finding.severity,
            .text = linkFunctions(finding.text, snapshot, here),
            .remedy = linkFunctions(finding.remedy, snapshot, here),
            .evidence = finding.evidence.toHtmlEscaped()};
}

InfoCard *makeReasonCard(const Reason &reason, QWidget *parent)
{
    const Tone tone = toneOf(reason.severity);
    auto *card = new InfoCard(tone, parent);
    if (reason.severity)
        card->setIcon(toneIcon(tone), severityText(*reason.severity));
    card->body()->addWidget(makeText(reason.text, card));
    if (!reason.remedy.isEmpty())
        card->body()->addWidget(makeText(i18nc("@info", "<b>Remedy:</b> %1", reason.remedy), card));
    if (!reason.evidence.isEmpty())
        card->body()->addWidget(makeQuietText(i18nc("@info", "Evidence: %1", reason.evidence), card));
    return card;
}

InfoCard *makeErrorCard(const core::Error &error, QWidget *parent)
{
    auto *card = new InfoCard(Tone::Plain, parent);
    card->body()->addWidget(makeText(QStringLiteral("<b>%1</b>").arg(error.what.toHtmlEscaped()), card));
    if (!error.why.isEmpty())
        card->body()->addWidget(makeText(error.why.toHtmlEscaped(), card));
    if (!error.remedy.isEmpty())
        card->body()->addWidget(makeText(i18nc("@info", "<b>Remedy:</b> %1", error.remedy.toHtmlEscaped()), card));
    return card;
}

}
