// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "gpubutton.h"

#include "infocard.h"
#include "signwidget.h"
#include "words.h"

#include <KColorUtils>

#include <QHBoxLayout>
#include <QIcon>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

namespace app
{

namespace
{

Tone toneOf(core::Verdict verdict)
{
    switch (verdict) {
    case core::Verdict::Ready:
        return Tone::Positive;
    case core::Verdict::Caution:
        return Tone::Neutral;
    case core::Verdict::Blocked:
        return Tone::Negative;
    }
    Q_UNREACHABLE_RETURN(Tone::Plain);
}

/// A label that leaves clicks to the button around it.
QLabel *makeInert(QLabel *label)
{
    label->setTextInteractionFlags(Qt::NoTextInteraction);
    label->setAttribute(Qt::WA_TransparentForMouseEvents);
    return label;
}

}

GpuButton::GpuButton(TurnoutState state, const QString &name, const QString &subtitle, core::Verdict verdict, QWidget *parent)
    : QAbstractButton(parent)
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(name + QStringLiteral(", ") + verdictWord(verdict));
    setAccessibleDescription(subtitle);

    auto *sign = new SignWidget(state, this);
    sign->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto *icon = makeInert(new QLabel(this));
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    icon->setPixmap(QIcon::fromTheme(toneIcon(toneOf(verdict))).pixmap(QSize(size, size), devicePixelRatioF()));

    auto *verdictRow = new QHBoxLayout;
    verdictRow->addWidget(icon);
    verdictRow->addWidget(makeInert(makeText(verdictWord(verdict).toHtmlEscaped(), this)), 1);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(makeInert(makeHeading(name, 1.0, this)));
    texts->addWidget(makeInert(makeQuietText(subtitle.toHtmlEscaped(), this)));
    texts->addLayout(verdictRow);
    auto *layout = new QHBoxLayout(this);
    layout->setSpacing(fontMetrics().averageCharWidth() * 2);
    layout->addWidget(sign, 0, Qt::AlignTop);
    layout->addLayout(texts, 1);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QSize GpuButton::sizeHint() const
{
    return layout()->sizeHint();
}

bool GpuButton::event(QEvent *event)
{
    if (event->type() == QEvent::Enter || event->type() == QEvent::Leave)
        update();
    return QAbstractButton::event(event);
}

void GpuButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void GpuButton::paintEvent(QPaintEvent *)
{
    const QColor highlight = palette().color(QPalette::Highlight);
    const QColor base = palette().color(QPalette::Base);
    const bool lit = hasFocus() || underMouse();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(
        QPen(lit ? highlight : KColorUtils::mix(palette().color(QPalette::Window), palette().color(QPalette::WindowText), 0.25), hasFocus() ? 2 : 1));
    painter.setBrush(underMouse() ? KColorUtils::mix(base, highlight, 0.12) : base);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 5, 5);
}

}
