// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "overviewpane.h"

#include "answer.h"
#include "gpubutton.h"
#include "infocard.h"
#include "words.h"

#include "core/pciclass.h"

#include <KLocalizedString>

#include <QVBoxLayout>

#include <algorithm>

namespace app
{

namespace
{

Tone toneOf(core::DoctorCheck::State state)
{
    switch (state) {
    case core::DoctorCheck::State::Good:
        return Tone::Positive;
    case core::DoctorCheck::State::Warning:
        return Tone::Neutral;
    case core::DoctorCheck::State::Bad:
        return Tone::Negative;
    case core::DoctorCheck::State::Unknown:
        return Tone::Plain;
    }
    Q_UNREACHABLE_RETURN(Tone::Plain);
}

QString stateWord(core::DoctorCheck::State state)
{
    switch (state) {
    case core::DoctorCheck::State::Good:
        return i18nc("@info a check of the machine", "Good");
    case core::DoctorCheck::State::Warning:
        return i18nc("@info a check of the machine", "Caution");
    case core::DoctorCheck::State::Unknown:
        return i18nc("@info a check of the machine", "Unknown");
    case core::DoctorCheck::State::Bad:
        return i18nc("@info a check of the machine", "To change");
    }
    Q_UNREACHABLE_RETURN({});
}

/// What has to change first, what could not be read after what is known to be a drawback.
QList<core::DoctorCheck> checksOf(const core::Snapshot &snapshot)
{
    const auto rank = [](const core::DoctorCheck &check) {
        switch (check.state) {
        case core::DoctorCheck::State::Bad:
            return 0;
        case core::DoctorCheck::State::Warning:
            return 1;
        case core::DoctorCheck::State::Unknown:
            return 2;
        case core::DoctorCheck::State::Good:
            return 3;
        }
        Q_UNREACHABLE_RETURN(3);
    };
    QList<core::DoctorCheck> checks = core::doctor(snapshot);
    std::ranges::stable_sort(checks, {}, rank);
    return checks;
}

QString machineAnswer(const QList<core::DoctorCheck> &checks)
{
    const auto bad = static_cast<int>(std::ranges::count(checks, core::DoctorCheck::State::Bad, &core::DoctorCheck::state));
    if (bad > 0)
        return i18ncp("@info", "One thing about this machine has to change", "%1 things about this machine have to change", bad);
    return i18nc("@info", "The machine itself is ready");
}

}

OverviewPane::OverviewPane(QWidget *parent)
    : QScrollArea(parent)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(i18nc("@info:whatsthis", "Overview of the machine"));
}

OverviewPane::Overview OverviewPane::overviewOf(const ShownMachine &shown)
{
    const core::Machine &machine = shown.snapshot->machine;
    QStringList system{machine.operatingSystem};
    if (!machine.kernel.isEmpty())
        system.append(i18nc("@info kernel version", "Linux %1", machine.kernel));
    system.removeAll(QString());
    Overview overview{.name = machineName(machine), .subtitle = system.join(QStringLiteral(" · ")), .gpus = {}, .checks = checksOf(*shown.snapshot)};
    for (const core::Function &function : shown.snapshot->functions) {
        const auto findings = shown.annotations.findings.constFind(function.address);
        if (findings == shown.annotations.findings.cend())
            continue;
        const TurnoutState state = turnoutState(function);
        overview.gpus.append({.address = function.address,
                              .name = core::displayName(function),
                              .subtitle = i18nc("@info address, who has it", "%1 · %2", function.address.toShortString(), turnoutWord(state)),
                              .state = state,
                              .verdict = core::verdict(*findings)});
    }
    return overview;
}

void OverviewPane::setMachine(const ShownMachinePtr &machine)
{
    Overview overview = overviewOf(*machine);
    if (widget() && overview == m_overview)
        return;
    m_overview = std::move(overview);
    setUpdatesEnabled(false);
    rebuild();
    setUpdatesEnabled(true);
}

void OverviewPane::rebuild()
{
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setSpacing(layout->spacing() + 4);
    layout->addWidget(makeHeading(m_overview.name, 1.3, content));
    if (!m_overview.subtitle.isEmpty())
        layout->addWidget(makeQuietText(m_overview.subtitle.toHtmlEscaped(), content));
    layout->addSpacing(6);
    addGpus(layout);
    layout->addSpacing(6);
    addChecks(layout);
    layout->addStretch();
    setWidget(content);
}

void OverviewPane::addGpus(QVBoxLayout *layout)
{
    QWidget *content = layout->parentWidget();
    if (m_overview.gpus.isEmpty()) {
        layout->addWidget(makeHeading(i18nc("@info", "There is no GPU in this machine."), 1.1, content));
        return;
    }
    const auto ready = static_cast<int>(std::ranges::count_if(m_overview.gpus, [](const Gpu &gpu) {
        return gpu.verdict != core::Verdict::Blocked;
    }));
    const QString gpus = i18ncp("@info", "One GPU", "%1 GPUs", static_cast<int>(m_overview.gpus.size()));
    const QString can = ready == 0 ? i18nc("@info of the GPUs", "none can go to a virtual machine yet")
                                   : i18ncp("@info of the GPUs", "one can go to a virtual machine", "%1 can go to a virtual machine", ready);
    layout->addWidget(makeHeading(i18nc("@info %1: 2 GPUs, %2: one can go", "%1: %2", gpus, can), 1.1, content));
    for (const Gpu &gpu : std::as_const(m_overview.gpus)) {
        auto *button = new GpuButton(gpu.state, gpu.name, gpu.subtitle, gpu.verdict, content);
        connect(button, &QAbstractButton::clicked, this, [this, address = gpu.address] {
            Q_EMIT functionActivated(address);
        });
        layout->addWidget(button);
    }
}

void OverviewPane::addChecks(QVBoxLayout *layout)
{
    QWidget *content = layout->parentWidget();
    layout->addWidget(makeHeading(machineAnswer(m_overview.checks), 1.1, content));
    InfoCard *good = nullptr;
    for (const core::DoctorCheck &check : std::as_const(m_overview.checks)) {
        const Tone tone = toneOf(check.state);
        // What is as it should be needs no card of its own.
        InfoCard *card = tone == Tone::Positive && good ? good : new InfoCard(tone, content);
        card->body()->addWidget(makeText(check.text.toHtmlEscaped(), card));
        if (!check.remedy.isEmpty())
            card->body()->addWidget(makeText(i18nc("@info", "<b>What to do:</b> %1", check.remedy.toHtmlEscaped()), card));
        if (tone != Tone::Positive && !check.evidence.isEmpty())
            card->body()->addWidget(makeQuietText(i18nc("@info", "Seen in %1", check.evidence.toHtmlEscaped()), card));
        if (card == good)
            continue;
        card->setIcon(toneIcon(tone), stateWord(check.state));
        if (tone == Tone::Positive)
            good = card;
        else
            layout->addWidget(card);
    }
    if (good)
        layout->addWidget(good);
}

}
