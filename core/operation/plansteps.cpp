// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "plansteps.h"

#include "driverchoice.h"
#include "core/pci/pciclass.h"
#include "planbuilder.h"
#include "core/power/d3cold.h"

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
using Functions = QList<const Function *>;

/// The order in which functions are unbound: the GPU last, because its sound function needs it active (device links). They
/// are bound to new drivers in reverse.
Functions gpuLast(Functions functions)
{
    std::ranges::stable_partition(functions, [](const Function *function) {
        return !isGpu(*function);
    });
    return functions;
}

/// Keeps the function active while its driver changes. Our driver's settings are reset first, so that undoing the steps
/// restores them.
void prepareToMove(PlanBuilder &builder, const Function &function)
{
    builder.set(Action::SetVgaAccess, function.address, vgaKeyword(true));
    builder.set(Action::SetIdleState, function.address, u"d3cold"_s);
    builder.setEvenIfEqual(Action::SetPowerControl, function.address, u"on"_s);
}

QList<Step> assignSteps(const Snapshot &snapshot, const Goal &goal, const Functions &assignedTogether)
{
    PlanBuilder builder(snapshot);
    Functions moving;
    // A named driver is for the functions that it fits; preflight ensures that it fits the GPU.
    const auto target = [&](const Function &function) {
        return vfioDriverFor(snapshot, function, goal.driver);
    };
    for (const Function *function : gpuLast(assignedTogether)) {
        if (isOfferedByDriver(*function))
            continue;
        const bool isNamed = !goal.driver.isEmpty() && target(*function) == goal.driver;
        if (isNamed ? function->driver.valueOr({}) != goal.driver : !isOnVfio(*function))
            moving.append(function);
    }
    for (const Function *function : moving)
        builder.loadModule(goal.gpu, moduleOf(target(*function)));
    for (const Function *function : moving) {
        prepareToMove(builder, *function);
        builder.set(Action::SetDriverOverride, function->address, target(*function));
    }
    for (const Function *function : moving)
        builder.unbind(function->address);
    for (const Function *function : std::views::reverse(moving))
        builder.probe(function->address, target(*function));
    return builder.steps();
}

/// The host's value, where the helper recorded it; never a VFIO driver.
QString overrideOnHost(const Function &function)
{
    const QString recorded = function.hostDriver ? function.hostDriver->driverOverride : QString();
    return isVfioDriver(recorded) ? QString() : recorded;
}

bool wasUnbound(const Function &function)
{
    return function.hostDriver && function.hostDriver->driver.isEmpty();
}

void bindToHostDriver(PlanBuilder &builder, const Function &function, const QString &driver)
{
    if (!driver.isEmpty() || !wasUnbound(function)) {
        const QString any = function.moduleCandidates.isEmpty() ? anyButVfio : anyHostDriver;
        builder.probe(function.address, driver.isEmpty() ? any : driver);
    }
    builder.set(Action::SetDriverOverride, function.address, overrideOnHost(function));
    if (!function.hostDriver)
        return;
    if (function.hostDriver->d3coldAllowed)
        builder.set(Action::SetD3coldAllowed, function.address, *function.hostDriver->d3coldAllowed ? u"1"_s : u"0"_s);
    if (function.hostDriver->automatic)
        builder.setEvenIfEqual(Action::SetPowerControl, function.address, *function.hostDriver->automatic ? u"auto"_s : u"on"_s);
}

/// Of functions without a driver, only one that had a driver or that the user named: others are unbound on purpose.
bool lacksDriver(const Function &function, const Goal &goal)
{
    if (hasLostItsDriver(function))
        return true;
    const bool isUnbound = !function.driver && function.driver.why() == Unread::Absent;
    const bool isAskedFor = !goal.driver.isEmpty() || (!wasUnbound(function) && !function.moduleCandidates.isEmpty());
    return isUnbound && function.address == goal.gpu && isAskedFor;
}

