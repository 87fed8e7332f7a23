// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "sysfswriter.h"

#include <KLocalizedString>

#include <cerrno>
#include <cstring>

namespace helper
{

namespace
{
struct Cause {
    QString why;
    QString remedy;
};

/// EINVAL says different things: what was asked decides.
Cause invalid(Writable writable)
{
    switch (writable) {
    case Writable::DriversProbe:
        return {i18nc("@info", "The driver looked at the device and did not take it."),
                i18nc("@info", "Look at the kernel's messages (“journalctl -k”) for what the driver says about the device.")};
    case Writable::Reset:
    case Writable::ResetMethod:
        return {i18nc("@info", "The device cannot be reset in this way."), i18nc("@info", "Choose one of the reset methods that “turnout show” lists.")};
    case Writable::D3coldAllowed:
    case Writable::DriverOverride:
    case Writable::IdleState:
    case Writable::PowerControl:
    case Writable::Unbind:
    case Writable::VgaAccess:
        return {i18nc("@info", "The kernel does not take this value here."),
                i18nc("@info", "This kernel may be older or newer than what Turnout was tested with; please report it with “turnout snapshot”.")};
    }
    Q_UNREACHABLE();
}

Cause causeOf(Writable writable, int error)
{
    switch (error) {
    case EBUSY:
        return {i18nc("@info", "Somebody uses the device just now."), i18nc("@info", "End the program or virtual machine that has it open, then try again.")};
    case EINVAL:
        return invalid(writable);
    case ENODEV:
    case ENXIO:
    case ENOENT:
        return {i18nc("@info", "The device, or the driver that has this file, is no longer there."),
                i18nc("@info", "Look at the machine again; the device may have been removed, or its driver changed by somebody else.")};
    case EACCES:
    case EPERM:
        return {i18nc("@info", "The kernel does not permit it, even to the administrator."),
                i18nc("@info", "Kernel lockdown (Secure Boot) or a security module may forbid it; see the kernel's messages.")};
    case EOPNOTSUPP:
    case ENOTTY:
        return {i18nc("@info", "The device does not support it."),
                writable == Writable::Reset ? i18nc("@info", "Choose another of the reset methods that “turnout show” lists.") : QString()};
    case EIO:
    case ETIMEDOUT:
        return {i18nc("@info", "The device did not answer."), i18nc("@info", "Restart the computer if it stays so; see the kernel's messages for the cause.")};
    case EXDEV:
    case ELOOP:
        return {i18nc("@info", "What is mounted there is not the kernel's own sysfs."), i18nc("@info", "Somebody has tampered with /sys: do not go on.")};
    default:
        return {i18nc("@info %1 is the system's reason", "The system says: %1.", QString::fromLocal8Bit(::strerror(error))), {}};
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
