// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "verification.h"

#include "settingvalue.h"
#include "core/keywords.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
constexpr Keywords<3> states{"verified"_L1, "diverged"_L1, "unknown"_L1};

bool concernsSame(const Step &one, const Step &other)
{
    const bool sameModule = settingOf(one.action) != DeviceSetting::Module || one.value == other.value;
    return one.address == other.address && settingOf(one.action) == settingOf(other.action) && sameModule;
}

/// Whether binding or unbinding a driver may change the setting.
bool isOfDriver(DeviceSetting setting)
{
    return isSetByDrivers(setting) || setting == DeviceSetting::IdleState || setting == DeviceSetting::VgaAccess;
}

bool supersedes(const Step &later, const Step &step)
{
    const bool rebound = settingOf(later.action) == DeviceSetting::Driver && later.address == step.address;
    return concernsSame(later, step) || (rebound && isOfDriver(settingOf(step.action)));
}

/// The file that has the setting.
QString pciPathOf(const Step &step)
{
    constexpr std::array files{""_L1,
                               "power/control"_L1,
                               "driver_override"_L1,
                               "driver"_L1,
                               "turnout/idle_state"_L1,
                               "d3cold_allowed"_L1,
                               "turnout/vga_access"_L1,
                               "reset_method"_L1,
                               ""_L1};
    static_assert(files.size() == size_t(DeviceSetting::Nothing) + 1, "one file for each setting");
    const DeviceSetting setting = settingOf(step.action);
    if (setting == DeviceSetting::Module)
        return "/sys/module/"_L1 + step.value;
    return "/sys/bus/pci/devices/"_L1 + step.address.toString() + u'/' + files[size_t(setting)];
}

QString shown(const QString &value)
{
    if (value == anyHostDriver)
        return i18nc("@item in place of a driver's name", "a host driver");
    if (value == anyButVfio)
        return i18nc("@item in place of a driver's name", "no VFIO driver");
    return value.isEmpty() ? i18nc("@item in place of a value", "nothing") : u"“"_s + value + u"”"_s;
}

QString missing(const PciAddress &address)
{
    return i18nc("@info %1 is a PCI address", "%1 is no longer in this computer.", address.toShortString());
}

QString differs(const Step &step, const QString &found)
{
    return i18nc("@info %1 is a path, %2 and %3 are values or “nothing”", "%1 should be %2, but is %3.", pciPathOf(step), shown(step.expected), shown(found));
}

QString unread(const Step &step)
{
    return i18nc("@info %1 is a path, %2 is a value or “nothing”", "%1 should be %2, but could not be read.", pciPathOf(step), shown(step.expected));
}

struct Comparison {
    QStringList different;
    QStringList unread;
};

void compare(const Snapshot &after, const Step &step, Comparison &into)
{
    const DeviceSetting setting = settingOf(step.action);
    const bool ofMachine = setting == DeviceSetting::Module;
    const Function *function = after.function(step.address);
    if (!function && !ofMachine) {
        if (const QString sentence = missing(step.address); !into.different.contains(sentence))
            into.different += sentence;
        return;
    }
    if (setting == DeviceSetting::Nothing) {
        // A function that a reset killed answers with all ones, which is no header.
        if (!function->multifunction && function->multifunction.why() == Unread::Malformed)
            into.different += i18nc("@info %1 is a PCI address", "%1 no longer responds.", step.address.toShortString());
        return;
    }
    const auto found = settingValue(after, setting, step.address, step.value);
    if (found && !meets(setting, step.expected, *found))
        into.different += differs(step, *found);
    else if (!found && found.why() == Unread::Absent)
        into.different += differs(step, {});
    else if (!found)
        into.unread += unread(step);
}
}

QString toKeyword(Verification::State state)
{
    return keywordOf(states, state);
}

QList<Step> expectedEnd(const QList<Step> &steps)
{
    QList<Step> end;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const Step &step = steps[i];
        const bool superseded = std::any_of(steps.begin() + i + 1, steps.end(), [&step](const Step &later) {
            return supersedes(later, step);
        });
        if (!superseded)
            end += step;
    }
    return end;
}

Verification verify(const Snapshot &after, const Plan &plan)
{
    if (plan.refused)
        return {.state = Verification::State::Unknown, .differences = {i18nc("@info", "The plan was refused, so there is nothing to compare.")}};
    Comparison comparison;
    for (const Step &step : expectedEnd(plan.steps))
        compare(after, step, comparison);
    using enum Verification::State;
    const auto state = !comparison.different.isEmpty() ? Diverged : !comparison.unread.isEmpty() ? Unknown : Verified;
    return {.state = state, .differences = comparison.different + comparison.unread};
}

}
