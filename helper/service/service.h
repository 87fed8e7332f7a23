// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/audit.h"
#include "helper/order.h"

#include <KAuth/ActionReply>
#include <QObject>
#include <QVariantMap>

#include <chrono>
#include <optional>

namespace helper
{

/// Where the service finds its worker and the results. The installed program cannot change these values.
struct ServiceContext {
    QString socket;
    QString runtime = QStringLiteral("/run/turnout");
    AuditCall audit = auditToSystem;
};

/// Receives actions that polkit authorized: one slot per action, and no other slot or invokable method. It checks a
/// request and hands it to a worker, which is not on the bus; so this process may end at any moment.
///
/// Every reply is a success for KAuth, which drops the data of failures; the outcome is in the data. KAuth's stopAction needs no
/// authorization, so it is ignored.
class Service : public QObject
{
    Q_OBJECT
public:
    explicit Service(ServiceContext context);

public Q_SLOTS:
    KAuth::ActionReply inspect(const QVariantMap &arguments);
    KAuth::ActionReply assign(const QVariantMap &arguments);
    KAuth::ActionReply assign_accepting(const QVariantMap &arguments);
    KAuth::ActionReply release(const QVariantMap &arguments);
    KAuth::ActionReply power(const QVariantMap &arguments);
    KAuth::ActionReply vga(const QVariantMap &arguments);
    KAuth::ActionReply reset(const QVariantMap &arguments);
    KAuth::ActionReply persist(const QVariantMap &arguments);
    KAuth::ActionReply persist_accepting(const QVariantMap &arguments);
    KAuth::ActionReply unpersist(const QVariantMap &arguments);
    KAuth::ActionReply recover(const QVariantMap &arguments);
    KAuth::ActionReply result(const QVariantMap &arguments);

private:
    bool event(QEvent *event) override;
    KAuth::ActionReply run(core::Verb verb, const QVariantMap &arguments, bool accepting = false);
    core::Reply answer(core::Verb verb, const QVariantMap &arguments, bool accepting);
    core::Reply inspected(const Order &order);
    core::Reply refused(core::Verb verb, const QVariantMap &arguments, const core::Error &error) const;

    ServiceContext m_context;
    std::optional<core::Reply> m_inspection; ///< the last one, for many who ask at the same time
    std::chrono::steady_clock::time_point m_inspectedUntil; ///< when it is too old
};

}
