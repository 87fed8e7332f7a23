// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// The tests' helper: the installed service's library on the bus DBUS_SYSTEM_BUS_ADDRESS, with testworker as its worker. ROOT is
// the directory of testworker's machine.

#include "helper/service/service.h"

#include <KAuth/HelperSupport>

#include <QFile>

#include <cstdio>

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fputs("usage: testhelper ROOT\n", stderr);
        return 2;
    }
    const QString root = QString::fromLocal8Bit(argv[1]);
    helper::Service service({.socket = root + QStringLiteral("/worker.socket"),
                             .runtime = root + QStringLiteral("/run/turnout"),
                             .audit = [root](const QString &line) {
                                 QFile audit(root + QStringLiteral("/audit"));
                                 if (audit.open(QIODevice::Append))
                                     audit.write(line.toUtf8() + '\n');
                             }});
    return KAuth::HelperSupport::helperMain(argc, argv, "org.turnout.helper", &service);
}
