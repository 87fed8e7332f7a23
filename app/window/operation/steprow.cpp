// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "steprow.h"

#include "app/window/widgets/infocard.h"

#include "app/text/steptext.h"

#include <KLocalizedString>

#include <QFontDatabase>
#include <QGridLayout>
#include <QIcon>
#include <QStyle>

namespace app
{

using operation::StepState;

namespace
{

QString stateText(StepState state)
{
    switch (state) {
    case StepState::Pending:
        return i18nc("@info:status of a step", "pending");
    case StepState::Running:
        return i18nc("@info:status of a step", "running");
    case StepState::Waiting:
        return i18nc("@info:status of a step", "taking longer than expected");
    case StepState::Done:
        return i18nc("@info:status of a step", "done");
    case StepState::Failed:
        return i18nc("@info:status of a step", "failed");
    case StepState::Undone:
        return i18nc("@info:status of a step", "undone");
    case StepState::NotUndone:
        return i18nc("@info:status of a step", "not undone");
    }
    Q_UNREACHABLE_RETURN({});
}

/// Empty: the step number is shown.
QString stateIcon(StepState state)
{
    switch (state) {
    case StepState::Pending:
        return {};
    case StepState::Running:
        return QStringLiteral("media-playback-start");
    case StepState::Waiting:
        return QStringLiteral("dialog-warning");
    case StepState::Done:
        return QStringLiteral("dialog-ok-apply");
    case StepState::Failed:
        return QStringLiteral("dialog-error");
    case StepState::Undone:
        return QStringLiteral("edit-undo");
    case StepState::NotUndone:
        return QStringLiteral("dialog-warning");
    }
    Q_UNREACHABLE_RETURN({});
}

}

StepRow::StepRow(const core::Step &step, qsizetype number, qsizetype count, QWidget *parent)
    : QWidget(parent)
    , m_position(i18nc("@info", "Step %1 of %2", number, count))
    , m_sentence(stepText(step))
    , m_sign(new QLabel(this))
    , m_text(makeText(m_sentence.toHtmlEscaped(), this))
    , m_command(makeQuietText(stepCommand(step).toHtmlEscaped(), this))
{
    m_command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_command->hide();
    m_sign->setText(QString::number(number));
    m_sign->setForegroundRole(QPalette::PlaceholderText);
    m_sign->setAlignment(Qt::AlignRight | Qt::AlignTop);
    m_sign->setFixedWidth(fontMetrics().averageCharWidth() * 3 + style()->pixelMetric(QStyle::PM_SmallIconSize) / 2);

    auto *layout = new QGridLayout(this);
    layout->setContentsMargins({});
    layout->setHorizontalSpacing(fontMetrics().averageCharWidth() + 2);
    layout->setVerticalSpacing(0);
    layout->setColumnStretch(1, 1);
    layout->addWidget(m_sign, 0, 0, Qt::AlignTop);
    layout->addWidget(m_text, 0, 1);
    layout->addWidget(m_command, 1, 1);
    showState();
}

void StepRow::setState(StepState state)
{
    if (std::exchange(m_state, state) != state)
        showState();
}

void StepRow::setCommandVisible(bool visible)
{
    m_command->setVisible(visible);
}

void StepRow::showState()
{
    const QString icon = stateIcon(m_state);
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    if (!icon.isEmpty())
        m_sign->setPixmap(QIcon::fromTheme(icon).pixmap(QSize(size, size), devicePixelRatioF()));
    QFont font = m_text->font();
    font.setBold(m_state == StepState::Running || m_state == StepState::Waiting || m_state == StepState::Failed || m_state == StepState::NotUndone);
    m_text->setFont(font);
    m_text->setForegroundRole(m_state == StepState::Undone ? QPalette::PlaceholderText : QPalette::WindowText);
    const QString spoken = i18nc("@info %1: Step 3 of 18, %2: done, %3: a sentence", "%1, %2: %3", m_position, stateText(m_state), m_sentence);
    m_text->setAccessibleName(spoken);
}

}
