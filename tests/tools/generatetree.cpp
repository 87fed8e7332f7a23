// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// generate-tree COUNT DIR [PCI.IDS]: makes DIR the tree of a generated machine of COUNT functions.

#include "generatedmachine.h"
#include "sysfstree.h"

#include <QCoreApplication>
#include <QTextStream>

using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QTextStream err(stderr);
    const QStringList arguments = QCoreApplication::arguments();
    const size_t count = arguments.size() >= 3 ? arguments[1].toULongLong() : 0;
    if (arguments.size() > 4 || count == 0 || count > fixture::maximumFunctions) {
        err << "Usage: generate-tree COUNT DIR [PCI.IDS], COUNT at most " << fixture::maximumFunctions << '\n';
        return 2;
    }
    const QString pciIds = arguments.value(3, QStringLiteral(TURNOUT_FIXTURES "/pci.ids"));
    const auto written = fixture::writeTree(fixture::generateMachine(count), arguments[2], pciIds);
    if (!written) {
        err << written.error().text() << '\n';
        return 1;
    }
    QTextStream(stdout) << *written << " functions in " << arguments[2] << '\n';
    return 0;
}
