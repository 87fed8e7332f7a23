// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "outcome.h"

#include "factvalue.h"
#include "words.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
constexpr Words<3> states{"verified"_L1, "diverged"_L1, "unknown"_L1};

bool concernsSame(const Step &one, const Step &other)
{
    const bool sameModule = factOf(one.action) != Fact::Module || one.value == other.value;
    return one.address == other.address && factOf(one.action) == factOf(other.action) && sameModule;
}

/// Whether binding or unbinding a driver may change the fact.
bool isOfDriver(Fact fact)
{
    return isSetByDrivers(fact) || fact == Fact::IdleState || fact == Fact::VgaAccess;
}

bool supersedes(const Step &later, const Step &step)
{
    const bool rebound = factOf(later.action) == Fact::Driver && later.address == step.address;
    return concernsSame(later, step) || (rebound && isOfDriver(factOf(step.action)));
}

/// What the value is of, as the file that holds it.
QString placeOf(const Step &step)
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
    static_assert(files.size() == size_t(Fact::Nothing) + 1, "one file a fact, in the order of the enum");
    const Fact fact = factOf(step.action);
    if (fact == Fact::Module)
        return "/sys/module/"_L1 + step.value;
    return "/sys/bus/pci/devices/"_L1 + step.address.toString() + u'/' + files[size_t(fact)];
}

QString shown(const QString &value)
{
    if (value == anyHostDriver)
        return i18nc("@item in place of a driver's name", "a driver of the host");
    if (value == anyButVfio)
        return i18nc("@item in place of a driver's name", "no VFIO driver");
    return value.isEmpty() ? i18nc("@item in place of a value", "nothing") : u"“"_s + value + u"”"_s;
}

QString gone(const PciAddress &address)
{
    return i18nc("@info %1 is a PCI address", "%1 is not there any more.", address.toShortString());
}

QString otherwise(const Step &step, const QString &found)
{
    return i18nc("@info %1 is a path, %2 and %3 are values or “nothing”", "%1 should say %2, and says %3.", placeOf(step), shown(step.expected), shown(found));
}

QString unread(const Step &step)
{
    return i18nc("@info %1 is a path, %2 is a value or “nothing”", "%1 should say %2, and could not be read.", placeOf(step), shown(step.expected));
}

struct Comparison {
    QStringList otherwise;
    QStringList unread;
};

void compare(const Snapshot &after, const Step &step, Comparison &into)
{
    const Fact fact = factOf(step.action);
    const bool ofMachine = fact == Fact::Module;
    const Function *function = after.function(step.address);
    if (!function && !ofMachine) {
        if (const QString sentence = gone(step.address); !into.otherwise.contains(sentence))
            into.otherwise += sentence;
        return;
    }
    if (fact == Fact::Nothing) {
        // A function that a reset killed answers with all ones, which is no header.
        if (!function->multifunction && function->multifunction.why() == Unread::Malformed)
            into.otherwise += i18nc("@info %1 is a PCI address", "%1 does not answer any more.", step.address.toShortString());
        return;
    }
    const auto found = factValue(after, fact, step.address, step.value);
    if (found && !meets(fact, step.expected, *found))
        into.otherwise += otherwise(step, *found);
    else if (!found && found.why() == Unread::Absent)
        into.otherwise += otherwise(step, {});
    else if (!found)
        into.unread += unread(step);
}
}

QString toWord(Verification::State state)
{
    return wordOf(states, state);
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
        return {.state = Verification::State::Unknown, .differences = {i18nc("@info", "The plan was refused, so nothing was expected of it.")}};
    Comparison comparison;
    for (const Step &step : expectedEnd(plan.steps))
        compare(after, step, comparison);
    using enum Verification::State;
    const auto state = !comparison.otherwise.isEmpty() ? Diverged : !comparison.unread.isEmpty() ? Unknown : Verified;
    return {.state = state, .differences = comparison.otherwise + comparison.unread};
}

}
