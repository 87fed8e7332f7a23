// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "transport.h"

#include <QPointer>
#include <QTimer>

class QWindow;

namespace KAuth
{
class ExecuteJob;
}

namespace app::operation
{

/// Reaches the installed helper by KAuth, D-Bus and polkit.
class KAuthTransport : public Transport
{
    Q_OBJECT

public:
    explicit KAuthTransport(QObject *parent = nullptr);
    ~KAuthTransport() override;

    /// The password dialog opens above this window.
    void setWindow(QWindow *window);

    void send(const QString &action, const QVariantMap &arguments) override;

private:
    void finish(const Delivery &delivery);
    void finished();

    QPointer<QObject> m_window; ///< a QWindow; the command line links no GUI library
    QPointer<KAuth::ExecuteJob> m_job;
    QTimer m_timeout;
};

}
