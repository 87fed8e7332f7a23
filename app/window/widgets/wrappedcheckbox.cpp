// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "wrappedcheckbox.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QStyle>

namespace app
{

WrappedCheckBox::WrappedCheckBox(const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_box(new QCheckBox(this))
    , m_label(new QLabel(text, this))
{
    m_box->setAccessibleName(text);
    m_label->setTextFormat(Qt::PlainText);
    m_label->setWordWrap(true);
    m_label->setBuddy(m_box);
    m_label->installEventFilter(this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(style()->pixelMetric(QStyle::PM_CheckBoxLabelSpacing));
    layout->addWidget(m_box, 0, Qt::AlignTop);
    layout->addWidget(m_label, 1);
    setFocusProxy(m_box);
}

bool WrappedCheckBox::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_label && event->type() == QEvent::MouseButtonRelease) {
        const auto *release = static_cast<QMouseEvent *>(event);
        if (release->button() == Qt::LeftButton && m_label->rect().contains(release->position().toPoint()))
            m_box->click();
    }
    // Otherwise the release would go to the card.
    const bool isPress = event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonDblClick;
    return (watched == m_label && isPress) || QWidget::eventFilter(watched, event);
}

}
