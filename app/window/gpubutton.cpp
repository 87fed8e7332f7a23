// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "gpubutton.h"

#include "infocard.h"
#include "words.h"

#include <KColorUtils>
#include <KLocalizedString>

#include <QIcon>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

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

}

GpuButton::GpuButton(const GpuSummary &gpu, QWidget *parent)
    : QAbstractButton(parent)
{
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setGpu(gpu);
}

void GpuButton::setGpu(const GpuSummary &gpu)
{
    if (gpu == m_gpu)
        return;
    m_gpu = gpu;
    setAccessibleName(i18nc("@info name, verdict", "%1, %2", gpu.name, verdictWord(gpu.verdict)));
    setAccessibleDescription(gpu.subtitle);
    setToolTip(gpu.name);
    update();
}

int GpuButton::padding() const
{
    return fontMetrics().height() / 2;
}

QSize GpuButton::sizeHint() const
{
    const int lines = 3 * fontMetrics().lineSpacing() + 4;
    return {20 * fontMetrics().averageCharWidth(), lines + 2 * padding()};
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
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintGround(painter);

    QRect rect = contentsRect().marginsRemoved({padding(), padding(), padding(), padding()});
    const QRect sign = QStyle::visualRect(layoutDirection(), rect, QRect(rect.topLeft(), QSize(rect.height(), rect.height())));
    paintTurnoutSign(painter, sign, m_gpu.state, SignColors::of(palette(), m_gpu.state));
    const QRect texts = rect.adjusted(rect.height() + 2 * padding(), 0, 0, 0);
    paintTexts(painter, QStyle::visualRect(layoutDirection(), rect, texts));
}

void GpuButton::paintGround(QPainter &painter) const
{
    const QColor highlight = palette().color(QPalette::Highlight);
    const QColor base = palette().color(QPalette::Base);
    const QColor quiet = KColorUtils::mix(palette().color(QPalette::Window), palette().color(QPalette::WindowText), 0.25);
    painter.setPen(QPen(hasFocus() || underMouse() ? highlight : quiet, hasFocus() ? 2 : 1));
    painter.setBrush(underMouse() ? KColorUtils::mix(base, highlight, 0.12) : base);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 5, 5);
}

void GpuButton::paintTexts(QPainter &painter, const QRect &rect) const
{
    const int line = rect.height() / 3;
    const auto draw = [&](const QRect &place, const QString &text, QPalette::ColorRole role) {
        painter.setPen(palette().color(role));
        painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeading, painter.fontMetrics().elidedText(text, Qt::ElideRight, place.width()));
    };
    const QRect first(rect.left(), rect.top(), rect.width(), line);
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    draw(first, m_gpu.name, QPalette::Text);
    painter.setFont(font());
    draw(first.translated(0, line), m_gpu.subtitle, QPalette::PlaceholderText);

    const QRect last = first.translated(0, 2 * line);
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    const QRect icon(last.left(), last.center().y() - size / 2, size, size);
    QIcon::fromTheme(toneIcon(toneOf(m_gpu.verdict))).paint(&painter, QStyle::visualRect(layoutDirection(), last, icon));
    const QRect word = QStyle::visualRect(layoutDirection(), last, last.adjusted(size + padding() / 2, 0, 0, 0));
    draw(word, verdictWord(m_gpu.verdict), QPalette::Text);
}

}
