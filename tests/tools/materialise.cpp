// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// materialise MACHINE.machine DIR: makes DIR a directory tree that reads like the machine. A directory of tests/fixtures/overlays
// may stand for the machine file.

#include "machinefile.h"
#include "overlay.h"
#include "sysfstree.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTextStream>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QTextStream err(stderr);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 3) {
        err << "Usage: materialise MACHINE.machine DIR\n";
        return 2;
    }
    if (QFileInfo(arguments[1]).isDir()) {
        if (const auto error = fixture::writeOverlaidTree(arguments[1], QDir(arguments[2]).absolutePath())) {
            err << error->text() << '\n';
            return 1;
        }
        return 0;
    }
    const auto machine = fixture::readMachineFile(arguments[1]);
    if (!machine) {
        err << machine.error().text() << '\n';
        return 1;
    }
    const auto written = fixture::writeTree(*machine, arguments[2], QStringLiteral(TURNOUT_FIXTURES "/pci.ids"));
    if (!written) {
        err << written.error().text() << '\n';
        return 1;
    }
    QTextStream(stdout) << *written << " functions in " << arguments[2] << '\n';
    return 0;
}
