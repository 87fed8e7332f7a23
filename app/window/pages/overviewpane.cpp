// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "overviewpane.h"

#include "gpubutton.h"

#include "app/text/bootassignmenttext.h"
#include "app/window/details/reasoncard.h"
#include "app/window/operation/operationtext.h"
#include "app/window/widgets/infocard.h"

#include <KLocalizedString>

#include <QMap>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace app
{

namespace
{

/// A longer list would push the checks out of view.
constexpr qsizetype mostButtons = 16;

QString gpuSentence(const QList<GpuSummary> &gpus)
{
    const auto able = static_cast<int>(std::ranges::count_if(gpus, [](const GpuSummary &gpu) {
        return gpu.verdict != core::Verdict::Blocked && !gpu.unfinished;
    }));
    const QString all = i18ncp("@info", "One GPU", "%1 GPUs", static_cast<int>(gpus.size()));
    const QString can =
        able == 0 ? i18nc("@info of the GPUs", "none can be assigned to VMs yet") : i18ncp("@info of the GPUs", "one can be assigned to VMs", "%1 can be assigned to VMs", able);
    return i18nc("@info %1: 2 GPUs, %2: one can be assigned to VMs", "%1: %2", all, can);
}

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

QString stateText(core::DoctorCheck::State state)
{
    switch (state) {
    case core::DoctorCheck::State::Good:
        return i18nc("@info a check of the machine", "Good");
    case core::DoctorCheck::State::Warning:
        return i18nc("@info a check of the machine", "Caution");
    case core::DoctorCheck::State::Unknown:
        return i18nc("@info a check of the machine", "Unknown");
    case core::DoctorCheck::State::Bad:
        return i18nc("@info a check of the machine", "Change needed");
    }
    Q_UNREACHABLE_RETURN({});
}

/// Whether the existing buttons can show `after`.
bool differsInGpusOnly(const Overview &before, const Overview &after)
{
    return before.name == after.name && before.subtitle == after.subtitle && before.checks == after.checks && before.orphans == after.orphans
        && before.unreadableBootAssignments == after.unreadableBootAssignments
        && std::ranges::equal(before.gpus, after.gpus, {}, &GpuSummary::address, &GpuSummary::address) && gpuSentence(before.gpus) == gpuSentence(after.gpus);
}

QString machineAnswer(const QList<core::DoctorCheck> &checks)
{
    const auto bad = static_cast<int>(std::ranges::count(checks, core::DoctorCheck::State::Bad, &core::DoctorCheck::state));
    if (bad > 0)
        return i18ncp("@info", "This machine needs one change", "This machine needs %1 changes", bad);
    if (const auto cautions = static_cast<int>(std::ranges::count(checks, core::DoctorCheck::State::Warning, &core::DoctorCheck::state)); cautions > 0)
        return i18ncp("@info", "This machine needs no change; one caution applies", "This machine needs no change; %1 cautions apply", cautions);
    const bool allKnown = std::ranges::none_of(checks, [](const core::DoctorCheck &check) {
        return check.state == core::DoctorCheck::State::Unknown;
    });
    return allKnown ? i18nc("@info", "This machine is ready") : i18nc("@info", "This machine needs no change as far as Turnout can read");
}

/// With the interrupted operations that only this window knows of.
Overview withUnfinished(Overview overview, const QHash<core::PciAddress, core::Verb> &unfinished)
{
    for (GpuSummary &gpu : overview.gpus)
        gpu.unfinished = gpu.unfinished || unfinished.contains(gpu.address);
    return overview;
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

QList<OverviewPane::Unfinished> OverviewPane::unfinishedOf(const Overview &overview, const QHash<core::PciAddress, core::Verb> &others)
{
    QMap<core::PciAddress, QString> names;
    for (const core::PciAddress &address : others.keys())
        names.insert(address, emptySlotName());
    for (const GpuSummary &gpu : overview.gpus) {
        if (gpu.unfinished)
            names.insert(gpu.address, gpu.name);
    }
    QList<Unfinished> all;
    for (const auto &[address, name] : names.asKeyValueRange())
        all.append({i18nc("@info %1 is a device, %2 its PCI address", "An operation on %1 (%2) was interrupted", name, address.toShortString()),
                    recoverAction(address)});
    return all;
}

void OverviewPane::setOverview(const Overview &overview, const ActionAvailability &availability)
{
    const Overview before = std::exchange(m_overview, withUnfinished(overview, availability.unfinished));
    const QList<Unfinished> unfinished = unfinishedOf(m_overview, availability.unfinished);
    const bool sameCards = m_unfinished == unfinished && m_disabledReason == availability.disabledReason;
    m_unfinished = unfinished;
    m_disabledReason = availability.disabledReason;
    if (widget() && m_overview == before && sameCards)
        return;
    if (widget() && sameCards && differsInGpusOnly(before, m_overview)) {
        for (qsizetype i = 0; i < m_buttons.size(); ++i)
            m_buttons[i]->setGpu(m_overview.gpus[i]);
        return;
    }
    setUpdatesEnabled(false);
    rebuild();
    setUpdatesEnabled(true);
}

void OverviewPane::rebuild()
{
    m_buttons.clear();
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setSpacing(layout->spacing() + 4);
    layout->addWidget(makeHeading(m_overview.name, 1.3, content));
    if (!m_overview.subtitle.isEmpty())
        layout->addWidget(makeQuietText(m_overview.subtitle.toHtmlEscaped(), content));
    layout->addSpacing(6);
    addUnfinished(layout);
    addGpus(layout);
    addBootAssignments(layout);
    layout->addSpacing(6);
    addChecks(layout);
    layout->addStretch();
    setWidget(content);
}

void OverviewPane::addUnfinished(QVBoxLayout *layout)
{
    for (const auto &[sentence, action] : std::as_const(m_unfinished)) {
        auto *card = new InfoCard(Tone::Negative, layout->parentWidget());
        card->setIcon(toneIcon(Tone::Negative), {});
        card->body()->addWidget(makeHeading(sentence, 1.0, card));
        const auto requested = [this](const core::Goal &goal) {
            Q_EMIT operationRequested(goal);
        };
        card->body()->addWidget(makeActionButton(action, m_disabledReason, requested, card), 0, Qt::AlignLeading);
        addDisabledReason(card->body(), m_disabledReason, card);
        layout->addWidget(card);
    }
}

void OverviewPane::addGpus(QVBoxLayout *layout)
{
    QWidget *content = layout->parentWidget();
    if (m_overview.gpus.isEmpty()) {
        layout->addWidget(makeHeading(i18nc("@info", "This machine has no GPU."), 1.1, content));
        return;
    }
    layout->addWidget(makeHeading(gpuSentence(m_overview.gpus), 1.1, content));
    for (const GpuSummary &gpu : std::as_const(m_overview.gpus).first(std::min(m_overview.gpus.size(), mostButtons))) {
        auto *button = new GpuButton(gpu, content);
        connect(button, &QAbstractButton::clicked, this, [this, address = gpu.address] {
            Q_EMIT functionActivated(address);
        });
        m_buttons.append(button);
        layout->addWidget(button);
    }
    if (const auto more = static_cast<int>(m_overview.gpus.size() - m_buttons.size()); more > 0)
        layout->addWidget(makeQuietText(i18ncp("@info", "The map shows one more.", "The map shows %1 more.", more), content));
}

/// Those of no GPU in this machine.
void OverviewPane::addBootAssignments(QVBoxLayout *layout)
{
    const auto requested = [this](const core::Goal &goal) {
        Q_EMIT operationRequested(goal);
    };
    for (const ShownBootAssignment &orphan : std::as_const(m_overview.orphans))
        layout->addWidget(makeBootAssignmentCard(bootAssignmentCardOf(orphan), m_disabledReason, requested, layout->parentWidget()));
    if (const core::Error &error = m_overview.unreadableBootAssignments; !error.what.isEmpty())
        layout->addWidget(makeErrorCard(error, layout->parentWidget()));
}

void OverviewPane::addChecks(QVBoxLayout *layout)
{
    QWidget *content = layout->parentWidget();
    layout->addWidget(makeHeading(machineAnswer(m_overview.checks), 1.1, content));
    InfoCard *good = nullptr;
    for (const core::DoctorCheck &check : std::as_const(m_overview.checks)) {
        const Tone tone = toneOf(check.state);
        // Good checks share one card.
        InfoCard *card = tone == Tone::Positive && good ? good : new InfoCard(tone, content);
        card->body()->addWidget(makeText(check.text.toHtmlEscaped(), card));
        if (!check.remedy.isEmpty())
            card->body()->addWidget(makeText(i18nc("@info", "<b>Remedy:</b> %1", check.remedy.toHtmlEscaped()), card));
        if (tone != Tone::Positive && !check.evidence.isEmpty())
            card->body()->addWidget(makeQuietText(i18nc("@info", "Evidence: %1", check.evidence.toHtmlEscaped()), card));
        if (card == good)
            continue;
        card->setIcon(toneIcon(tone), stateText(check.state));
        if (tone == Tone::Positive)
            good = card;
        else
            layout->addWidget(card);
    }
    if (good)
        layout->addWidget(good);
}

}
