// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// turnout-agent, started at every login.

#include "bootnotifier.h"

#include "app/operation/kauthtransport.h"

#include <QCoreApplication>
#include <QProcess>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace
{
/// The program beside this one (a build tree), else the one in PATH.
QString desktopProgram()
{
    const QString name = u"turnout-desktop"_s;
    const QString beside = QStandardPaths::findExecutable(name, {QCoreApplication::applicationDirPath()});
    return beside.isEmpty() ? QStandardPaths::findExecutable(name) : beside;
}

void showWindow(const core::PciAddress &address, const QString &token)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"XDG_ACTIVATION_TOKEN"_s, token);
    QProcess process;
    process.setProgram(desktopProgram());
    process.setArguments({u"--select"_s, address.toString()});
    process.setProcessEnvironment(environment);
    process.startDetached();
}
}

int main(int argc, char **argv)
{
    const auto transport = [] {
        return std::make_unique<app::operation::KAuthTransport>();
    };
    return app::agent::runProgram(argc, argv, {.root = {}, .transport = transport, .showWindow = showWindow});
}
