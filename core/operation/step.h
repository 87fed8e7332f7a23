// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/pci/pciaddress.h"
#include "core/result.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace core
{

/// Everything that Turnout does to a machine. The set is closed: the helper can carry out nothing else.
enum class Action : quint8 {
    LoadModule, ///< modprobe; binds nothing by itself
    SetPowerControl, ///< power/control: on, auto
    SetDriverOverride, ///< driver_override: a driver's name, or empty for none
    Unbind, ///< from the driver that has the function now
    Probe, ///< drivers_probe: the kernel looks for a driver, which driver_override decides
    SetIdleState, ///< turnout/idle_state: d0, d3hot, d3cold
    SetD3coldAllowed, ///< d3cold_allowed: 0, 1
    SetVgaAccess, ///< turnout/vga_access: on, off
    SetResetMethod, ///< reset_method: methods in the order in which the kernel tries them
    Reset, ///< reset: by the methods of reset_method
};

/// What a step changes, and where the value is read back. Two actions can change one setting.
enum class DeviceSetting : quint8 {
    Module, ///< of the machine: the module's name while it is loaded, else empty
    PowerControl,
    DriverOverride, ///< empty: none
    Driver, ///< empty: unbound
    IdleState,
    D3coldAllowed,
    VgaAccess,
    ResetMethod,
    Nothing, ///< a reset leaves nothing to read back
};

/// In place of a driver's name in `before` and `expected` of Unbind and Probe, where only the kernel decides which driver it is.
/// No driver can have these names.
inline constexpr auto anyHostDriver = QLatin1StringView("*"); ///< bound, but not to VFIO
inline constexpr auto anyButVfio = QLatin1StringView("?"); ///< bound to a host driver or unbound

/// One write, with the value before it and the value it must lead to. No path: the helper alone decides which file an
/// action writes.
struct Step {
    Action action = Action::LoadModule;
    PciAddress address; ///< for LoadModule the GPU for which the module is needed
    QString value; ///< to write; empty for Unbind, Probe and Reset, which need none
    QString before; ///< the setting before the step, which its inverse restores
    QString expected; ///< the setting after the step, which must be read back

    bool operator==(const Step &) const = default;
};

/// "load-module", "set-driver-override", "unbind" ...: the words of the JSON contract.
QString toKeyword(Action action);
std::optional<Action> actionFromKeyword(QStringView word);

DeviceSetting settingOf(Action action);

/// Whether drivers change the setting when they are bound or unbound, so that before a step it may have any value.
/// power/control: drivers/vfio/pci/vfio_pci_core.c vfio_pci_core_register_device and _unregister_device; many host drivers.
bool isSetByDrivers(DeviceSetting setting);

/// Whether a value that was read is the wanted one; `wanted` may be anyHostDriver or anyButVfio.
bool meets(DeviceSetting setting, const QString &wanted, const QString &read);

/// Whether every value is one the action can have: names are [a-z0-9_-]{1,64}, states are of their closed sets.
bool isValid(const Step &step);

/// None for LoadModule, which stays: a loaded VFIO module binds nothing; and for Reset, which cannot be undone.
std::optional<Step> inverse(const Step &step);

/// Undoes `done`: the inverses in reverse order, except that a function's driver_override is restored before the function
/// is probed, because it decides which driver binds.
QList<Step> undo(const QList<Step> &done);

/// {"action", "address", "value", "before", "expected"}
QJsonObject toJson(const Step &step);
/// Strict: isValid(), with no member missing and none unknown.
Result<Step> stepFromJson(const QJsonObject &object);

}
