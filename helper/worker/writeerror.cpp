// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "sysfswriter.h"

#include "helper/files.h"

#include <KLocalizedString>

#include <cerrno>

namespace helper
{

namespace
{
struct Cause {
    QString why;
    QString remedy;
};

/// The meaning of EINVAL depends on the file.
Cause invalid(Writable writable)
{
    switch (writable) {
    case Writable::DriversProbe:
        return {i18nc("@info", "The driver rejected the device."),
                i18nc("@info", "Check the kernel's messages (“journalctl -k”) for what the driver reports about the device.")};
    case Writable::Reset:
    case Writable::ResetMethod:
        return {i18nc("@info", "The device does not support this reset method."), i18nc("@info", "Choose another reset method that “turnout show” lists.")};
    case Writable::D3coldAllowed:
    case Writable::DriverOverride:
    case Writable::IdleState:
    case Writable::PowerControl:
    case Writable::Unbind:
    case Writable::VgaAccess:
        return {i18nc("@info", "The kernel rejected the value."),
                i18nc("@info", "Report this with the output of “turnout snapshot”: Turnout may not support this kernel version.")};
    }
    Q_UNREACHABLE();
}

Cause causeOf(Writable writable, int error)
{
    switch (error) {
    case EBUSY:
        return {i18nc("@info", "The device is in use."), i18nc("@info", "Close the program or virtual machine that has it open, then try again.")};
    case EINVAL:
        return invalid(writable);
    case ENODEV:
    case ENXIO:
    case ENOENT:
        return {i18nc("@info", "The device, or the driver that provides this file, no longer exists."),
                i18nc("@info", "Refresh the view of the machine: the device may have been removed, or another program may have changed its driver.")};
    case EACCES:
    case EPERM:
        return {i18nc("@info", "The kernel does not permit this, even for the administrator."),
                i18nc("@info", "Check the kernel's messages: kernel lockdown (Secure Boot) or a security module may forbid this.")};
    case EOPNOTSUPP:
    case ENOTTY:
        return {i18nc("@info", "The device does not support this."),
                writable == Writable::Reset ? i18nc("@info", "Choose another reset method that “turnout show” lists.") : QString()};
    case EIO:
    case ETIMEDOUT:
        return {i18nc("@info", "The device did not respond."),
                i18nc("@info", "Check the kernel's messages for the cause; restart the computer if the device still does not respond.")};
    case EXDEV:
    case ELOOP:
        return {i18nc("@info", "The file system mounted there is not the kernel's sysfs."), i18nc("@info", "Do not continue: /sys has been tampered with.")};
    default:
        return {systemReason(error), {}};
    }
}
}

core::Error writeError(Writable writable, const core::PciAddress &address, const QByteArray &value, int error)
{
    const Cause cause = causeOf(writable, error);
    return {i18nc("@info %1 is a value, %2 a path", "“%1” could not be written to %2.", QString::fromUtf8(value), pathText(writable, address)),
            cause.why,
            cause.remedy};
}

}
