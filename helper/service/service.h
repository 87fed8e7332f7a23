// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "helper/worker/verbs.h"

#include <KAuth/ActionReply>
#include <QObject>
#include <QVariantMap>

namespace helper
{

/// Receives actions that polkit authorized: one slot per action, and no other slot or invokable method.
///
/// Every reply is a success for KAuth, which drops the data of failures; the outcome is in the data. A verb always runs to
/// its end: KAuth's stopAction needs no authorization, so it is ignored.
class Service : public QObject
{
    Q_OBJECT
public:
    explicit Service(const HelperContext &context, AuditCall audit = auditToSystem);

public Q_SLOTS:
    KAuth::ActionReply inspect(const QVariantMap &arguments);
    KAuth::ActionReply assign(const QVariantMap &arguments);
    KAuth::ActionReply release(const QVariantMap &arguments);
    KAuth::ActionReply power(const QVariantMap &arguments);
    KAuth::ActionReply vga(const QVariantMap &arguments);
    KAuth::ActionReply reset(const QVariantMap &arguments);
    KAuth::ActionReply persist(const QVariantMap &arguments);
    KAuth::ActionReply unpersist(const QVariantMap &arguments);
    KAuth::ActionReply recover(const QVariantMap &arguments);

private:
    bool event(QEvent *event) override;
    KAuth::ActionReply run(core::Verb verb, const QVariantMap &arguments);

    Verbs m_verbs;
};

}
