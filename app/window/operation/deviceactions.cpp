// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "deviceactions.h"

#include <KActionCollection>
#include <KLocalizedString>

#include <QAction>

#include <algorithm>

namespace app
{

DeviceActions::DeviceActions(KActionCollection *actions, QObject *parent)
    : QObject(parent)
{
    using core::Verb;
    QAction *assign = add(actions, QStringLiteral("assign_gpu"), QStringLiteral("go-next"), i18nc("@action", "&Assign GPU to VMs…"), Verb::Assign);
    QAction *release =
        add(actions, QStringLiteral("release_gpu"), QStringLiteral("go-previous"), i18nc("@action", "&Return GPU to the Host…"), Verb::Release);
    actions->setDefaultShortcut(assign, Qt::CTRL | Qt::Key_G);
    actions->setDefaultShortcut(release, Qt::CTRL | Qt::SHIFT | Qt::Key_G);
    add(actions, QStringLiteral("recover_gpu"), QStringLiteral("edit-undo"), i18nc("@action", "&Finish or Undo an Interrupted Operation"), Verb::Recover);
    add(actions, QStringLiteral("persist_gpu_next_boot"), QStringLiteral("chronometer"), i18nc("@action", "Assign at &Next Boot Only…"), Verb::Persist, true);
    add(actions, QStringLiteral("persist_gpu"), QStringLiteral("window-pin"), i18nc("@action", "Assign at &Every Boot…"), Verb::Persist);
    add(actions, QStringLiteral("unpersist_gpu"), QStringLiteral("edit-undo"), i18nc("@action", "Remove &Boot Assignment…"), Verb::Unpersist);
}

QAction *DeviceActions::add(KActionCollection *actions, const QString &name, const QString &icon, const QString &text, core::Verb verb, bool nextBootOnly)
{
    const qsizetype index = m_items.size();
    QAction *action = actions->addAction(name, this, [this, index] {
        Q_EMIT requested(m_items[index].goal);
    });
    action->setIcon(QIcon::fromTheme(icon));
    action->setText(text);
    action->setEnabled(false);
    m_items.append({verb, nextBootOnly, action, {}});
    return action;
}

void DeviceActions::setDetails(const std::optional<Details> &details, const QString &disabledReason)
{
    QList<DeviceAction> offered;
    if (details && details->action)
        offered += *details->action;
    if (details && details->boot)
        offered += details->boot->actions;
    for (Item &item : m_items) {
        const auto it = std::ranges::find_if(offered, [&item](const DeviceAction &action) {
            return action.goal.verb == item.verb && action.goal.nextBootOnly == item.nextBootOnly;
        });
        item.action->setEnabled(it != offered.end() && disabledReason.isEmpty());
        if (it != offered.end())
            item.goal = it->goal;
    }
}

}
