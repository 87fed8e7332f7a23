// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QFrame>
#include <QLabel>

class QVBoxLayout;

namespace app
{

/// What a colour says. Never the only thing that says it: an icon or word goes with it.
enum class Tone : quint8 {
    Plain,
    Positive,
    Neutral,
    Negative
};

/// The desktop's colour for `tone`, readable on `palette`'s window.
QColor toneColor(Tone tone, const QPalette &palette);
QString toneIcon(Tone tone);

/// A label whose text wraps, can be selected and, with links, be walked by keyboard.
QLabel *makeText(const QString &richText, QWidget *parent);
/// The same in a quieter colour.
QLabel *makeQuietText(const QString &richText, QWidget *parent);
/// A heading: `scale` times the size of the running text, bold.
QLabel *makeHeading(const QString &plainText, qreal scale, QWidget *parent);

/// A block on tinted ground with an icon, a bold sentence and what belongs to it.
class InfoCard : public QFrame
{
    Q_OBJECT

public:
    explicit InfoCard(Tone tone, QWidget *parent = nullptr);

    /// The icon that says what the tone says, left of the body.
    void setIcon(const QString &name, const QString &accessibleName);
    QVBoxLayout *body() const
    {
        return m_body;
    }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone;
    QLabel *m_icon;
    QVBoxLayout *m_body;
};

}
