// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "infocard.h"

#include <KColorScheme>
#include <KColorUtils>

#include <QHBoxLayout>
#include <QIcon>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

namespace app
{

namespace
{

KColorScheme::ForegroundRole roleOf(Tone tone)
{
    switch (tone) {
    case Tone::Plain:
        return KColorScheme::InactiveText;
    case Tone::Positive:
        return KColorScheme::PositiveText;
    case Tone::Neutral:
        return KColorScheme::NeutralText;
    case Tone::Negative:
        return KColorScheme::NegativeText;
    }
    Q_UNREACHABLE_RETURN(KColorScheme::NormalText);
}

QColor toneColor(Tone tone, const QPalette &palette)
{
    if (tone == Tone::Plain)
        return palette.color(QPalette::PlaceholderText);
    return KColorScheme(QPalette::Active, KColorScheme::Window).foreground(roleOf(tone)).color();
}

}

QString toneIcon(Tone tone)
{
    switch (tone) {
    case Tone::Plain:
        return QStringLiteral("dialog-information");
    case Tone::Positive:
        return QStringLiteral("dialog-positive");
    case Tone::Neutral:
        return QStringLiteral("dialog-warning");
    case Tone::Negative:
        return QStringLiteral("dialog-error");
    }
    Q_UNREACHABLE_RETURN({});
}

QLabel *makeText(const QString &richText, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::RichText);
    label->setText(richText);
    label->setWordWrap(true);
    const bool hasLinks = richText.contains(QLatin1String("<a "));
    label->setTextInteractionFlags(hasLinks ? Qt::TextBrowserInteraction : Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

QLabel *makeQuietText(const QString &richText, QWidget *parent)
{
    QLabel *label = makeText(richText, parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

QLabel *makeHeading(const QString &plainText, qreal scale, QWidget *parent)
{
    QLabel *label = makeText(plainText.toHtmlEscaped(), parent);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * scale);
    font.setBold(true);
    label->setFont(font);
    return label;
}

InfoCard::InfoCard(Tone tone, QWidget *parent)
    : QFrame(parent)
    , m_tone(tone)
    , m_icon(new QLabel(this))
    , m_body(new QVBoxLayout)
{
    const int margin = style()->pixelMetric(QStyle::PM_LayoutLeftMargin);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(margin + 4, margin, margin, margin);
    layout->setSpacing(margin);
    m_icon->hide();
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    m_body->setSpacing(4);
    layout->addLayout(m_body, 1);
}

void InfoCard::setIcon(const QString &name, const QString &accessibleName)
{
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_icon->setPixmap(QIcon::fromTheme(name).pixmap(QSize(size, size), devicePixelRatioF()));
    m_icon->setAccessibleName(accessibleName);
    m_icon->show();
}

void InfoCard::paintEvent(QPaintEvent *)
{
    constexpr qreal radius = 5;
    constexpr qreal bar = 4;
    const QColor color = toneColor(m_tone, palette());
    const QColor background = KColorUtils::mix(palette().color(QPalette::Base), color, m_tone == Tone::Plain ? 0.0 : 0.1);

    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(KColorUtils::mix(palette().color(QPalette::Window), color, 0.35));
    painter.setBrush(background);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    if (m_tone == Tone::Plain)
        return;
    painter.setClipRect(QRectF(0, 0, bar, height()));
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(rect()), radius, radius);
}

}
