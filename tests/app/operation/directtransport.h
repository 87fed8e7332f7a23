// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/operation/transport.h"
#include "helper/worker/verbs.h"

/// The helper's library in the same process: all of it but KAuth, D-Bus and polkit.
class DirectTransport : public app::operation::Transport
{
    Q_OBJECT

public:
    explicit DirectTransport(const helper::HelperContext &context, QObject *parent = nullptr);

    void send(const QString &action, const QVariantMap &arguments) override;

private:
    helper::Verbs m_verbs;
};
