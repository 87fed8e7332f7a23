// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QList>
#include <QString>

namespace app
{

/// A snapshot that comes with the program.
struct Sample {
    QString name;
    QString path;
};

/// In name order; empty where none are installed.
QList<Sample> samples();

}
