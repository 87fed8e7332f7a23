// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include <QCoreApplication>
#include <QTest>

/// Many test classes share one program, which takes less to build than one each. A class registers at its file's end:
///
///     TURNOUT_TEST(GoalTest)
///     #include "goaltest.moc"
///
/// and `core_tests goaltest ARGUMENTS...` runs it, in a process of its own, as a QTest program of that name would.
#define TURNOUT_TEST(Class) static const testing::Registered registered##Class(#Class, testing::run<Class, QCoreApplication>);
/// The same for what needs windows; include QApplication as well.
#define TURNOUT_WINDOW_TEST(Class) static const testing::Registered registered##Class(#Class, testing::run<Class, QApplication>);

namespace testing
{

using Run = int (*)(int argc, char **argv);

struct Registered {
    Registered(const char *name, Run run);
};

template<typename Test, typename Application>
int run(int argc, char **argv)
{
    Application application(argc, argv);
    application.setAttribute(Qt::AA_Use96Dpi, true);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

}
