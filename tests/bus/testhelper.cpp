// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// The tests' helper: the installed helper's library on a simulated kernel, on the bus DBUS_SYSTEM_BUS_ADDRESS. Writes the
// simulated machine's directory to FILE, and audit lines to "audit" in that directory.

#include "helper/service/service.h"
#include "helper/service/termination.h"
#include "tests/helper/simulatedkernel.h"

#include <KAuth/HelperSupport>

#include <cstdio>

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fputs("usage: testhelper FILE\n", stderr);
        return 2;
    }
    helper::blockTermination();
    const SimulatedKernel kernel;
    helper::Service service(kernel.context(), [&kernel](const QString &line) {
        QFile audit(kernel.tree().path("audit"));
        if (audit.open(QIODevice::Append))
            audit.write(line.toUtf8() + '\n');
    });
    QFile announcement(QString::fromLocal8Bit(argv[1]));
    if (!announcement.open(QIODevice::WriteOnly) || announcement.write(kernel.tree().path().toUtf8()) < 0)
        return 1;
    announcement.close();
    return KAuth::HelperSupport::helperMain(argc, argv, "org.turnout.helper", &service);
}
