// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "failures.h"

#include "bootassignmentresult.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace app::operation
{

namespace
{
/// The remedy where the progress of the helper is unknown.
QString checkRemedy(const core::Goal &goal)
{
    if (core::isBootAssignment(goal.verb))
        return i18nc("@info", "Wait a few minutes, then check the boot assignments: turnout list");
    if (!core::needsAddress(goal.verb))
        return i18nc("@info", "Wait a moment and try again.");
    return i18nc("@info %1 is a PCI address",
                 "Wait a moment, then check the device: turnout show %1. To finish or undo an interrupted operation, run: turnout recover",
                 goal.gpu.toShortString());
}

QString systemSays(const QString &detail)
{
    return detail.isEmpty() ? QString() : i18nc("@info %1 is the system's reason", "The system reports: %1", detail);
}

core::Error changed(const core::Reply &reply, const core::Plan &shown)
{
    core::Error error = reply.error;
    const QString difference = reply.plan ? core::difference(shown, *reply.plan) : QString();
    if (!difference.isEmpty())
        error.why = difference;
    return error;
}

}

bool ranNothing(Delivery::State state)
{
    switch (state) {
    case Delivery::State::Denied:
    case Delivery::State::NoHelper:
    case Delivery::State::NoSuchAction:
    case Delivery::State::Busy:
        return true;
    case Delivery::State::Answered:
    case Delivery::State::TimedOut:
    case Delivery::State::Lost:
        return false;
    }
    Q_UNREACHABLE_RETURN(false);
}

core::Error explain(const Delivery &delivery, const core::Goal &goal)
{
    switch (delivery.state) {
    case Delivery::State::Answered:
        return {};
    case Delivery::State::Denied:
        return {i18nc("@info", "Permission was denied."),
                i18nc("@info", "Authentication was canceled or failed, or this machine does not allow you to change devices."),
                i18nc("@info", "Try again as an administrator. Where no window can ask for the password, such as over SSH, run turnout with sudo.")};
    case Delivery::State::NoHelper:
        return {i18nc("@info", "The Turnout helper could not be started."),
                systemSays(delivery.detail),
                i18nc("@info", "Install Turnout as its README describes. If it is installed, look for the cause in the system journal: journalctl -u turnout-helper")};
    case Delivery::State::NoSuchAction:
        return {i18nc("@info", "The helper does not know this request."),
                i18nc("@info", "The application and its helper have different versions."),
                i18nc("@info", "Install both from one package, close all Turnout windows, and try again.")};
    case Delivery::State::Busy:
        return {i18nc("@info", "The helper is working for another program."),
                {},
                i18nc("@info", "Wait until it has finished, then try again.")};
    case Delivery::State::TimedOut:
        return {i18nc("@info", "The helper did not answer in time."),
                core::isBootAssignment(goal.verb) ? i18nc("@info", "It may still be working: building the initramfs can take several minutes.")
                                    : i18nc("@info", "It may still be working, or waiting for a program that has the device open."),
                checkRemedy(goal)};
    case Delivery::State::Lost:
        return {i18nc("@info", "The connection to the helper was lost, so its progress is unknown."), systemSays(delivery.detail), checkRemedy(goal)};
    }
    Q_UNREACHABLE_RETURN({});
}

core::Error explain(const core::Reply &reply, const core::Plan &shown)
{
    switch (reply.outcome) {
    case core::Outcome::Done:
        return {};
    case core::Outcome::Refused:
    case core::Outcome::Busy:
    case core::Outcome::Undone:
    case core::Outcome::Blocked:
    case core::Outcome::Incomplete:
        return reply.error;
    case core::Outcome::Changed:
        return changed(reply, shown);
    }
    Q_UNREACHABLE_RETURN({});
}

core::Error foreignAnswer(const core::Goal &goal)
{
    return {i18nc("@info", "Another program sent the helper the same request at the same time, and only its answer arrived."),
            i18nc("@info", "Whether this request was carried out is unknown."),
            checkRemedy(goal)};
}

}
