// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QFrame>
#include <QLabel>

class QVBoxLayout;

namespace app
{

/// The meaning of a color. An icon or a word always goes with it.
enum class Tone : quint8 {
    Plain,
    Positive,
    Neutral,
    Negative
};

QString toneIcon(Tone tone);

/// A label with selectable, wrapping text. The keyboard reaches its links.
QLabel *makeText(const QString &richText, QWidget *parent);
/// The same in a less prominent color.
QLabel *makeQuietText(const QString &richText, QWidget *parent);
/// A heading: `scale` times the size of the running text, bold.
QLabel *makeHeading(const QString &plainText, qreal scale, QWidget *parent);

/// A block on a tinted background with an icon on the left.
class InfoCard : public QFrame
{
    Q_OBJECT

public:
    explicit InfoCard(Tone tone, QWidget *parent = nullptr);

    /// Left of the body.
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
