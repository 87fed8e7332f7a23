// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "tests/host/tree.h"

#include <QFile>

/// Copies an installed script into the tree and makes the tree its root. The script takes no root from its caller, so
/// the copy is edited.
inline QString copyWithRoot(const Tree &tree, const QString &path)
{
    const QByteArray line = "\nturnout_root= ";
    QFile script(path);
    QByteArray text = script.open(QIODevice::ReadOnly) ? script.readAll() : QByteArray();
    if (text.count(line) != 1)
        qFatal("no turnout_root line in %s", qPrintable(path));
    const QByteArray changed = "\nturnout_root='" + tree.path().toUtf8() + "' ";
    tree.file("script", text.replace(line, changed));
    return tree.path("script");
}
