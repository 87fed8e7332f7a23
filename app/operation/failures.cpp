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
/// What the user can do where nobody knows how far the helper came.
QString lookAgain(const core::Goal &goal)
{
    if (isBootAssignment(goal.verb))
        return i18nc("@info", "Wait some minutes and see what is stored then: turnout list");
    if (!core::needsAddress(goal.verb))
        return i18nc("@info", "Wait a moment and try again.");
    return i18nc("@info %1 is a PCI address",
                 "Wait a moment and look at the device again (turnout show %1). What was left halfway is finished or taken back by: turnout recover",
                 goal.gpu.toShortString());
}

QString systemSays(const QString &detail)
{
    return detail.isEmpty() ? QString() : i18nc("@info %1 is the system's reason", "The system says: %1", detail);
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

bool ranNothing(core::Outcome outcome)
{
    switch (outcome) {
    case core::Outcome::Refused:
    case core::Outcome::Changed:
    case core::Outcome::Busy:
        return true;
    case core::Outcome::Done:
    case core::Outcome::Undone:
    case core::Outcome::Blocked:
    case core::Outcome::Incomplete:
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
        return {i18nc("@info", "Nothing was changed, because permission was not given."),
                i18nc("@info", "The question for the password was dismissed or answered wrongly, nobody could ask it, or this computer does not let you."),
                i18nc("@info", "Try again as an administrator. Where no window can ask for the password, as over SSH, run turnout with sudo.")};
    case Delivery::State::NoHelper:
        return {i18nc("@info", "Nothing was changed, because Turnout's helper, which alone may change devices, could not be started."),
                systemSays(delivery.detail),
                i18nc("@info", "Install Turnout, as its README says; a program run from its build folder has no helper.")};
    case Delivery::State::NoSuchAction:
        return {i18nc("@info", "Nothing was changed, because the helper does not know this request."),
                i18nc("@info", "The application and its helper are of different versions."),
                i18nc("@info", "Install both from one package, close all windows of Turnout and try again.")};
    case Delivery::State::Busy:
        return {i18nc("@info", "Nothing was changed, because the helper is at work for another program."),
                {},
                i18nc("@info", "Wait until that is done and try again.")};
    case Delivery::State::TimedOut:
        return {i18nc("@info", "The helper has not answered in time."),
                isBootAssignment(goal.verb) ? i18nc("@info", "It may still be at work: building the initramfs can take long.")
                                    : i18nc("@info", "It may still be at work, or wait for a program that has the device open."),
                lookAgain(goal)};
    case Delivery::State::Lost:
        return {i18nc("@info", "The connection to the helper broke, so it is not known how far it came."), systemSays(delivery.detail), lookAgain(goal)};
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
    return {i18nc("@info", "Another program asked the helper for the same at the same time, and only its answer came."),
            i18nc("@info", "Whether this request was carried out as well is not known."),
            lookAgain(goal)};
}

}
