// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "gpubutton.h"

#include "app/map/turnoutsign.h"
#include "app/text/devicetext.h"
#include "app/window/widgets/infocard.h"

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

Tone toneOf(const GpuSummary &gpu)
{
    return gpu.unfinished ? Tone::Negative : toneOf(gpu.verdict);
}

QString stateTextOf(const GpuSummary &gpu)
{
    return gpu.unfinished ? i18nc("@info:status of a GPU", "an operation was interrupted") : verdictText(gpu.verdict);
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
    setAccessibleName(i18nc("@info name, verdict", "%1, %2", gpu.name, stateTextOf(gpu)));
    setAccessibleDescription(gpu.bootNote.text.isEmpty() ? gpu.subtitle
                                                      : i18nc("@info address and state, boot assignment", "%1, %2", gpu.subtitle, gpu.bootNote.text));
    setToolTip(gpu.name);
    updateGeometry();
    update();
}

int GpuButton::lineCount() const
{
    return m_gpu.bootNote.text.isEmpty() ? 3 : 4;
}

int GpuButton::padding() const
{
    return fontMetrics().height() / 2;
}

QSize GpuButton::sizeHint() const
{
    return {20 * fontMetrics().averageCharWidth(), lineCount() * fontMetrics().lineSpacing() + 4 + 2 * padding()};
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
    paintBackground(painter);

    QRect rect = contentsRect().marginsRemoved({padding(), padding(), padding(), padding()});
    const int side = 3 * rect.height() / lineCount();
    const QRect sign = QStyle::visualRect(layoutDirection(), rect, QRect(rect.topLeft(), QSize(side, side)));
    paintTurnoutSign(painter, sign, m_gpu.state, SignColors::of(palette(), m_gpu.state));
    const QRect texts = rect.adjusted(side + 2 * padding(), 0, 0, 0);
    paintTexts(painter, QStyle::visualRect(layoutDirection(), rect, texts));
}

void GpuButton::paintBackground(QPainter &painter) const
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
    const int line = rect.height() / lineCount();
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

    const auto drawWithIcon = [&](const QRect &place, const QString &iconName, const QString &text) {
        const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
        const QRect icon(place.left(), place.center().y() - size / 2, size, size);
        QIcon::fromTheme(iconName).paint(&painter, QStyle::visualRect(layoutDirection(), place, icon));
        draw(QStyle::visualRect(layoutDirection(), place, place.adjusted(size + padding() / 2, 0, 0, 0)), text, QPalette::Text);
    };
    drawWithIcon(first.translated(0, 2 * line), toneIcon(toneOf(m_gpu)), stateTextOf(m_gpu));
    if (!m_gpu.bootNote.text.isEmpty())
        drawWithIcon(first.translated(0, 3 * line), m_gpu.bootNote.unmet ? toneIcon(Tone::Negative) : QStringLiteral("system-reboot"), m_gpu.bootNote.text);
}

}
