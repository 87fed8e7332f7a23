// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/window/details/details.h"

#include <QObject>

class KActionCollection;
class QAction;

namespace app
{

/// The items of the Device menu. They do what the buttons of the details pane do.
class DeviceActions : public QObject
{
    Q_OBJECT

public:
    DeviceActions(KActionCollection *actions, QObject *parent);

    /// Enables what `details` offer.
    void setDetails(const std::optional<Details> &details, const QString &disabledReason);

Q_SIGNALS:
    void requested(const core::Goal &goal);

private:
    QAction *add(KActionCollection *actions, const QString &name, const QString &icon, const QString &text, core::Verb verb, bool nextBootOnly = false);

    struct Item {
        core::Verb verb;
        bool nextBootOnly;
        QAction *action;
        core::Goal goal; ///< while it is enabled
    };
    QList<Item> m_items;
};

}
