// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/client/transport.h"
#include "helper/verbs.h"

/// The helper's library in the same process: all of it but KAuth, D-Bus and polkit.
class DirectTransport : public app::client::Transport
{
    Q_OBJECT

public:
    explicit DirectTransport(const helper::Settings &settings, QObject *parent = nullptr);

    void send(core::Verb verb, const QVariantMap &arguments) override;

private:
    helper::Verbs m_verbs;
};
