// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "detailspane.h"

#include "app/window/operation/operationtext.h"
#include "app/window/widgets/infocard.h"
#include "app/window/widgets/signwidget.h"
#include "app/model/functionlink.h"

#include "core/checks/blockers.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace app
{

namespace
{

Tone toneOf(Answer::Kind kind)
{
    switch (kind) {
    case Answer::Kind::Yes:
    case Answer::Kind::There:
        return Tone::Positive;
    case Answer::Kind::WithCare:
        return Tone::Neutral;
    case Answer::Kind::NotYet:
    case Answer::Kind::InTheWay:
        return Tone::Negative;
    case Answer::Kind::AssignedTogether:
    case Answer::Kind::Stays:
        return Tone::Plain;
    }
    Q_UNREACHABLE_RETURN(Tone::Plain);
}

QString subtitleOf(const core::Function &function)
{
    return i18nc("@info address, kind of device, where it is",
                 "%1 · %2 · %3",
                 function.address.toShortString(),
                 function.className,
                 deviceStateText(deviceState(function)));
}

/// A button whose turn has not come is not shown: nothing may pass a firm blocker, or an earlier change.
std::optional<DeviceAction> actionOf(const core::Function &function, const QList<core::Finding> &findings, bool unfinished, const QString &cannotChange)
{
    if (!core::isDisplay(function))
        return {};
    if (unfinished || needsRecovery(findings))
        return recoverAction(cannotChange);
    if (core::isOnVfio(function) || core::hasLostItsDriver(function))
        return DeviceAction{.verb = core::Verb::Release, .nextBootOnly = false, .label = i18nc("@action:button", "Take Back for This Computer…"), .disabledReason = cannotChange};
    if (!core::areAcceptable(core::blockersLeft(findings)))
        return {};
    const bool blocked = core::verdict(findings) == core::Verdict::Blocked;
    const QString label =
        blocked ? i18nc("@action:button although something stands in the way", "Give It All the Same…") : i18nc("@action:button", "Give to Virtual Machines…");
    return DeviceAction{.verb = core::Verb::Assign, .nextBootOnly = false, .label = label, .disabledReason = cannotChange};
}

QString iconOf(core::Verb verb)
{
    if (verb == core::Verb::Recover)
        return QStringLiteral("edit-undo");
    return verb == core::Verb::Assign ? QStringLiteral("go-next") : QStringLiteral("go-previous");
}

QList<FactSection> linkedFacts(const core::Snapshot &snapshot, const core::Function &function)
{
    QList<FactSection> sections = functionFacts(snapshot, function);
    for (FactSection &section : sections) {
        for (FunctionFact &fact : section.facts)
            fact.text = linkFunctions(fact.text, snapshot, function.address);
    }
    return sections;
}

Reason reasonOf(const core::ShareReason &reason, const core::Snapshot &snapshot, const core::PciAddress &here)
{
    return {.severity = {}, .text = linkFunctions(reason.text, snapshot, here), .remedy = linkFunctions(reason.remedy, snapshot, here), .evidence = {}};
}

}

std::optional<Details> detailsOf(const ShownMachine &machine, const core::PciAddress &address, const ActionAvailability &controller)
{
    const core::Function *function = machine.snapshot->function(address);
    if (!function)
        return {};
    const auto unfinished = controller.unfinished.constFind(address);
    const bool isUnfinished = unfinished != controller.unfinished.cend();
    Details details{.address = address,
                    .name = core::displayName(*function),
                    .subtitle = subtitleOf(*function),
                    .state = deviceState(*function),
                    .gpu = core::isDisplay(*function),
                    .answer = isUnfinished ? unfinishedAnswer(*unfinished) : answer(*machine.snapshot, machine.annotations, *function),
                    .action = actionOf(*function, machine.annotations.findings.value(address), isUnfinished, controller.cannotChange),
                    .start = bootAssignmentCardOf(machine.assignments, *machine.snapshot, *function, controller.cannotChange),
                    .findings = {},
                    .groupTitle = {},
                    .shareReasons = {},
                    .sections = linkedFacts(*machine.snapshot, *function)};
    if (isUnfinished && details.start && !details.start->chosen)
        details.start.reset();
    for (const core::Finding &finding : machine.annotations.findings.value(address))
        details.findings.append(reasonOf(finding, *machine.snapshot, address));
    if (!function->group)
        return details;
    details.groupTitle = i18nc("@title:group", "Why IOMMU group %1 is shared", core::number(*function->group));
    for (const core::ShareReason &reason : machine.annotations.shareReasons.value(core::number(*function->group)))
        details.shareReasons.append(reasonOf(reason, *machine.snapshot, address));
    return details;
}

DetailsPane::DetailsPane(QWidget *parent)
    : QScrollArea(parent)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(i18nc("@info:whatsthis", "Details of the selected function"));
}

void DetailsPane::setDetails(const Details &details)
{
    if (widget() && details == m_details)
        return;
    const int scrolled = details.address == m_details.address ? verticalScrollBar()->value() : 0;
    m_details = details;
    setUpdatesEnabled(false);
    rebuild();
    verticalScrollBar()->setValue(scrolled);
    setUpdatesEnabled(true);
}

void DetailsPane::rebuild()
{
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setSpacing(layout->spacing() + 4);
    // The content is parented only when it is whole, so that building it lays nothing out.
    addHeadline(layout);
    addButtons(layout);
    if (m_details.start && m_details.start->chosen)
        addBoot(layout);
    addAnswer(layout);
    for (const Reason &finding : std::as_const(m_details.findings))
        addReason(layout, finding);
    if (m_details.start && !m_details.start->chosen)
        addBoot(layout);
    addShareReasons(layout);
    addSections(layout);
    layout->addStretch();
    setWidget(content);
    content->setAccessibleName(m_details.name);
    content->adjustSize();
}

