// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "plan.h"

#include "grouping.h"
#include "pciclass.h"
#include "plansketch.h"
#include "preflight.h"
#include "words.h"

#include <KLocalizedString>

#include <QCryptographicHash>

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
constexpr auto ours = "turnout_vfio_pci"_L1;
constexpr auto generic = "vfio-pci"_L1;

QString vfioDriverFor(const Snapshot &snapshot, const Function &function)
{
    return isDisplay(function) && snapshot.machine.vfioModules.contains(ours) ? ours : generic;
}

/// vfio-pci is the one VFIO driver that is not called after its module.
QString moduleOf(const QString &driver)
{
    return QString(driver).replace(u'-', u'_');
}

/// The order in which functions are taken from their drivers: the GPU last, because its sound function needs it
/// awake (device links). They are given to new drivers the other way round.
QList<const Function *> gpuLast(QList<const Function *> functions)
{
    std::ranges::stable_partition(functions, [](const Function *function) {
        return !isDisplay(*function);
    });
    return functions;
}

QList<Step> assignSteps(const Snapshot &snapshot, const Goal &goal, const QList<const Function *> &travellers)
{
    PlanSketch sketch(snapshot);
    QList<const Function *> moving;
    for (const Function *function : gpuLast(travellers)) {
        if (goal.driver.isEmpty() ? !isOnVfio(*function) : function->driver.valueOr({}) != goal.driver)
            moving.append(function);
    }
    const auto target = [&](const Function &function) {
        return goal.driver.isEmpty() ? vfioDriverFor(snapshot, function) : goal.driver;
    };
    for (const Function *function : moving)
        sketch.loadModule(goal.gpu, moduleOf(target(*function)));
    for (const Function *function : moving) {
        sketch.set(Action::SetPowerControl, function->address, u"on"_s);
        sketch.set(Action::SetDriverOverride, function->address, target(*function));
    }
    for (const Function *function : moving)
        sketch.unbind(function->address);
    for (const Function *function : std::views::reverse(moving))
        sketch.probe(function->address, target(*function));
    return sketch.steps();
}

QList<Step> releaseSteps(const Snapshot &snapshot, const Goal &goal, const QList<const Function *> &travellers)
{
    PlanSketch sketch(snapshot);
    QList<const Function *> moving;
    for (const Function *function : gpuLast(travellers)) {
        if (isOnVfio(*function) || (function->driverOverride && isVfioDriver(*function->driverOverride)))
            moving.append(function);
    }
    for (const Function *function : moving) {
        const bool named = !goal.driver.isEmpty() && function->address == goal.gpu;
        sketch.set(Action::SetDriverOverride, function->address, named ? goal.driver : QString());
    }
    for (const Function *function : moving) {
        if (isOnVfio(*function))
            sketch.unbind(function->address);
    }
    for (const Function *function : std::views::reverse(moving)) {
        const bool named = !goal.driver.isEmpty() && function->address == goal.gpu;
        const QString expected = function->moduleCandidates.isEmpty() ? anyButVfio : anyHostDriver;
        sketch.probe(function->address, named ? goal.driver : expected);
        sketch.set(Action::SetDriverOverride, function->address, {});
    }
    return sketch.steps();
}

QList<Step> stepsOf(const Snapshot &snapshot, const Goal &goal, const QList<const Function *> &travellers)
{
    switch (goal.verb) {
    case Verb::Assign:
        return assignSteps(snapshot, goal, travellers);
    case Verb::Release:
        return releaseSteps(snapshot, goal, travellers);
    case Verb::Power:
    case Verb::Vga:
    case Verb::Reset:
    case Verb::Inspect:
    case Verb::Persist:
    case Verb::Unpersist:
    case Verb::Recover:
        return {};
    }
    Q_UNREACHABLE_RETURN({});
}

QList<Finding> findingsOf(const Snapshot &snapshot, const Goal &goal, const QList<ResetQuirk> &quirks)
{
    QList<Finding> findings = preflight(snapshot, goal.gpu, quirks);
    // The way back takes nothing from the host: what counts is who has the functions open.
    if (goal.verb == Verb::Release)
        findings.removeIf([](const Finding &finding) {
            return finding.id != "no-such-function"_L1 && finding.id != "held-by-process"_L1 && finding.id != "asleep"_L1
                && finding.id != "unknown-needs-permission"_L1;
        });
    return findings;
}

