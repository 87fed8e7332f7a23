// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QDialog>

class KMessageWidget;

namespace app
{

/// Shows the libvirt elements of a GPU, to copy or save.
class XmlPreviewDialog : public QDialog
{
    Q_OBJECT

public:
    /// `fileName`: the suggestion of Save.
    XmlPreviewDialog(const QString &title, const QString &xml, const QString &fileName, QWidget *parent = nullptr);

private:
    void save();
    void copy();

    QString m_xml;
    QString m_fileName;
    KMessageWidget *m_message;
};

}