void DetailsPane::addHeadline(QVBoxLayout *layout)
{
    QWidget *content = layout->parentWidget();
    auto *row = new QHBoxLayout;
    row->setSpacing(content->fontMetrics().averageCharWidth() * 2);
    if (m_details.gpu)
        row->addWidget(new SignWidget(m_details.state, content), 0, Qt::AlignTop);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(makeHeading(m_details.name, 1.3, content));
    texts->addWidget(makeQuietText(m_details.subtitle.toHtmlEscaped(), content));
    row->addLayout(texts, 1);
    layout->addLayout(row);
}

void DetailsPane::addAnswer(QVBoxLayout *layout)
{
    const Tone tone = toneOf(m_details.answer.kind);
    auto *card = new InfoCard(tone, layout->parentWidget());
    card->setIcon(toneIcon(tone), {});
    card->body()->addWidget(makeHeading(m_details.answer.sentence, 1.1, card));
    if (!m_details.answer.detail.isEmpty())
        card->body()->addWidget(linked(makeText(m_details.answer.detail, card)));
    if (m_details.action)
        addAction(card);
    layout->addWidget(card);
}

void DetailsPane::addAction(InfoCard *card)
{
    const DeviceAction &action = *m_details.action;
    auto *button = new QPushButton(QIcon::fromTheme(iconOf(action.verb)), action.label, card);
    button->setObjectName(QStringLiteral("deed"));
    button->setEnabled(action.disabledReason.isEmpty());
    connect(button, &QPushButton::clicked, this, [this] {
        Q_EMIT actionRequested(*m_details.action, m_details.address);
    });
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 6, 0, 0);
    row->addWidget(button);
    row->addStretch();
    card->body()->addLayout(row);
    if (action.disabledReason.isEmpty())
        return;
    // A tooltip is out of reach for the keyboard, and a disabled button for a screen reader.
    button->setAccessibleDescription(action.disabledReason);
    card->body()->addWidget(makeQuietText(action.disabledReason.toHtmlEscaped(), card));
}

void DetailsPane::addBoot(QVBoxLayout *layout)
{
    const auto requested = [this](const DeviceAction &action) {
        Q_EMIT actionRequested(action, m_details.address);
    };
    layout->addWidget(makeBootAssignmentCard(*m_details.start, requested, layout->parentWidget()));
}

void DetailsPane::addButtons(QVBoxLayout *layout)
{
    QWidget *content = layout->parentWidget();
    auto *row = new QHBoxLayout;
    if (m_details.gpu) {
        auto *xml = new QPushButton(QIcon::fromTheme(QStringLiteral("document-export")), i18nc("@action:button", "Export libvirt XML…"), content);
        connect(xml, &QPushButton::clicked, this, [this] {
            Q_EMIT xmlRequested(m_details.address);
        });
        row->addWidget(xml);
    }
    auto *copy = new QPushButton(QIcon::fromTheme(QStringLiteral("edit-copy")), i18nc("@action:button", "Copy Address"), content);
    copy->setToolTip(m_details.address.toString());
    connect(copy, &QPushButton::clicked, this, [this] {
        Q_EMIT copyRequested(m_details.address);
    });
    row->addWidget(copy);
    row->addStretch();
    layout->addLayout(row);
}

void DetailsPane::addShareReasons(QVBoxLayout *layout)
{
    if (m_details.shareReasons.isEmpty())
        return;
    layout->addSpacing(6);
    layout->addWidget(makeHeading(m_details.groupTitle, 1.0, layout->parentWidget()));
    for (const Reason &reason : std::as_const(m_details.shareReasons))
        addReason(layout, reason);
}

void DetailsPane::addReason(QVBoxLayout *layout, const Reason &reason)
{
    InfoCard *card = makeReasonCard(reason, layout->parentWidget());
    for (QLabel *label : card->findChildren<QLabel *>())
        linked(label);
    layout->addWidget(card);
}

void DetailsPane::addSections(QVBoxLayout *layout)
{
    QWidget *content = layout->parentWidget();
    QList<QLabel *> labels;
    int labelWidth = 0;
    for (const FactSection &section : std::as_const(m_details.sections)) {
        layout->addSpacing(6);
        layout->addWidget(makeHeading(section.title, 1.0, content));
        auto *grid = new QGridLayout;
        grid->setVerticalSpacing(4);
        grid->setHorizontalSpacing(grid->horizontalSpacing() + 6);
        grid->setColumnStretch(1, 1);
        for (const FunctionFact &fact : section.facts) {
            const int row = grid->rowCount();
            QLabel *label = makeQuietText(fact.label.toHtmlEscaped(), content);
            label->setWordWrap(false);
            labels.append(label);
            labelWidth = std::max(labelWidth, label->sizeHint().width());
            QLabel *value =
                linked(fact.unread ? makeQuietText(QStringLiteral("<i>%1</i>").arg(fact.text), content) : makeText(fact.text, content));
            label->setBuddy(value);
            grid->addWidget(label, row, 0, Qt::AlignTop | Qt::AlignLeft);
            grid->addWidget(value, row, 1, Qt::AlignTop);
        }
        layout->addLayout(grid);
    }
    for (QLabel *label : std::as_const(labels))
        label->setMinimumWidth(labelWidth);
}

QLabel *DetailsPane::linked(QLabel *label)
{
    connect(label, &QLabel::linkActivated, this, [this](const QString &href) {
        if (const auto address = linkedFunction(href))
            Q_EMIT functionActivated(*address);
    });
    return label;
}

}
