// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "actionbutton.h"

#include "app/window/widgets/infocard.h"

#include <QIcon>
#include <QPushButton>
#include <QVBoxLayout>

namespace app
{

namespace
{

QString iconOf(const core::Goal &goal)
{
    switch (goal.verb) {
    case core::Verb::Assign:
        return QStringLiteral("go-next");
    case core::Verb::Persist:
        return goal.nextBootOnly ? QStringLiteral("chronometer") : QStringLiteral("window-pin");
    case core::Verb::Unpersist:
    case core::Verb::Recover:
        return QStringLiteral("edit-undo");
    case core::Verb::Release:
    case core::Verb::Power:
    case core::Verb::Vga:
    case core::Verb::Reset:
    case core::Verb::Inspect:
        return QStringLiteral("go-previous");
    }
    Q_UNREACHABLE_RETURN({});
}

}

QPushButton *makeActionButton(const DeviceAction &action, const QString &disabledReason, const RequestHandler &requested, QWidget *parent)
{
    auto *button = new QPushButton(QIcon::fromTheme(iconOf(action.goal)), action.label, parent);
    button->setObjectName(core::toKeyword(action.goal.verb) + (action.goal.nextBootOnly ? QStringLiteral("-next-boot") : QString()));
    button->setEnabled(disabledReason.isEmpty());
    button->setAccessibleDescription(disabledReason);
    QObject::connect(button, &QPushButton::clicked, parent, [requested, goal = action.goal] {
        requested(goal);
    });
    return button;
}

void addDisabledReason(QVBoxLayout *layout, const QString &reason, QWidget *parent)
{
    if (!reason.isEmpty())
        layout->addWidget(makeQuietText(reason.toHtmlEscaped(), parent));
}

}
