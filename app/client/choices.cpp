// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "choices.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace app::client
{

namespace
{
using State = core::Verification::State;

/// The choice for the place of the goal's GPU; null where there is none.
const core::PersistedGpu *chosenFor(const core::Identity &identity, const QList<core::PersistedGpu> &choices)
{
    const auto it = std::ranges::find_if(choices, [&identity](const core::PersistedGpu &choice) {
        return !choice.parts.isEmpty() && choice.parts.first().identity.place == identity.place;
    });
    return it == choices.end() ? nullptr : &*it;
}

core::Verification unknown(const QString &why)
{
    return {.state = State::Unknown, .differences = {why}};
}

core::Verification diverged(const QString &difference)
{
    return {.state = State::Diverged, .differences = {difference}};
}
}

core::Verification verifyChoice(const core::Snapshot &after, const core::Goal &goal, bool tryOnce, const QList<core::PersistedGpu> &choices)
{
    const QString file = u'/' + QLatin1StringView(core::persistedFile);
    const core::Function *gpu = after.function(goal.gpu);
    const auto identity = gpu ? core::identityOf(after, *gpu) : std::nullopt;
    if (!identity)
        return unknown(i18nc("@info %1 is a PCI address", "What is at %1 cannot be told.", goal.gpu.toShortString()));
    const core::PersistedGpu *chosen = chosenFor(*identity, choices);
    if (goal.verb == core::Verb::Unpersist)
        return chosen ? diverged(i18nc("@info %1 is a path", "%1 still has a choice for this GPU.", file))
                      : core::Verification{.state = State::Verified, .differences = {}};
    auto wanted = core::persistedFor(after, goal);
    if (!wanted)
        return unknown(wanted.error().what);
    core::PersistedGpu expected = std::move(wanted).value();
    expected.tryOnce = tryOnce;
    if (!chosen)
        return diverged(i18nc("@info %1 is a path", "%1 has no choice for this GPU.", file));
    return *chosen == expected ? core::Verification{.state = State::Verified, .differences = {}}
                               : diverged(i18nc("@info %1 is a path", "%1 has another choice for this GPU.", file));
}

QStringList choiceWrites(const core::Machine &machine)
{
    QStringList writes{u'/' + QLatin1StringView(core::persistedFile), u'/' + QLatin1StringView(core::udevRulesFile)};
    switch (machine.initramfs) {
    case core::InitramfsTool::InitramfsTools:
        writes += u"update-initramfs -u -k all"_s;
        break;
    case core::InitramfsTool::Dracut:
        writes += u"dracut --force --regenerate-all"_s;
        break;
    case core::InitramfsTool::Mkinitcpio:
        writes += u"/etc/mkinitcpio.conf.d/turnout.conf"_s;
        writes += u"mkinitcpio -P"_s;
        break;
    case core::InitramfsTool::Unknown:
        break;
    }
    return writes;
}

}
