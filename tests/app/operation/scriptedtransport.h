// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/operation/transport.h"

#include <QTimer>

#include <functional>

/// Answers with a prepared delivery.
class ScriptedTransport : public app::operation::Transport
{
    Q_OBJECT

public:
    using Script = std::function<app::operation::Delivery(core::Verb, const QVariantMap &arguments)>;

    explicit ScriptedTransport(Script script, QObject *parent = nullptr)
        : Transport(parent)
        , m_script(std::move(script))
    {
    }

    void send(core::Verb verb, const QVariantMap &arguments) override
    {
        QTimer::singleShot(0, this, [this, verb, arguments] {
            Q_EMIT delivered(m_script(verb, arguments));
        });
    }

private:
    Script m_script;
};
