// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "steptext.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace app::operation
{

namespace
{
QString driverSentence(const QString &address, const QString &expected)
{
    if (expected == core::anyHostDriver)
        return i18nc("@info:progress %1 is a PCI address", "Let the host's own driver take %1", address);
    if (expected == core::anyButVfio)
        return i18nc("@info:progress %1 is a PCI address", "Let the kernel look for a host driver for %1", address);
    return i18nc("@info:progress %1 is a PCI address, %2 a driver", "Let the driver %2 take %1", address, expected);
}

QString unbindSentence(const QString &address, const QString &driver)
{
    const bool named = driver != core::anyHostDriver && driver != core::anyButVfio;
    return named ? i18nc("@info:progress %1 is a PCI address, %2 a driver", "Take %1 from its driver %2", address, driver)
                 : i18nc("@info:progress %1 is a PCI address", "Take %1 from its driver", address);
}

QString acceptSentence(const QString &address, const core::Step &step)
{
    return step.value.isEmpty() ? i18nc("@info:progress %1 is a PCI address", "Open %1 to all drivers again", address)
                                : i18nc("@info:progress %1 is a PCI address, %2 a driver", "Reserve %1 for the driver %2", address, step.value);
}

QString idleSentence(const QString &address, const QString &state)
{
    if (state == "d0"_L1)
        return i18nc("@info:progress %1 is a PCI address", "Keep %1 awake while nobody has it open", address);
    return i18nc("@info:progress %1 is a PCI address, %2 a power state",
                 "Let %1 sleep in %2 while nobody has it open",
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

QString sentence(const core::Step &step)
{
    const QString address = step.address.toShortString();
    switch (step.action) {
    case core::Action::LoadModule:
        return i18nc("@info:progress %1 is a kernel module", "Load the kernel module %1", step.value);
    case core::Action::SetPowerControl:
        return step.value == "on"_L1 ? i18nc("@info:progress %1 is a PCI address", "Wake %1, and keep it awake", address)
                                     : i18nc("@info:progress %1 is a PCI address", "Let the kernel put %1 to sleep when it is idle", address);
    case core::Action::SetDriverOverride:
        return acceptSentence(address, step);
    case core::Action::Unbind:
        return unbindSentence(address, step.before);
    case core::Action::Probe:
        return driverSentence(address, step.expected);
    case core::Action::SetIdleState:
        return idleSentence(address, step.value);
    case core::Action::SetD3coldAllowed:
        return step.value == "1"_L1 ? i18nc("@info:progress %1 is a PCI address", "Allow %1 to lose its power while it sleeps (D3cold)", address)
                                    : i18nc("@info:progress %1 is a PCI address", "Leave %1 its power while it sleeps (no D3cold)", address);
    case core::Action::SetVgaAccess:
        return step.value == "on"_L1 ? i18nc("@info:progress %1 is a PCI address", "Switch the legacy VGA decoding of %1 on", address)
                                     : i18nc("@info:progress %1 is a PCI address", "Switch the legacy VGA decoding of %1 off", address);
    case core::Action::SetResetMethod:
        return i18nc("@info:progress %1 is a PCI address, %2 a list of reset methods", "Have %1 reset by: %2", address, step.value);
    case core::Action::Reset:
        return i18nc("@info:progress %1 is a PCI address", "Reset %1", address);
    }
    Q_UNREACHABLE_RETURN({});
}

QString command(const core::Step &step)
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

QString title(const core::Goal &goal, const QString &deviceName)
{
    const QString address = goal.gpu.toShortString();
    switch (goal.verb) {
    case core::Verb::Assign:
        return i18nc("@title %1 is a device, %2 its PCI address", "Give %1 (%2) to virtual machines", deviceName, address);
    case core::Verb::Release:
        return i18nc("@title %1 is a device, %2 its PCI address", "Take %1 (%2) back for this computer", deviceName, address);
    case core::Verb::Power:
        return i18nc("@title %1 is a device, %2 its PCI address", "How %1 (%2) sleeps while nobody has it open", deviceName, address);
    case core::Verb::Vga:
        return i18nc("@title %1 is a device, %2 its PCI address", "Legacy VGA decoding of %1 (%2)", deviceName, address);
    case core::Verb::Reset:
        return i18nc("@title %1 is a device, %2 its PCI address", "Reset %1 (%2)", deviceName, address);
    case core::Verb::Persist:
        if (goal.nextBootOnly)
            return i18nc("@title %1 is a device, %2 its PCI address", "Give %1 (%2) to virtual machines at the next start only", deviceName, address);
        return i18nc("@title %1 is a device, %2 its PCI address", "Give %1 (%2) to virtual machines at every start", deviceName, address);
    case core::Verb::Unpersist:
        return i18nc("@title %1 is a device, %2 its PCI address", "Take back what was chosen for %1 (%2)", deviceName, address);
    case core::Verb::Inspect:
        return i18nc("@title", "Look at the graphics cards in full");
    case core::Verb::Recover:
        return i18nc("@title", "Resolve an interrupted change");
    }
    Q_UNREACHABLE_RETURN({});
}

}
