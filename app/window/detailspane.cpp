// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "detailspane.h"

#include "infocard.h"
#include "signwidget.h"
#include "words.h"

#include "core/pciclass.h"

#include <KLocalizedString>

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

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
    case Answer::Kind::Travels:
    case Answer::Kind::Stays:
        return Tone::Plain;
    }
    Q_UNREACHABLE_RETURN(Tone::Plain);
}

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

QString severityWord(core::Severity severity)
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

QString subtitleOf(const core::Function &function)
{
    return i18nc("@info address, kind of device, where it is",
                 "%1 · %2 · %3",
                 function.address.toShortString(),
                 function.className,
                 turnoutWord(turnoutState(function)));
}

Reason reasonOf(const core::Finding &finding, const core::Snapshot &snapshot, const core::PciAddress &here)
{
    return {.severity = finding.severity,
            .text = linkFunctions(finding.text, snapshot, here),
            .remedy = linkFunctions(finding.remedy, snapshot, here),
            .evidence = finding.evidence.toHtmlEscaped()};
}

Reason reasonOf(const core::ShareReason &reason, const core::Snapshot &snapshot, const core::PciAddress &here)
{
    return {.severity = {}, .text = linkFunctions(reason.text, snapshot, here), .remedy = linkFunctions(reason.remedy, snapshot, here), .evidence = {}};
}

}

std::optional<Details> detailsOf(const ShownMachine &machine, const core::PciAddress &address)
{
    const core::Function *function = machine.snapshot->function(address);
    if (!function)
        return {};
    Details details{.address = address,
                    .name = core::displayName(*function),
                    .subtitle = subtitleOf(*function),
                    .state = turnoutState(*function),
                    .gpu = core::isDisplay(*function),
                    .answer = answer(*machine.snapshot, machine.annotations, *function),
                    .findings = {},
                    .groupTitle = {},
                    .shareReasons = {},
                    .sections = facts(*machine.snapshot, *function)};
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
    addAnswer(layout);
    addReasons(layout);
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
    layout->addWidget(card);
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

void DetailsPane::addReasons(QVBoxLayout *layout)
{
    for (const Reason &finding : std::as_const(m_details.findings))
        addReason(layout, finding);
    if (m_details.shareReasons.isEmpty())
        return;
    layout->addSpacing(6);
    layout->addWidget(makeHeading(m_details.groupTitle, 1.0, layout->parentWidget()));
    for (const Reason &reason : std::as_const(m_details.shareReasons))
        addReason(layout, reason);
}

void DetailsPane::addReason(QVBoxLayout *layout, const Reason &reason)
{
    const Tone tone = toneOf(reason.severity);
    auto *card = new InfoCard(tone, layout->parentWidget());
    if (reason.severity)
        card->setIcon(toneIcon(tone), severityWord(*reason.severity));
    card->body()->addWidget(linked(makeText(reason.text, card)));
    if (!reason.remedy.isEmpty())
        card->body()->addWidget(linked(makeText(i18nc("@info", "<b>What to do:</b> %1", reason.remedy), card)));
    if (!reason.evidence.isEmpty())
        card->body()->addWidget(makeQuietText(i18nc("@info", "Seen in %1", reason.evidence), card));
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
        for (const Fact &fact : section.facts) {
            const int row = grid->rowCount();
            QLabel *label = makeQuietText(fact.label.toHtmlEscaped(), content);
            label->setWordWrap(false);
            labels.append(label);
            labelWidth = std::max(labelWidth, label->sizeHint().width());
            QLabel *value =
                linked(fact.unread ? makeQuietText(QStringLiteral("<i>%1</i>").arg(fact.text.toHtmlEscaped()), content) : makeText(fact.text, content));
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
