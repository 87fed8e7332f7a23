// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "links.h"

#include "app/model/functionlink.h"

#include <QLabel>

namespace app
{

void followLinks(const QWidget *content, const std::function<void(const core::PciAddress &)> &activated)
{
    for (QLabel *label : content->findChildren<QLabel *>())
        QObject::connect(label, &QLabel::linkActivated, content, [activated](const QString &href) {
            if (const auto address = linkedFunction(href))
                activated(*address);
        });
}

}
