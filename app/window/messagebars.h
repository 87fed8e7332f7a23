// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/window/snapshotcontroller.h"

#include <QWidget>

class KMessageWidget;
class QAction;

namespace app
{

/// The messages above the map.
class MessageBars : public QWidget
{
    Q_OBJECT

public:
    /// `returnToMachine` and `showOperation`: the buttons of the first and second message.
    MessageBars(QAction *returnToMachine, QAction *showOperation, QWidget *parent);

    /// Says where the snapshot comes from, unless it is this machine.
    void setSource(const Source &source);
    /// Names the operation that is not in view; empty: there is none.
    void setOperation(const QString &title);
    void showError(const core::Error &error);
    void hideError();

private:
    KMessageWidget *m_source;
    KMessageWidget *m_operation;
    KMessageWidget *m_error;
};

}
