// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "plan.h"

#include "core/iommu/assignedtogether.h"
#include "plansteps.h"
#include "core/boot/bootassignment.h"
#include "core/checks/preflight.h"
#include "core/keywords.h"
#include "core/logging.h"

#include <KLocalizedString>

#include <QCryptographicHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
/// Identifies the function in the fingerprint: a different card at the same address must change it.
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

QString addressList(const QList<PciAddress> &addresses)
{
    QStringList texts;
    for (const PciAddress &address : addresses)
        texts << address.toString();
    return texts.join(u' ');
}

QByteArray line(const QStringList &fields)
{
    // No field has a tab or a line end: isValid() of goals and steps ensures that.
    return fields.join(u'\t').toUtf8() + '\n';
}

/// What the blockers with these ids are about, "display-in-use 01:00.0 DP-1".
QStringList acceptedSubjects(const Plan &plan, const QStringList &ids)
{
    QStringList all;
    for (const Finding &finding : plan.findings) {
        if (!isAcceptableBlocker(finding) || !ids.contains(finding.id))
            continue;
        for (const QString &subject : finding.subjects)
            all += finding.id + u' ' + finding.address.toShortString() + u' ' + subject;
    }
    return all;
}

/// Keeping a trial is another request once the trial is over.
QString bootKeyword(const Snapshot &snapshot, const Goal &goal)
{
    if (goal.nextBootOnly)
        return u"next-boot"_s;
    return goal.verb == Verb::Persist && isOnTrial(snapshot, goal.gpu) ? u"keep-trial"_s : QString();
}

QString fingerprintOf(const Snapshot &snapshot, const Plan &plan, const QList<const Function *> &assignedTogether)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const Goal &goal = plan.goal;
    hash.addData(line({u"turnout plan 2"_s,
                       toKeyword(goal.verb),
                       goal.gpu.toString(),
                       goal.driver,
                       goal.idle ? toKeyword(*goal.idle) : QString(),
                       goal.vga ? vgaKeyword(*goal.vga) : QString(),
                       goal.resetMethod,
                       goal.accepted.join(u' '),
                       bootKeyword(snapshot, goal),
                       addressList(goal.with),
                       addressList(goal.without)}));
    for (const Function *function : assignedTogether)
        hash.addData(line({function->address.toString(), identity(*function)}));
    for (const QString &subject : acceptedSubjects(plan, goal.accepted))
        hash.addData(line({subject}));
    // A boot assignment has no steps.
    const auto assignment = goal.verb == Verb::Persist ? bootAssignmentFor(snapshot, goal) : Result<BootAssignment>(Error());
    for (const BootAssignment::Part &part : assignment ? assignment->parts : QList<BootAssignment::Part>())
        hash.addData(line({part.identity.path, part.driver}));
    for (const Step &step : plan.steps)
        hash.addData(line({toKeyword(step.action), step.address.toString(), step.value, step.before, step.expected}));
    return QString::fromLatin1(hash.result().toHex());
}

void logPlan(const Plan &plan, const QList<Finding> &blockers)
{
    if (!TURNOUT_CORE().isDebugEnabled())
        return;
    QStringList ids;
    for (const Finding &blocker : blockers)
        ids += blocker.id;
    const QString outcome = !plan.refused ? u"%1 steps"_s.arg(plan.steps.size()) : "refused: "_L1 + (ids.isEmpty() ? u"invalid goal"_s : ids.join(u", "_s));
    qCDebug(TURNOUT_CORE).noquote() << "Plan for" << toKeyword(plan.goal.verb) << plan.goal.gpu.toString() + ": "_L1 + outcome;
}

/// The goal of a plan that was received is not known, so that of `shown` counts.
QString differenceOfSubjects(const Plan &shown, const Plan &now)
{
    const QStringList before = acceptedSubjects(shown, shown.goal.accepted);
    const QStringList after = acceptedSubjects(now, shown.goal.accepted);
    for (const QString &subject : after) {
        if (!before.contains(subject))
            return i18nc("@info %1 is a blocker, in keywords", "You did not accept “%1”, which is true now.", subject);
    }
    for (const QString &subject : before) {
        if (!after.contains(subject))
            return i18nc("@info %1 is a blocker, in keywords", "You accepted “%1”, which is no longer true.", subject);
    }
    return {};
}

QString keywords(const Step &step)
{
    return u"%1 %2 %3 (%4 → %5)"_s.arg(toKeyword(step.action), step.address.toShortString(), step.value, step.before, step.expected).simplified();
}
}

Plan plan(const Snapshot &snapshot, const Goal &goal, const QList<ResetQuirk> &quirks)
{
    Plan made{.goal = goal, .findings = {}, .refused = !isValid(goal), .steps = {}, .fingerprint = {}};
    if (!made.refused)
        made.findings = findingsFor(snapshot, goal, quirks);
    const QList<Finding> blockers = blockersLeft(made);
    made.refused = made.refused || !blockers.isEmpty();
    const Function *gpu = snapshot.function(goal.gpu);
    const QList<const Function *> assignedTogether = gpu ? assignedTogetherWith(snapshot, *gpu, goal.with, goal.without) : QList<const Function *>();
    if (!made.refused)
        made.steps = stepsFor(snapshot, goal, assignedTogether);
    made.fingerprint = fingerprintOf(snapshot, made, assignedTogether);
    logPlan(made, blockers);
    return made;
}

QList<Finding> blockersLeft(const Plan &plan)
{
    return blockersLeft(plan.findings, plan.goal.accepted);
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
        return now.refused ? i18nc("@info", "The plan is refused now.") : i18nc("@info", "The plan is no longer refused.");
    for (qsizetype i = 0; i < std::min(shown.steps.size(), now.steps.size()); ++i) {
        if (shown.steps[i] != now.steps[i])
            return i18nc("@info %1 is a number, %2 and %3 are steps of a plan",
                         "Step %1 was “%2” and is “%3” now.",
                         i + 1,
                         keywords(shown.steps[i]),
                         keywords(now.steps[i]));
    }
    if (shown.steps.size() < now.steps.size())
        return i18nc("@info %1 is a number, %2 a step of a plan", "Step %1 is new: “%2”.", shown.steps.size() + 1, keywords(now.steps[shown.steps.size()]));
    if (shown.steps.size() > now.steps.size())
        return i18nc("@info %1 is a number, %2 a step of a plan", "Step %1 is gone: “%2”.", now.steps.size() + 1, keywords(shown.steps[now.steps.size()]));
    if (const QString subjects = differenceOfSubjects(shown, now); !subjects.isEmpty())
        return subjects;
    return i18nc("@info", "A different device has its address, or it is in a different IOMMU group.");
}

}
