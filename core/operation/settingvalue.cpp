// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "settingvalue.h"

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
/// The kernel shows "none" of these as Absent.
Reading<QString> orNone(const Reading<QString> &name)
{
    return !name && name.why() == Unread::Absent ? Reading<QString>(QString()) : name;
}

Reading<QString> oneOf(const Reading<bool> &flag, const QString &yes, const QString &no)
{
    return flag ? Reading<QString>(*flag ? yes : no) : flag.why();
}

Reading<QString> ofFunction(const Function &function, DeviceSetting setting)
{
    switch (setting) {
    case DeviceSetting::PowerControl:
        return oneOf(function.runtimePm.automatic, u"auto"_s, u"on"_s);
    case DeviceSetting::DriverOverride:
        return orNone(function.driverOverride);
    case DeviceSetting::Driver:
        return orNone(function.driver);
    case DeviceSetting::D3coldAllowed:
        return oneOf(function.d3coldAllowed, u"1"_s, u"0"_s);
    case DeviceSetting::ResetMethod:
        return function.resetMethods ? Reading<QString>(function.resetMethods->join(u' ')) : function.resetMethods.why();
    case DeviceSetting::IdleState:
        return function.turnoutDriver ? function.turnoutDriver->idleState : Unread::Absent;
    case DeviceSetting::VgaAccess:
        return function.turnoutDriver ? oneOf(function.turnoutDriver->vgaAccess, u"on"_s, u"off"_s) : Unread::Absent;
    case DeviceSetting::Module:
    case DeviceSetting::Nothing:
        return Unread::Absent;
    }
    Q_UNREACHABLE_RETURN(Unread::Absent);
}
}

Reading<QString> settingValue(const Snapshot &snapshot, DeviceSetting setting, const PciAddress &address, const QString &module)
{
    if (setting == DeviceSetting::Module)
        return snapshot.machine.vfioModulesLoaded.contains(module) ? module : QString();
    const Function *function = snapshot.function(address);
    return function ? ofFunction(*function, setting) : Unread::Vanished;
}

}
