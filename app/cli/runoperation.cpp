// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "runoperation.h"

#include <QEventLoop>

namespace app::cli
{

using operation::Operation;

std::optional<core::Error> prepare(Operation &operation)
{
    std::optional<core::Error> error;
    QEventLoop loop;
    QObject::connect(&operation, &Operation::failed, &loop, [&](const core::Error &why) {
        error = why;
        loop.quit();
    });
    QObject::connect(&operation, &Operation::phaseChanged, &loop, [&](Operation::Phase phase) {
        if (phase == Operation::Phase::Planned)
            loop.quit();
    });
    operation.prepare();
    loop.exec();
    return error;
}

void carryOut(Operation &operation)
{
    QEventLoop loop;
    QObject::connect(&operation, &Operation::phaseChanged, &loop, [&](Operation::Phase phase) {
        if (phase == Operation::Phase::Ended)
            loop.quit();
    });
    operation.carryOut();
    loop.exec();
}

}
