// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// The helper of the tests, never installed: the same library as the installed one, on a simulated kernel, at whatever
// bus DBUS_SYSTEM_BUS_ADDRESS names. Writes the simulated machine's directory to the file that is its argument, and its
// audit lines to "audit" in that directory.

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
    helper::holdTermination();
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
