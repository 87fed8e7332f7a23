// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "steptext.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace app
{

namespace
{
QString driverSentence(const QString &address, const QString &expected)
{
    if (expected == core::anyHostDriver)
        return i18nc("@info:progress %1 is a PCI address", "Bind %1 to its host driver", address);
    if (expected == core::anyButVfio)
        return i18nc("@info:progress %1 is a PCI address", "Let the kernel probe a host driver for %1", address);
    return i18nc("@info:progress %1 is a PCI address, %2 a driver", "Bind %1 to the driver %2", address, expected);
}

QString unbindSentence(const QString &address, const QString &driver)
{
    const bool named = driver != core::anyHostDriver && driver != core::anyButVfio;
    return named ? i18nc("@info:progress %1 is a PCI address, %2 a driver", "Unbind %1 from the driver %2", address, driver)
                 : i18nc("@info:progress %1 is a PCI address", "Unbind %1 from its driver", address);
}

QString overrideSentence(const QString &address, const core::Step &step)
{
    return step.value.isEmpty() ? i18nc("@info:progress %1 is a PCI address", "Clear the driver override of %1", address)
                                : i18nc("@info:progress %1 is a PCI address, %2 a driver", "Set the driver override of %1 to %2", address, step.value);
}

QString idleSentence(const QString &address, const QString &state)
{
    if (state == "d0"_L1)
        return i18nc("@info:progress %1 is a PCI address", "Keep %1 active while no VM has it open", address);
    return i18nc("@info:progress %1 is a PCI address, %2 a power state",
                 "Let %1 suspend to %2 while no VM has it open",
                 address,
                 state.toUpper().replace(u"HOT"_s, u"hot"_s).replace(u"COLD"_s, u"cold"_s));
}

QString attribute(const core::Step &step, const QString &name)
{
    return u"/sys/bus/pci/devices/%1/%2"_s.arg(step.address.toString(), name);
}

QString echo(const QString &value, const QString &path)
{
    return value.isEmpty() ? u"echo > %1"_s.arg(path) : u"echo %1 > %2"_s.arg(value, path);
}
}

QString stepText(const core::Step &step)
{
    const QString address = step.address.toShortString();
    switch (step.action) {
    case core::Action::LoadModule:
        return i18nc("@info:progress %1 is a kernel module", "Load the kernel module %1", step.value);
    case core::Action::SetPowerControl:
        return step.value == "on"_L1 ? i18nc("@info:progress %1 is a PCI address", "Wake %1 and keep it active", address)
                                     : i18nc("@info:progress %1 is a PCI address", "Let the kernel suspend %1 when it is idle", address);
    case core::Action::SetDriverOverride:
        return overrideSentence(address, step);
    case core::Action::Unbind:
        return unbindSentence(address, step.before);
    case core::Action::Probe:
        return driverSentence(address, step.expected);
    case core::Action::SetIdleState:
        return idleSentence(address, step.value);
    case core::Action::SetD3coldAllowed:
        return step.value == "1"_L1 ? i18nc("@info:progress %1 is a PCI address", "Allow D3cold for %1", address)
                                    : i18nc("@info:progress %1 is a PCI address", "Forbid D3cold for %1", address);
    case core::Action::SetVgaAccess:
        return step.value == "on"_L1 ? i18nc("@info:progress %1 is a PCI address", "Enable legacy VGA decoding on %1", address)
                                     : i18nc("@info:progress %1 is a PCI address", "Disable legacy VGA decoding on %1", address);
    case core::Action::SetResetMethod:
        return i18nc("@info:progress %1 is a PCI address, %2 a list of reset methods", "Set the reset methods of %1 to: %2", address, step.value);
    case core::Action::Reset:
        return i18nc("@info:progress %1 is a PCI address", "Reset %1", address);
    }
    Q_UNREACHABLE_RETURN({});
}

QString stepCommand(const core::Step &step)
{
    switch (step.action) {
    case core::Action::LoadModule:
        return u"modprobe "_s + step.value;
    case core::Action::SetPowerControl:
        return echo(step.value, attribute(step, u"power/control"_s));
    case core::Action::SetDriverOverride:
        return echo(step.value, attribute(step, u"driver_override"_s));
    case core::Action::Unbind:
        return echo(step.address.toString(), attribute(step, u"driver/unbind"_s));
    case core::Action::Probe:
        return echo(step.address.toString(), u"/sys/bus/pci/drivers_probe"_s);
    case core::Action::SetIdleState:
        return echo(step.value, attribute(step, u"turnout/idle_state"_s));
    case core::Action::SetD3coldAllowed:
        return echo(step.value, attribute(step, u"d3cold_allowed"_s));
    case core::Action::SetVgaAccess:
        return echo(step.value, attribute(step, u"turnout/vga_access"_s));
    case core::Action::SetResetMethod:
        return echo(step.value.contains(u' ') ? u'"' + step.value + u'"' : step.value, attribute(step, u"reset_method"_s));
    case core::Action::Reset:
        return echo(u"1"_s, attribute(step, u"reset"_s));
    }
    Q_UNREACHABLE_RETURN({});
}

QString goalTitle(const core::Goal &goal, const QString &deviceName)
{
    const QString address = goal.gpu.toShortString();
    switch (goal.verb) {
    case core::Verb::Assign:
        return i18nc("@title %1 is a device, %2 its PCI address", "Assign %1 (%2) to VMs", deviceName, address);
    case core::Verb::Release:
        return i18nc("@title %1 is a device, %2 its PCI address", "Return %1 (%2) to the host", deviceName, address);
    case core::Verb::Power:
        return i18nc("@title %1 is a device, %2 its PCI address", "Set the idle power state of %1 (%2)", deviceName, address);
    case core::Verb::Vga:
        return i18nc("@title %1 is a device, %2 its PCI address", "Set legacy VGA decoding of %1 (%2)", deviceName, address);
    case core::Verb::Reset:
        return i18nc("@title %1 is a device, %2 its PCI address", "Reset %1 (%2)", deviceName, address);
    case core::Verb::Persist:
        if (goal.nextBootOnly)
            return i18nc("@title %1 is a device, %2 its PCI address", "Assign %1 (%2) to VMs at the next boot only", deviceName, address);
        return i18nc("@title %1 is a device, %2 its PCI address", "Assign %1 (%2) to VMs at every boot", deviceName, address);
    case core::Verb::Unpersist:
        return i18nc("@title %1 is a device, %2 its PCI address", "Remove the boot assignment of %1 (%2)", deviceName, address);
    case core::Verb::Inspect:
        return i18nc("@title", "Read everything about the GPUs");
    case core::Verb::Recover:
        return i18nc("@title", "Recover from an interrupted operation");
    }
    Q_UNREACHABLE_RETURN({});
}

}
