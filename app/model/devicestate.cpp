// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "devicestate.h"

#include "core/pci/pciclass.h"

#include <KLocalizedString>

namespace app
{

DeviceState deviceState(const core::Function &function)
{
    if (core::isSuspended(function))
        return DeviceState::Suspended;
    if (core::isOnVfio(function))
        return DeviceState::Assigned;
    return !function.driver && function.driver.why() == core::Unread::Absent ? DeviceState::Unbound : DeviceState::Host;
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

}
