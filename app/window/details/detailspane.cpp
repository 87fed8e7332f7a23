// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "detailspane.h"

#include "app/window/operation/actionbutton.h"
#include "app/window/widgets/infocard.h"
#include "app/window/widgets/links.h"
#include "app/window/widgets/signwidget.h"

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
    case Answer::Kind::Assigned:
        return Tone::Positive;
    case Answer::Kind::WithCare:
        return Tone::Neutral;
    case Answer::Kind::NotYet:
    case Answer::Kind::BlocksGpu:
        return Tone::Negative;
    case Answer::Kind::AssignedTogether:
    case Answer::Kind::StaysOnHost:
        return Tone::Plain;
    }
    Q_UNREACHABLE_RETURN(Tone::Plain);
}

}

DetailsPane::DetailsPane(QWidget *parent)
    : QScrollArea(parent)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(i18nc("@info:whatsthis", "Details of the selected function"));
}

void DetailsPane::setDetails(const Details &details, const QString &disabledReason)
{
    if (widget() && details == m_details && disabledReason == m_disabledReason)
        return;
    const int scrolled = details.address == m_details.address ? verticalScrollBar()->value() : 0;
    m_details = details;
    m_disabledReason = disabledReason;
    setUpdatesEnabled(false);
    rebuild();
    verticalScrollBar()->setValue(scrolled);
    setUpdatesEnabled(true);
}

void DetailsPane::clear()
{
    delete takeWidget();
}

void DetailsPane::rebuild()
{
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setSpacing(layout->spacing() + 4);
    // The content gets its parent when it is complete, so that building it causes no layout.
    addHeadline(layout);
    addButtons(layout);
    if (m_details.boot && m_details.boot->assigned)
        addBoot(layout);
    addAnswer(layout);
    for (const Reason &finding : std::as_const(m_details.findings))
        layout->addWidget(makeReasonCard(finding, content));
    if (m_details.boot && !m_details.boot->assigned)
        addBoot(layout);
    addShareReasons(layout);
    addSections(layout);
    layout->addStretch();
    followLinks(content, [this](const core::PciAddress &address) {
        Q_EMIT functionActivated(address);
    });
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
        card->body()->addWidget(makeText(m_details.answer.detail, card));
    if (m_details.action)
        addAction(card);
    layout->addWidget(card);
}

void DetailsPane::addAction(InfoCard *card)
{
    const auto requested = [this](const core::Goal &goal) {
        Q_EMIT operationRequested(goal);
    };
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 6, 0, 0);
    row->addWidget(makeActionButton(*m_details.action, m_disabledReason, requested, card));
    row->addStretch();
    card->body()->addLayout(row);
    addDisabledReason(card->body(), m_disabledReason, card);
}

void DetailsPane::addBoot(QVBoxLayout *layout)
{
    const auto requested = [this](const core::Goal &goal) {
        Q_EMIT operationRequested(goal);
    };
    layout->addWidget(makeBootAssignmentCard(*m_details.boot, m_disabledReason, requested, layout->parentWidget()));
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
        layout->addWidget(makeReasonCard(reason, layout->parentWidget()));
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
            QLabel *value = fact.unread ? makeQuietText(QStringLiteral("<i>%1</i>").arg(fact.text), content) : makeText(fact.text, content);
            label->setBuddy(value);
            grid->addWidget(label, row, 0, Qt::AlignTop | Qt::AlignLeft);
            grid->addWidget(value, row, 1, Qt::AlignTop);
        }
        layout->addLayout(grid);
    }
    for (QLabel *label : std::as_const(labels))
        label->setMinimumWidth(labelWidth);
}

}
