// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "xmlpreviewdialog.h"

#include <KLocalizedString>
#include <KMessageWidget>
#include <KSyntaxHighlighting/Definition>
#include <KSyntaxHighlighting/Repository>
#include <KSyntaxHighlighting/SyntaxHighlighter>
#include <KSyntaxHighlighting/Theme>

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QVBoxLayout>

namespace app
{

namespace
{

KSyntaxHighlighting::Repository &definitions()
{
    static KSyntaxHighlighting::Repository repository;
    return repository;
}

QPlainTextEdit *makeEditor(const QString &xml, QWidget *parent)
{
    auto *editor = new QPlainTextEdit(xml, parent);
    editor->setReadOnly(true);
    editor->setLineWrapMode(QPlainTextEdit::NoWrap);
    editor->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    editor->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    editor->setAccessibleName(i18nc("@info:whatsthis", "libvirt XML"));
    auto *highlighter = new KSyntaxHighlighting::SyntaxHighlighter(editor->document());
    highlighter->setTheme(definitions().themeForPalette(parent->palette()));
    highlighter->setDefinition(definitions().definitionForName(QStringLiteral("XML")));
    return editor;
}

}

XmlPreviewDialog::XmlPreviewDialog(const QString &title, const QString &xml, const QString &fileName, QWidget *parent)
    : QDialog(parent)
    , m_xml(xml)
    , m_fileName(fileName)
    , m_message(new KMessageWidget(this))
{
    setWindowTitle(title);
    resize(fontMetrics().averageCharWidth() * 100, fontMetrics().height() * 30);
    m_message->hide();
    m_message->setWordWrap(true);

    auto *hint = new QLabel(xi18nc("@info",
                                   "Paste this between <icode>&lt;devices&gt;</icode> and <icode>&lt;/devices&gt;</icode> of a "
                                   "VM: <command>virsh edit NAME</command>."),
                            this);
    hint->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *saveButton = buttons->addButton(i18nc("@action:button", "Save…"), QDialogButtonBox::ActionRole);
    saveButton->setIcon(QIcon::fromTheme(QStringLiteral("document-save")));
    auto *copyButton = buttons->addButton(i18nc("@action:button", "Copy"), QDialogButtonBox::ActionRole);
    copyButton->setIcon(QIcon::fromTheme(QStringLiteral("edit-copy")));
    connect(saveButton, &QPushButton::clicked, this, &XmlPreviewDialog::save);
    connect(copyButton, &QPushButton::clicked, this, &XmlPreviewDialog::copy);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(hint);
    layout->addWidget(makeEditor(xml, this), 1);
    layout->addWidget(m_message);
    layout->addWidget(buttons);
}

void XmlPreviewDialog::copy()
{
    QGuiApplication::clipboard()->setText(m_xml);
    m_message->setMessageType(KMessageWidget::Positive);
    m_message->setText(i18nc("@info", "The XML was copied to the clipboard."));
    m_message->animatedShow();
}

void XmlPreviewDialog::save()
{
    const QString path =
        QFileDialog::getSaveFileName(this, i18nc("@title:window", "Save libvirt XML"), m_fileName, i18nc("@item:inlistbox file type", "XML files (*.xml)"));
    if (path.isEmpty())
        return;
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(m_xml.toUtf8()) >= 0 && file.commit()) {
        m_message->setMessageType(KMessageWidget::Positive);
        m_message->setText(xi18nc("@info", "The XML was saved as <filename>%1</filename>.", path));
    } else {
        m_message->setMessageType(KMessageWidget::Error);
        m_message->setText(xi18nc("@info", "<filename>%1</filename> could not be written: %2. Choose another folder.", path, file.errorString()));
    }
    m_message->animatedShow();
}

}
