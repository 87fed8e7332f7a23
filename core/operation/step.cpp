// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "step.h"

#include "goal.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
struct ActionRow {
    Action action;
    QLatin1StringView word;
    DeviceSetting setting;
};

constexpr std::array actionRows{
    ActionRow{Action::LoadModule, "load-module"_L1, DeviceSetting::Module},
    ActionRow{Action::SetPowerControl, "set-power-control"_L1, DeviceSetting::PowerControl},
    ActionRow{Action::SetDriverOverride, "set-driver-override"_L1, DeviceSetting::DriverOverride},
    ActionRow{Action::Unbind, "unbind"_L1, DeviceSetting::Driver},
    ActionRow{Action::Probe, "probe"_L1, DeviceSetting::Driver},
    ActionRow{Action::SetIdleState, "set-idle-state"_L1, DeviceSetting::IdleState},
    ActionRow{Action::SetD3coldAllowed, "set-d3cold-allowed"_L1, DeviceSetting::D3coldAllowed},
    ActionRow{Action::SetVgaAccess, "set-vga-access"_L1, DeviceSetting::VgaAccess},
    ActionRow{Action::SetResetMethod, "set-reset-method"_L1, DeviceSetting::ResetMethod},
    ActionRow{Action::Reset, "reset"_L1, DeviceSetting::Nothing},
};

constexpr bool inEnumOrder()
{
    for (size_t i = 0; i < actionRows.size(); ++i) {
        if (size_t(actionRows[i].action) != i)
            return false;
    }
    return true;
}
static_assert(inEnumOrder() && actionRows.size() == size_t(Action::Reset) + 1, "one row an action, in the order of the enum");

const ActionRow &row(Action action)
{
    return actionRows[size_t(action)];
}

bool isAnyDriver(const QString &name)
{
    return name == anyHostDriver || name == anyButVfio;
}

bool isDriverOrNone(const QString &name)
{
    return name.isEmpty() || isDriverName(name);
}

/// A step that writes a value and reads the same one back.
bool writes(const Step &step, auto isLegal)
{
    return isLegal(step.value) && isLegal(step.before) && step.expected == step.value;
}

template<typename... Texts>
auto oneOf(Texts... keywords)
{
    return [=](const QString &value) {
        return ((value == keywords) || ...);
    };
}

bool isMethodList(const QString &keywords)
{
    const QStringList methods = keywords.split(u' ');
    return std::ranges::all_of(methods, [](const QString &method) {
        return isResetMethod(method);
    });
}

Error malformed(const QString &why)
{
    return {.what = i18nc("@info", "A step of the plan is malformed."), .why = why, .remedy = {}};
}
}

QString toKeyword(Action action)
{
    return row(action).word;
}

std::optional<Action> actionFromKeyword(QStringView word)
{
    const auto *const found = std::ranges::find_if(actionRows, [word](const ActionRow &known) {
        return known.word == word;
    });
    return found == actionRows.end() ? std::nullopt : std::optional(found->action);
}

DeviceSetting settingOf(Action action)
{
    return row(action).setting;
}

bool isSetByDrivers(DeviceSetting setting)
{
    return setting == DeviceSetting::PowerControl;
}

bool meets(DeviceSetting setting, const QString &wanted, const QString &read)
{
    if (setting != DeviceSetting::Driver || !isAnyDriver(wanted))
        return wanted == read;
    if (isVfioDriver(read) || read == "pci-stub"_L1)
        return false;
    return wanted == anyButVfio || !read.isEmpty();
}

bool isValid(const Step &step)
{
    switch (step.action) {
    case Action::LoadModule:
        return isDriverName(step.value) && step.before.isEmpty() && step.expected == step.value;
    case Action::SetPowerControl:
        return writes(step, oneOf("on"_L1, "auto"_L1));
    case Action::SetDriverOverride:
        return writes(step, isDriverOrNone);
    case Action::Unbind:
        return step.value.isEmpty() && step.expected.isEmpty() && (isDriverName(step.before) || isAnyDriver(step.before));
    case Action::Probe:
        return step.value.isEmpty() && step.before.isEmpty() && (isDriverName(step.expected) || isAnyDriver(step.expected));
    case Action::SetIdleState:
        return writes(step, oneOf("d0"_L1, "d3hot"_L1, "d3cold"_L1));
    case Action::SetD3coldAllowed:
        return writes(step, oneOf("0"_L1, "1"_L1));
    case Action::SetVgaAccess:
        return writes(step, oneOf("on"_L1, "off"_L1));
    case Action::SetResetMethod:
        return writes(step, isMethodList);
    case Action::Reset:
        return step.value.isEmpty() && step.before.isEmpty() && step.expected.isEmpty();
    }
    Q_UNREACHABLE_RETURN(false);
}

std::optional<Step> inverse(const Step &step)
{
    switch (step.action) {
    case Action::LoadModule:
    case Action::Reset:
        return std::nullopt;
    case Action::Unbind:
        return Step{.action = Action::Probe, .address = step.address, .value = {}, .before = {}, .expected = step.before};
    case Action::Probe:
        return Step{.action = Action::Unbind, .address = step.address, .value = {}, .before = step.expected, .expected = {}};
    case Action::SetPowerControl:
    case Action::SetDriverOverride:
    case Action::SetIdleState:
    case Action::SetD3coldAllowed:
    case Action::SetVgaAccess:
    case Action::SetResetMethod:
        return Step{.action = step.action, .address = step.address, .value = step.before, .before = step.value, .expected = step.before};
    }
    Q_UNREACHABLE_RETURN(std::nullopt);
}

QList<Step> undo(const QList<Step> &done)
{
    QList<Step> undone;
    for (const Step &step : std::views::reverse(done)) {
        const std::optional<Step> back = inverse(step);
        if (!back)
            continue;
        const auto waiting = std::ranges::find_if(undone, [&](const Step &earlier) {
            return earlier.action == Action::Probe && earlier.address == step.address;
        });
        if (step.action == Action::SetDriverOverride)
            undone.insert(waiting, *back);
        else
            undone.append(*back);
    }
    return undone;
}

QJsonObject toJson(const Step &step)
{
    return {
        {u"action"_s, toKeyword(step.action)},
        {u"address"_s, step.address.toString()},
        {u"value"_s, step.value},
        {u"before"_s, step.before},
        {u"expected"_s, step.expected},
    };
}

Result<Step> stepFromJson(const QJsonObject &object)
{
    constexpr std::array members{"action"_L1, "address"_L1, "value"_L1, "before"_L1, "expected"_L1};
    for (const QLatin1StringView member : members) {
        if (!object.value(member).isString())
            return malformed(i18nc("@info %1 is a name in a JSON object", "“%1” is missing or not a text.", QString(member)));
    }
    if (object.size() != qsizetype(members.size()))
        return malformed(i18nc("@info", "It has unknown members."));
    const auto action = actionFromKeyword(object.value("action"_L1).toString());
    const auto address = PciAddress::parse(object.value("address"_L1).toString());
    if (!action || !address)
        return malformed(i18nc("@info", "Its action or PCI address does not exist."));
    const Step step{.action = *action,
                    .address = *address,
                    .value = object.value("value"_L1).toString(),
                    .before = object.value("before"_L1).toString(),
                    .expected = object.value("expected"_L1).toString()};
    if (!isValid(step))
        return malformed(i18nc("@info %1 is the name of an action", "“%1” cannot have these values.", toKeyword(step.action)));
    return step;
}

}
