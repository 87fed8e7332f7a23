// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "service.h"

#include "idleexit.h"
#include "termination.h"

#include <KAuth/HelperSupport>

#include <QEvent>

namespace helper
{

Service::Service(const HelperContext &context, AuditCall audit)
    : m_verbs(
          context,
          [](const core::Progress &progress) {
              KAuth::HelperSupport::progressStep(core::toArguments(progress));
          },
          std::move(audit))
{
}

/// KAuth sets its timer as a property before it starts the event loop.
bool Service::event(QEvent *event)
{
    if (event->type() == QEvent::DynamicPropertyChange)
        QMetaObject::invokeMethod(
            this,
            [this] {
                IdleExit::install(this);
                new Termination(this);
            },
            Qt::QueuedConnection);
    return QObject::event(event);
}

KAuth::ActionReply Service::run(core::Verb verb, const QVariantMap &arguments)
{
    KAuth::ActionReply reply = KAuth::ActionReply::SuccessReply();
    const int uid = KAuth::HelperSupport::callerUid(); // also 0 where the bus does not know it
    reply.setData(core::toArguments(m_verbs.run(verb, arguments, uid == 0 ? rootOrDisconnected : uid)));
    return reply;
}

KAuth::ActionReply Service::inspect(const QVariantMap &arguments)
{
    return run(core::Verb::Inspect, arguments);
}

KAuth::ActionReply Service::assign(const QVariantMap &arguments)
{
    return run(core::Verb::Assign, arguments);
}

KAuth::ActionReply Service::release(const QVariantMap &arguments)
{
    return run(core::Verb::Release, arguments);
}

KAuth::ActionReply Service::power(const QVariantMap &arguments)
{
    return run(core::Verb::Power, arguments);
}

KAuth::ActionReply Service::vga(const QVariantMap &arguments)
{
    return run(core::Verb::Vga, arguments);
}

KAuth::ActionReply Service::reset(const QVariantMap &arguments)
{
    return run(core::Verb::Reset, arguments);
}

KAuth::ActionReply Service::persist(const QVariantMap &arguments)
{
    return run(core::Verb::Persist, arguments);
}

KAuth::ActionReply Service::unpersist(const QVariantMap &arguments)
{
    return run(core::Verb::Unpersist, arguments);
}

KAuth::ActionReply Service::recover(const QVariantMap &arguments)
{
    return run(core::Verb::Recover, arguments);
}

}