bool stands(const Finding &finding, const Goal &goal)
{
    return finding.severity == Severity::Blocker && !(isOverridable(finding.id) && goal.accepted.contains(finding.id));
}

/// Who the function is, for the fingerprint: another card in the same place must not pass for it.
QString identity(const Function &function)
{
    return QString::asprintf("%04x:%04x %04x:%04x %06x %02x",
                             function.vendor,
                             function.device,
                             function.subVendor,
                             function.subDevice,
                             function.classCode,
                             function.revision)
        + u' ' + (function.group ? QString::number(number(*function.group)) : QString());
}

QByteArray line(const QStringList &fields)
{
    // No field has a tab or a line end: isValid() of goals and steps sees to it.
    return fields.join(u'\t').toUtf8() + '\n';
}

QString fingerprintOf(const Plan &plan, const QList<const Function *> &travellers)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const Goal &goal = plan.goal;
    hash.addData(line({u"turnout plan 1"_s,
                       toWord(goal.verb),
                       goal.gpu.toString(),
                       goal.driver,
                       goal.idle ? toWord(*goal.idle) : QString(),
                       goal.vga ? vgaWord(*goal.vga) : QString(),
                       goal.resetMethod,
                       goal.accepted.join(u' ')}));
    for (const Function *traveller : travellers)
        hash.addData(line({traveller->address.toString(), identity(*traveller)}));
    for (const Step &step : plan.steps)
        hash.addData(line({toWord(step.action), step.address.toString(), step.value, step.before, step.expected}));
    return QString::fromLatin1(hash.result().toHex());
}

QString words(const Step &step)
{
    return u"%1 %2 %3 (%4 → %5)"_s.arg(toWord(step.action), step.address.toShortString(), step.value, step.before, step.expected).simplified();
}
}

Plan plan(const Snapshot &snapshot, const Goal &goal, const QList<ResetQuirk> &quirks)
{
    Plan made{.goal = goal, .findings = findingsOf(snapshot, goal, quirks), .refused = false, .steps = {}, .fingerprint = {}};
    made.refused = std::ranges::any_of(made.findings, [&goal](const Finding &finding) {
        return stands(finding, goal);
    });
    const Function *gpu = snapshot.function(goal.gpu);
    const QList<const Function *> travellers = gpu ? travellersWith(snapshot, *gpu) : QList<const Function *>();
    if (!made.refused)
        made.steps = stepsOf(snapshot, goal, travellers);
    made.fingerprint = fingerprintOf(made, travellers);
    return made;
}

bool isFingerprint(QStringView text)
{
    return isHex(text, 64);
}

QString difference(const Plan &shown, const Plan &now)
{
    if (shown.fingerprint == now.fingerprint)
        return {};
    if (now.refused != shown.refused)
        return now.refused ? i18nc("@info", "It is refused now.") : i18nc("@info", "It was refused and is not any more.");
    for (qsizetype i = 0; i < std::min(shown.steps.size(), now.steps.size()); ++i) {
        if (shown.steps[i] != now.steps[i])
            return i18nc("@info %1 is a number, %2 and %3 are steps of a plan",
                         "Step %1 was “%2” and is “%3” now.",
                         i + 1,
                         words(shown.steps[i]),
                         words(now.steps[i]));
    }
    if (shown.steps.size() < now.steps.size())
        return i18nc("@info %1 is a number, %2 a step of a plan", "Step %1 is new: “%2”.", shown.steps.size() + 1, words(now.steps[shown.steps.size()]));
    if (shown.steps.size() > now.steps.size())
        return i18nc("@info %1 is a number, %2 a step of a plan", "Step %1 is gone: “%2”.", now.steps.size() + 1, words(shown.steps[now.steps.size()]));
    return i18nc("@info", "Another device is in its place, or in another IOMMU group.");
}

}
