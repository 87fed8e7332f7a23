// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/operation/plan.h"
#include "helper/worker/executor.h"
#include "host/machine/machinereader.h"
#include "simulatedkernel.h"

#include <QDir>
#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>
#include <vector>

using core::Verb;
using namespace Qt::StringLiterals;

namespace
{
constexpr int rounds = 40;

core::Plan plan(const SimulatedKernel &kernel, Verb verb)
{
    core::Goal goal;
    goal.verb = verb;
    goal.gpu = address("0000:01:00.0");
    return core::plan(kernel.tree().read(), goal);
}

void withExecutor(const SimulatedKernel &kernel, const core::Plan &plan)
{
    const helper::HelperContext context = kernel.context();
    auto file = helper::Journal(context.runtime).open({.verb = plan.goal.verb, .gpu = plan.goal.gpu, .steps = plan.steps, .cards = {}, .result = {}});
    if (!file)
        qFatal("%s", qPrintable(file.error().text()));
    helper::JournalFile journal = std::move(file).value();
    if (helper::Executor(context, [](qsizetype, const core::Step &, core::Progress::State) { }).carryOut(journal).endState != helper::EndState::Goal)
        qFatal("the change failed");
}

/// The same writes only: the cost of the simulated kernel.
void bare(const SimulatedKernel &kernel, const core::Plan &plan)
{
    const helper::HelperContext context = kernel.context();
    const helper::SysfsWriter sysfs(context.root, context.write);
    for (const core::Step &step : plan.steps) {
        using enum core::Action;
        const bool isCall = step.action == Unbind || step.action == Probe;
        const auto writable = step.action == Unbind ? helper::Writable::Unbind
            : step.action == Probe                  ? helper::Writable::DriversProbe
            : step.action == SetDriverOverride      ? helper::Writable::DriverOverride
                                                    : helper::Writable::PowerControl;
        const QByteArray value = isCall ? step.address.toString().toLatin1() : step.value.toLatin1() + '\n';
        auto file = sysfs.open(writable, step.address, value);
        if (!file || file->write() != 0)
            qFatal("a write failed");
    }
}

/// Milliseconds.
double median(std::vector<double> times)
{
    std::ranges::sort(times);
    return times[times.size() / 2];
}
}

/// The cost of the executor beyond the bare writes: journal, child processes and reading back. The journal is below $TMPDIR.
int main()
{
    const SimulatedKernel kernel;
    QDir().mkpath(kernel.context().runtime);
    withExecutor(kernel, plan(kernel, Verb::Assign)); // also loads the module
    withExecutor(kernel, plan(kernel, Verb::Release));
    std::puts("| simulated | steps | bare | executor | difference |\n| --- | ---: | ---: | ---: | ---: |");
    std::vector<double> times[2][2];
    qsizetype steps[2] = {};
    for (int round = 0; round < 2 * rounds; ++round) {
        for (const Verb verb : {Verb::Assign, Verb::Release}) {
            const core::Plan next = plan(kernel, verb);
            const bool isExecutor = round % 2;
            QElapsedTimer timer;
            timer.start();
            (isExecutor ? withExecutor : bare)(kernel, next);
            times[verb == Verb::Release][isExecutor].push_back(double(timer.nsecsElapsed()) / 1e6);
            steps[verb == Verb::Release] = next.steps.size();
        }
    }
    for (const bool release : {false, true}) {
        const double writes = median(times[release][0]);
        const double all = median(times[release][1]);
        std::printf("| %s | %d | %.1f ms | %.1f ms | %.1f ms |\n", release ? "release" : "assign", int(steps[release]), writes, all, all - writes);
    }
}
