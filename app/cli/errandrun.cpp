// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "errandrun.h"

#include "host/machinereader.h"
#include "host/persistedfile.h"

#include <QEventLoop>

namespace app::cli
{

using client::Errand;

client::Reader readerOf(const Invocation &call)
{
    return [root = call.surroundings.root] {
        return host::readMachine({.sysroot = root, .withHolders = true, .onAccess = {}});
    };
}

client::ChoicesReader choicesReaderOf(const Invocation &call)
{
    return [root = call.surroundings.root] {
        return host::readPersisted(root);
    };
}

std::optional<core::Error> prepare(Errand &errand)
{
    std::optional<core::Error> error;
    QEventLoop loop;
    QObject::connect(&errand, &Errand::failed, &loop, [&](const core::Error &why) {
        error = why;
        loop.quit();
    });
    QObject::connect(&errand, &Errand::phaseChanged, &loop, [&](Errand::Phase phase) {
        if (phase == Errand::Phase::Planned)
            loop.quit();
    });
    errand.prepare();
    loop.exec();
    return error;
}

void carryOut(Errand &errand)
{
    QEventLoop loop;
    QObject::connect(&errand, &Errand::phaseChanged, &loop, [&](Errand::Phase phase) {
        if (phase == Errand::Phase::Ended)
            loop.quit();
    });
    errand.carryOut();
    loop.exec();
}

}
