// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/operation/transport.h"
#include "core/operation/goal.h"

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

    /// For requests of a result. Without one, the helper does not know that action.
    void setResultScript(Script script)
    {
        m_resultScript = std::move(script);
    }

    void send(const QString &action, const QVariantMap &arguments) override
    {
        const auto verb = core::verbFromKeyword(action.section(QLatin1Char('.'), 0, 0));
        QTimer::singleShot(0, this, [this, verb, arguments] {
            if (verb)
                Q_EMIT delivered(m_script(*verb, arguments));
            else if (m_resultScript)
                Q_EMIT delivered(m_resultScript({}, arguments));
            else
                Q_EMIT delivered({.state = app::operation::Delivery::State::NoSuchAction, .reply = {}, .detail = {}});
        });
    }

private:
    Script m_script;
    Script m_resultScript;
};
