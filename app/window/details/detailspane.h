// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "details.h"

#include <QScrollArea>

class QVBoxLayout;

namespace app
{

/// Shows one function. Shown again, the same function keeps its scroll position, and stands still if nothing changed.
class DetailsPane : public QScrollArea
{
    Q_OBJECT

public:
    explicit DetailsPane(QWidget *parent = nullptr);

    /// `disabledReason`: why no operation can start now; may be empty.
    void setDetails(const Details &details, const QString &disabledReason);
    void clear();

Q_SIGNALS:
    void functionActivated(const core::PciAddress &address);
    void copyRequested(const core::PciAddress &address);
    void xmlRequested(const core::PciAddress &address);
    void operationRequested(const core::Goal &goal);

private:
    void rebuild();
    void addHeadline(QVBoxLayout *layout);
    void addButtons(QVBoxLayout *layout);
    void addAnswer(QVBoxLayout *layout);
    void addAction(InfoCard *card);
    void addBoot(QVBoxLayout *layout);
    void addShareReasons(QVBoxLayout *layout);
    void addSections(QVBoxLayout *layout);

    Details m_details;
    QString m_disabledReason;
};

}
