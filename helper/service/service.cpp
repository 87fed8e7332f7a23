// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "service.h"

#include "helper/journal/results.h"
#include "idleexit.h"
#include "workerconnection.h"

#include <KAuth/HelperSupport>
#include <KLocalizedString>

#include <QEvent>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace helper
{

namespace
{
/// An inspection this recent answers the next request, too: it reads the descriptors of all processes. One that failed took long.
constexpr auto inspectionAge = 2s;
constexpr auto failedInspectionAge = 30s;

constexpr int unknownResult = 1000; // KAuth's own codes are smaller

/// Of a request for a result. KAuth answers other clients "busy" meanwhile, so the client asks again instead.
constexpr auto resultTimeout = 30s;

core::Error otherAction()
{
    return {i18nc("@info", "The helper did not understand the request."),
            i18nc("@info", "Accepting a blocker requires the permission for it, and only that."),
            i18nc("@info", "Close all windows of Turnout and start it again.")};
}

core::Error inspectionTooLong()
{
    return {i18nc("@info", "The machine was not inspected."),
            i18nc("@info", "It took too long, because programs have very many files open, or it was interrupted."),
            i18nc("@info", "Close some programs, then try again.")};
}

KAuth::ActionReply toKAuth(const core::Reply &reply)
{
    KAuth::ActionReply made = KAuth::ActionReply::SuccessReply();
    made.setData(core::toArguments(reply));
    return made;
}

void relay(const core::Progress &progress)
{
    KAuth::HelperSupport::progressStep(core::toArguments(progress));
}
}

Service::Service(ServiceContext context)
    : m_context(std::move(context))
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
            },
            Qt::QueuedConnection);
    return QObject::event(event);
}

KAuth::ActionReply Service::run(core::Verb verb, const QVariantMap &arguments, bool accepting)
{
    return toKAuth(answer(verb, arguments, accepting));
}

core::Reply Service::answer(core::Verb verb, const QVariantMap &arguments, bool accepting)
{
    const auto request = core::requestFromArguments(verb, arguments);
    if (!request)
        return refused(verb, arguments, request.error());
    if (request->goal.accepted.isEmpty() == accepting)
        return refused(verb, arguments, otherAction());
    const Order order{.verb = verb, .uid = callerUid(), .arguments = core::toArguments(*request)};
    return verb == core::Verb::Inspect ? inspected(order) : handOn(m_context.socket, m_context.runtime, order, relay);
}

core::Reply Service::inspected(const Order &order)
{
    if (!m_inspection || std::chrono::steady_clock::now() > m_inspectedUntil) {
        m_inspection = handOn(m_context.socket, m_context.runtime, order, relay);
        const bool failed = m_inspection->outcome == core::Outcome::Incomplete;
        if (failed)
            m_inspection = refused(order.verb, order.arguments, inspectionTooLong());
        m_inspectedUntil = std::chrono::steady_clock::now() + (failed ? failedInspectionAge : inspectionAge);
    }
    core::Reply reply = *m_inspection;
    reply.nonce = order.arguments.value(u"nonce"_s).toString();
    return reply;
}

core::Reply Service::refused(core::Verb verb, const QVariantMap &arguments, const core::Error &error) const
{
    m_context.audit(u"%1 by uid %2: refused (%3)"_s.arg(core::toKeyword(verb), QString::number(callerUid()), error.what));
    return {.nonce = core::nonceOf(arguments), .outcome = core::Outcome::Refused, .error = error, .plan = {}, .report = {}};
}

KAuth::ActionReply Service::result(const QVariantMap &arguments)
{
    const auto nonce = core::nonceFromResultArguments(arguments);
    const auto reply = nonce ? Results(m_context.runtime).wait(callerUid(), *nonce, resultTimeout) : std::nullopt;
    // Its worker may only have begun, so this says nothing about what became of the request.
    return reply ? toKAuth(*reply) : KAuth::ActionReply::HelperErrorReply(unknownResult);
}

KAuth::ActionReply Service::inspect(const QVariantMap &arguments)
{
    return run(core::Verb::Inspect, arguments);
}

KAuth::ActionReply Service::assign(const QVariantMap &arguments)
{
    return run(core::Verb::Assign, arguments);
}

KAuth::ActionReply Service::assign_accepting(const QVariantMap &arguments)
{
    return run(core::Verb::Assign, arguments, true);
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

KAuth::ActionReply Service::persist_accepting(const QVariantMap &arguments)
{
    return run(core::Verb::Persist, arguments, true);
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
