// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "tests/host/tree.h"

#include <QFile>

/// A copy, in the tree, of a script that is installed, for which the tree stands for /. The script itself takes that from
/// nobody: in the copy its line says another.
inline QString copyWithRoot(const Tree &tree, const QString &path)
{
    const QByteArray line = "\nturnout_root= ";
    QFile script(path);
    QByteArray text = script.open(QIODevice::ReadOnly) ? script.readAll() : QByteArray();
    if (text.count(line) != 1)
        qFatal("no line to change in %s", qPrintable(path));
    const QByteArray changed = "\nturnout_root='" + tree.path().toUtf8() + "' ";
    tree.file("script", text.replace(line, changed));
    return tree.path("script");
}
