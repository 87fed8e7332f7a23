// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QWidget>

class QCheckBox;
class QLabel;

namespace app
{

/// A check box whose text wraps, which that of QCheckBox does not.
class WrappedCheckBox : public QWidget
{
    Q_OBJECT

public:
    WrappedCheckBox(const QString &text, QWidget *parent);

    /// Its accessible name is the text.
    QCheckBox *box() const
    {
        return m_box;
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QCheckBox *m_box;
    QLabel *m_label;
};

}
