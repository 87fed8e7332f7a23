// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "registered.h"

#include <QMap>

#include <cstdio>

namespace testing
{

namespace
{
QMap<QByteArray, Run> &tests()
{
    static QMap<QByteArray, Run> all;
    return all;
}
}

Registered::Registered(const char *name, Run run)
{
    tests().insert(QByteArray(name).toLower(), run);
}

}

int main(int argc, char **argv)
{
    const testing::Run run = argc > 1 ? testing::tests().value(argv[1]) : nullptr;
    if (run)
        return run(argc - 1, argv + 1); // the name of the test stands where the program's would
    std::fprintf(stderr, "usage: %s TEST [QTEST_ARGUMENT...]; the tests are:\n", argv[0]);
    for (const QByteArray &name : testing::tests().keys())
        std::fprintf(stderr, "    %s\n", name.constData());
    return 2;
}