QList<Step> releaseSteps(const Snapshot &snapshot, const Goal &goal, const Functions &assignedTogether)
{
    PlanBuilder builder(snapshot);
    Functions moving;
    for (const Function *function : gpuLast(assignedTogether)) {
        const bool isReserved = function->driverOverride && isVfioDriver(*function->driverOverride);
        if (isOnVfio(*function) || isReserved || lacksDriver(*function, goal))
            moving.append(function);
    }
    const auto named = [&goal](const Function &function) {
        return function.address == goal.gpu ? goal.driver : QString();
    };
    for (const Function *function : moving) {
        if (isOnVfio(*function))
            prepareToMove(builder, *function);
        const QString driver = named(*function);
        builder.set(Action::SetDriverOverride, function->address, driver.isEmpty() ? overrideOnHost(*function) : driver);
    }
    for (const Function *function : moving) {
        if (isOnVfio(*function))
            builder.unbind(function->address);
    }
    for (const Function *function : std::views::reverse(moving))
        bindToHostDriver(builder, *function, named(*function));
    return builder.steps();
}

/// `keepsPower`: our driver keeps the GPU's power on, and so that of all functions behind its port.
void setIdlePolicy(PlanBuilder &builder, const Function &function, IdlePolicy policy, bool keepsPower)
{
    const bool isOurs = function.turnoutDriver && function.turnoutDriver->idleState;
    if (policy == IdlePolicy::On) {
        if (isOurs)
            builder.set(Action::SetIdleState, function.address, u"d0"_s);
        else
            builder.set(Action::SetPowerControl, function.address, u"on"_s);
        return;
    }
    if (policy != IdlePolicy::D3hot && !isD3coldForbidden(function))
        builder.set(Action::SetD3coldAllowed, function.address, u"1"_s);
    else if (policy == IdlePolicy::D3hot && !keepsPower)
        builder.set(Action::SetD3coldAllowed, function.address, u"0"_s);
    if (isOurs)
        builder.set(Action::SetIdleState, function.address, policy == IdlePolicy::D3hot ? u"d3hot"_s : u"d3cold"_s);
    builder.set(Action::SetPowerControl, function.address, u"auto"_s);
}

/// Does not change the port above: see isD3coldForbidden().
QList<Step> powerSteps(const Snapshot &snapshot, const Goal &goal, const Functions &assignedTogether)
{
    PlanBuilder builder(snapshot);
    const bool keepsPower = keepsPowerByItself(assignedTogether);
    for (const Function *function : gpuLast(assignedTogether)) {
        if (isOnVfio(*function))
            setIdlePolicy(builder, *function, *goal.idle, keepsPower);
    }
    return builder.steps();
}

QList<Step> vgaSteps(const Snapshot &snapshot, const Goal &goal)
{
    PlanBuilder builder(snapshot);
    builder.set(Action::SetVgaAccess, goal.gpu, vgaKeyword(*goal.vga));
    return builder.steps();
}

QList<Step> resetSteps(const Snapshot &snapshot, const Goal &goal)
{
    PlanBuilder builder(snapshot);
    const QString methods = builder.value(DeviceSetting::ResetMethod, goal.gpu);
    const QString control = builder.value(DeviceSetting::PowerControl, goal.gpu);
    const bool isChosen = !goal.resetMethod.isEmpty() && goal.resetMethod != methods;
    if (isChosen) {
        // The kernel probes a method before it accepts it, which needs an active GPU (drivers/pci/pci.c,
        // reset_method_store); a reset itself wakes it.
        builder.set(Action::SetPowerControl, goal.gpu, u"on"_s);
        builder.set(Action::SetResetMethod, goal.gpu, goal.resetMethod);
    }
    builder.reset(goal.gpu);
    if (isChosen) {
        builder.set(Action::SetResetMethod, goal.gpu, methods);
        builder.set(Action::SetPowerControl, goal.gpu, control);
    }
    return builder.steps();
}
}

QList<Step> stepsFor(const Snapshot &snapshot, const Goal &goal, const Functions &assignedTogether)
{
    switch (goal.verb) {
    case Verb::Assign:
        return assignSteps(snapshot, goal, assignedTogether);
    case Verb::Release:
        return releaseSteps(snapshot, goal, assignedTogether);
    case Verb::Power:
        return powerSteps(snapshot, goal, assignedTogether);
    case Verb::Vga:
        return vgaSteps(snapshot, goal);
    case Verb::Reset:
        return resetSteps(snapshot, goal);
    case Verb::Inspect:
    case Verb::Persist:
    case Verb::Unpersist:
    case Verb::Recover:
        return {};
    }
    Q_UNREACHABLE_RETURN({});
}

}
