// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/model/overview.h"

#include <QAbstractButton>

namespace app
{

/// A GPU of the overview: its sign, name and verdict. A click or Enter selects it.
class GpuButton : public QAbstractButton
{
    Q_OBJECT

public:
    GpuButton(const GpuSummary &gpu, QWidget *parent);

    void setGpu(const GpuSummary &gpu);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    int lineCount() const;
    int padding() const;
    void paintBackground(QPainter &painter) const;
    void paintTexts(QPainter &painter, const QRect &rect) const;

    GpuSummary m_gpu;
};

}
