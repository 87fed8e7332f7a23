// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "messagebars.h"

#include <KLocalizedString>
#include <KMessageWidget>

#include <QAction>
#include <QFileInfo>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace app
{

MessageBars::MessageBars(QAction *returnToMachine, QAction *showOperation, QWidget *parent)
    : QWidget(parent)
    , m_source(new KMessageWidget(this))
    , m_operation(new KMessageWidget(this))
    , m_error(new KMessageWidget(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    for (KMessageWidget *message : {m_source, m_operation, m_error}) {
        message->setPosition(KMessageWidget::Header);
        message->setWordWrap(true); // else the text would set a minimum width for the window
        message->hide();
        layout->addWidget(message);
    }
    for (KMessageWidget *message : {m_source, m_operation}) {
        message->setMessageType(KMessageWidget::Information);
        message->setCloseButtonVisible(false);
    }
    m_error->setMessageType(KMessageWidget::Error);
    m_source->addAction(returnToMachine);
    m_operation->addAction(showOperation);
}

void MessageBars::setSource(const Source &source)
{
    switch (source.kind) {
    case Source::Kind::Machine:
        break;
    case Source::Kind::File:
        m_source->setText(
            xi18nc("@info", "You are viewing the snapshot <filename>%1</filename>, not this machine.", QFileInfo(source.path).fileName()));
        m_source->setToolTip("<span>"_L1 + source.path.toHtmlEscaped() + "</span>"_L1);
        break;
    case Source::Kind::Sample:
        m_source->setText(i18nc("@info", "You are viewing a sample, not this machine."));
        m_source->setToolTip({});
        break;
    }
    m_source->setVisible(source.kind != Source::Kind::Machine);
}

void MessageBars::setOperation(const QString &title)
{
    if (!title.isEmpty())
        m_operation->setText(title);
    m_operation->setVisible(!title.isEmpty());
}

void MessageBars::showError(const core::Error &error)
{
    QStringList parts{u"<b>%1</b>"_s.arg(error.what.toHtmlEscaped()), error.why.toHtmlEscaped(), error.remedy.toHtmlEscaped()};
    parts.removeAll(QString());
    m_error->setText(parts.join("<br/>"_L1));
    m_error->animatedShow();
}

void MessageBars::hideError()
{
    m_error->hide();
}

}
