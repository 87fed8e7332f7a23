// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// turnout itself, never installed, on a simulated machine of its own, with the helper as a library. The environment
// configures it:
//
//     TURNOUT_TEST_FAULTS    "unbind@0000:01:00.0=16 ...": see SimulatedKernel::set()
//     TURNOUT_TEST_ASSIGNED  1: the spare GPU is assigned before
//     TURNOUT_TEST_STORED    the stored boot assignment of the spare GPU: every, once, trial (a trial boot); gone: every, but
//                            of an empty slot; broken: an invalid file
//     TURNOUT_TEST_DELIVERY  denied, nohelper, timedout: replaces the helper's answer
//     TURNOUT_TEST_WRITES    a file that gets a line for each sysfs write

#include "app/cli/programcontext.h"
#include "core/boot/bootassignment.h"
#include "core/operation/plan.h"
#include "host/machine/machinereader.h"
#include "tests/app/operation/directtransport.h"
#include "tests/app/operation/scriptedtransport.h"
#include "tests/helper/simulatedkernel.h"

#include <QFile>

using app::operation::Delivery;

namespace
{
void setFaults(const SimulatedKernel &kernel)
{
    for (const QByteArray &fault : qgetenv("TURNOUT_TEST_FAULTS").split(' ')) {
        const qsizetype at = fault.indexOf('@');
        const qsizetype is = fault.indexOf('=');
        if (at > 0 && is > at)
            kernel.set(fault.first(at), fault.sliced(at + 1, is - at - 1), fault.sliced(is + 1));
    }
}

void assign(const SimulatedKernel &kernel)
{
    core::Request request;
    request.goal.gpu = {0, 1, 0, 0};
    request.nonce = core::newNonce();
    request.fingerprint = core::plan(*host::readMachine({.sysroot = kernel.tree().path(), .withHolders = true, .onAccess = {}}), request.goal).fingerprint;
    helper::Verbs(kernel.context(), [](const core::Progress &) { }, [](const QString &) { }).run(core::Verb::Assign, core::toArguments(request), 0);
}

void store(const SimulatedKernel &kernel, const QByteArray &what)
{
    core::Goal goal;
    goal.verb = core::Verb::Persist;
    goal.gpu = {0, 1, 0, 0};
    core::BootAssignment assignment =
        *core::bootAssignmentFor(*host::readMachine({.sysroot = kernel.tree().path(), .withHolders = true, .onAccess = {}}), goal);
    assignment.nextBootOnly = what == "once" || what == "trial";
    if (what == "gone") {
        assignment.parts.resize(1);
        assignment.parts.first().identity.path = QStringLiteral("pci0000:00/1f.0");
    }
    kernel.tree().file(what == "trial" ? core::trialFile : core::bootAssignmentsFile, what == "broken" ? QByteArray("{}") : core::toJson({assignment}));
}

/// What persist needs on a machine with initramfs-tools.
void installInitramfsTools(const SimulatedKernel &kernel)
{
    kernel.tree().file("etc/udev/rules.d/60-others.rules", "# of others\n");
    kernel.tree().file("simulated/initramfs", {});
}

std::unique_ptr<app::operation::Transport> transport(const SimulatedKernel &kernel)
{
    const QByteArray wanted = qgetenv("TURNOUT_TEST_DELIVERY");
    if (wanted.isEmpty())
        return std::make_unique<DirectTransport>(kernel.context());
    const Delivery::State state = wanted == "denied" ? Delivery::State::Denied : wanted == "nohelper" ? Delivery::State::NoHelper : Delivery::State::TimedOut;
    return std::make_unique<ScriptedTransport>([state](core::Verb, const QVariantMap &) {
        return Delivery{.state = state, .reply = {}, .detail = {}};
    });
}

void saveWrites(const SimulatedKernel &kernel)
{
    QFile file(qEnvironmentVariable("TURNOUT_TEST_WRITES"));
    if (!file.fileName().isEmpty() && file.open(QIODevice::WriteOnly))
        file.write(kernel.writes().join('\n'));
}
}

int main(int argc, char **argv)
{
    const SimulatedKernel kernel;
    installInitramfsTools(kernel);
    if (qEnvironmentVariableIntValue("TURNOUT_TEST_ASSIGNED") == 1)
        assign(kernel);
    if (const QByteArray stored = qgetenv("TURNOUT_TEST_STORED"); !stored.isEmpty())
        store(kernel, stored);
    setFaults(kernel);
    const int code = app::cli::runProgram(argc, argv, {.root = kernel.tree().path(), .transport = [&kernel] {
                                                           return transport(kernel);
                                                       }});
    kernel.release();
    saveWrites(kernel);
    return code;
}
