// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// list-reads DIR: every path that the reader opens, or reads as a link, below DIR, one per line, in order.

#include "host/machine/machinereader.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    if (argc != 2) {
        std::fputs("Usage: list-reads DIR\n", stderr);
        return 2;
    }
    host::ReadOptions options;
    options.sysroot = QString::fromLocal8Bit(argv[1]);
    options.onAccess = [](const char *path) {
        std::puts(path);
    };
    const auto snapshot = host::readMachine(options);
    if (!snapshot) {
        std::fputs(qPrintable(snapshot.error().text() + QLatin1Char('\n')), stderr);
        return 1;
    }
    return 0;
}
