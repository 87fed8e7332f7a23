// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "overviewpane.h"

#include "app/window/operation/operationtext.h"
#include "gpubutton.h"
#include "app/window/widgets/infocard.h"
#include "app/window/details/reasoncard.h"

#include "app/text/bootassignmenttext.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace app
{

namespace
{

/// Nobody reads a longer list.
constexpr qsizetype mostButtons = 16;

QString gpuSentence(const QList<GpuSummary> &gpus)
{
    const auto able = static_cast<int>(std::ranges::count_if(gpus, [](const GpuSummary &gpu) {
        return gpu.verdict != core::Verdict::Blocked && !gpu.unfinished;
    }));
    const QString all = i18ncp("@info", "One GPU", "%1 GPUs", static_cast<int>(gpus.size()));
    const QString can = able == 0 ? i18nc("@info of the GPUs", "none can go to a virtual machine yet")
                                  : i18ncp("@info of the GPUs", "one can go to a virtual machine", "%1 can go to a virtual machine", able);
    return i18nc("@info %1: 2 GPUs, %2: one can go", "%1: %2", all, can);
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
        return i18nc("@info a check of the machine", "To change");
    }
    Q_UNREACHABLE_RETURN({});
}

/// Whether the buttons that are there can show `after`.
bool differsInGpusOnly(const Overview &before, const Overview &after)
{
    return before.name == after.name && before.subtitle == after.subtitle && before.checks == after.checks
        && before.unreadableBootAssignments == after.unreadableBootAssignments && std::ranges::equal(before.gpus, after.gpus, {}, &GpuSummary::address, &GpuSummary::address)
        && gpuSentence(before.gpus) == gpuSentence(after.gpus);
}

QString machineAnswer(const QList<core::DoctorCheck> &checks)
{
    const auto bad = static_cast<int>(std::ranges::count(checks, core::DoctorCheck::State::Bad, &core::DoctorCheck::state));
    if (bad > 0)
        return i18ncp("@info", "One thing about this machine has to change", "%1 things about this machine have to change", bad);
    if (const auto cautions = static_cast<int>(std::ranges::count(checks, core::DoctorCheck::State::Warning, &core::DoctorCheck::state)); cautions > 0)
        return i18ncp("@info",
                      "Nothing about the machine itself has to change; there is one thing to know",
                      "Nothing about the machine itself has to change; there are %1 things to know",
                      cautions);
    const bool allKnown = std::ranges::none_of(checks, [](const core::DoctorCheck &check) {
        return check.state == core::DoctorCheck::State::Unknown;
    });
    return allKnown ? i18nc("@info", "The machine itself is ready") : i18nc("@info", "Nothing was found about the machine itself that has to change");
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

QList<OverviewPane::Unfinished> OverviewPane::unfinishedOf(const ShownMachine &machine, const ActionAvailability &controller)
{
    QSet<core::PciAddress> addresses(controller.unfinished.keyBegin(), controller.unfinished.keyEnd());
    for (const auto &[address, findings] : machine.annotations.findings.asKeyValueRange()) {
        if (needsRecovery(findings))
            addresses.insert(address);
    }
    QList<Unfinished> all;
    for (const core::PciAddress &address : std::as_const(addresses)) {
        const core::Function *gpu = machine.snapshot->function(address);
        const QString name = gpu ? core::displayName(*gpu) : operation::emptySlotName();
        all.append({address,
                    i18nc("@info %1 is a device, %2 its PCI address", "An earlier change of %1 (%2) is unfinished", name, address.toShortString()),
                    recoverAction(controller.cannotChange)});
    }
    std::ranges::sort(all, {}, &Unfinished::address);
    return all;
}

void OverviewPane::setMachine(const ShownMachinePtr &machine, const ActionAvailability &controller)
{
    const Overview before = std::exchange(m_overview, machine->overview);
    const QList<Unfinished> unfinished = unfinishedOf(*machine, controller);
    for (GpuSummary &gpu : m_overview.gpus)
        gpu.unfinished = std::ranges::find(unfinished, gpu.address, &Unfinished::address) != unfinished.end();
    QList<BootAssignmentCard> orphans;
    for (const core::BootAssignmentStatus &orphan : std::as_const(m_overview.orphans))
        orphans += orphanCard(orphan, *machine->snapshot, controller.cannotChange);
    const bool sameCards = m_orphans == orphans && m_unfinished == unfinished;
    m_orphans = orphans;
    m_unfinished = unfinished;
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
    for (const Unfinished &each : std::as_const(m_unfinished)) {
        auto *card = new InfoCard(Tone::Negative, layout->parentWidget());
        card->setIcon(toneIcon(Tone::Negative), {});
        card->body()->addWidget(makeHeading(each.sentence, 1.0, card));
        auto *button = new QPushButton(QIcon::fromTheme(QStringLiteral("edit-undo")), each.action.label, card);
        button->setObjectName(core::toKeyword(each.action.verb));
        button->setEnabled(each.action.disabledReason.isEmpty());
        button->setAccessibleDescription(each.action.disabledReason);
        connect(button, &QPushButton::clicked, this, [this, each] {
            Q_EMIT actionRequested(each.action, each.address);
        });
        card->body()->addWidget(button, 0, Qt::AlignLeading);
        if (!each.action.disabledReason.isEmpty())
            card->body()->addWidget(makeQuietText(each.action.disabledReason.toHtmlEscaped(), card));
        layout->addWidget(card);
    }
}

void OverviewPane::addGpus(QVBoxLayout *layout)
{
    QWidget *content = layout->parentWidget();
    if (m_overview.gpus.isEmpty()) {
        layout->addWidget(makeHeading(i18nc("@info", "There is no GPU in this machine."), 1.1, content));
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
        layout->addWidget(makeQuietText(i18ncp("@info", "One more is on the map.", "%1 more are on the map.", more), content));
}

/// What is stored for starts and belongs to none of the GPUs.
void OverviewPane::addBootAssignments(QVBoxLayout *layout)
{
    for (qsizetype i = 0; i < m_orphans.size(); ++i) {
        const auto requested = [this, address = m_overview.orphans[i].address](const DeviceAction &action) {
            Q_EMIT actionRequested(action, address);
        };
        layout->addWidget(makeBootAssignmentCard(m_orphans[i], requested, layout->parentWidget()));
    }
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
        // What is as it should be needs no card of its own.
        InfoCard *card = tone == Tone::Positive && good ? good : new InfoCard(tone, content);
        card->body()->addWidget(makeText(check.text.toHtmlEscaped(), card));
        if (!check.remedy.isEmpty())
            card->body()->addWidget(makeText(i18nc("@info", "<b>What to do:</b> %1", check.remedy.toHtmlEscaped()), card));
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
