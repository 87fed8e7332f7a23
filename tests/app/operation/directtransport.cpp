// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "directtransport.h"

#include <QTimer>

DirectTransport::DirectTransport(const helper::HelperContext &context, QObject *parent)
    : Transport(parent)
    , m_verbs(
          context,
          [this](const core::Progress &progress) {
              Q_EMIT progressed(core::toArguments(progress));
          },
          [](const QString &) {})
{
}

void DirectTransport::send(const QString &action, const QVariantMap &arguments)
{
    const core::Verb verb = core::verbFromKeyword(action.section(QLatin1Char('.'), 0, 0)).value_or(core::Verb::Inspect);
    QTimer::singleShot(0, this, [this, verb, arguments] {
        constexpr int someUser = 1000;
        Q_EMIT delivered({.state = app::operation::Delivery::State::Answered, .reply = core::toArguments(m_verbs.run(verb, arguments, someUser)), .detail = {}});
    });
}
