// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "devicestate.h"

#include "core/pci/pciclass.h"

#include <KLocalizedString>

namespace app
{

namespace
{
/// By its driver alone.
DeviceState placeOf(const core::Function &function)
{
    if (core::isOnVfio(function))
        return DeviceState::Assigned;
    return !function.driver && function.driver.why() == core::Unread::Absent ? DeviceState::Unbound : DeviceState::Host;
}
}

DeviceState deviceState(const core::Function &function)
{
    return core::isSuspended(function) ? DeviceState::Suspended : placeOf(function);
}

QString deviceStateText(DeviceState state)
{
    switch (state) {
    case DeviceState::Host:
        return i18nc("@info:status of a device", "On the host");
    case DeviceState::Assigned:
        return i18nc("@info:status of a device", "Assigned to VMs");
    case DeviceState::Suspended:
        return i18nc("@info:status of a device", "Suspended");
    case DeviceState::Unbound:
        return i18nc("@info:status of a device", "No driver");
    }
    Q_UNREACHABLE_RETURN({});
}

QString deviceStateText(const core::Function &function)
{
    const QString place = deviceStateText(placeOf(function));
    return core::isSuspended(function) ? i18nc("@info:status of a device, %1 is like “Assigned to VMs”", "%1, suspended", place) : place;
}

}
