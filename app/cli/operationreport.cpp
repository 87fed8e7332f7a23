// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "operationreport.h"

#include "planreport.h"

#include "app/operation/bootassignmentresult.h"
#include "app/text/steptext.h"
#include "core/printable.h"

#include <KLocalizedString>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
QJsonValue errorToJson(const core::Error &error)
{
    if (error.what.isEmpty())
        return {};
    return QJsonObject{{u"what"_s, error.what}, {u"why"_s, error.why}, {u"remedy"_s, error.remedy}};
}

struct ResultText {
    QString text;
    Tone tone;
};

/// What persist or unpersist has done.
QString bootResultText(const core::Goal &goal)
{
    if (goal.verb == core::Verb::Unpersist)
        return i18nc("@info:shell", "The host uses this slot again from the next boot on.");
    if (goal.nextBootOnly)
        return i18nc("@info:shell",
                     "The GPU is assigned to VMs at the next boot. Two minutes after that boot is complete, it returns to the host, unless you keep it.");
    return i18nc("@info:shell", "The GPU is assigned to VMs at every boot from the next one on.");
}

ResultText resultText(const operation::Operation &operation)
{
    const operation::OperationResult &result = operation.result();
    const core::Verb verb = operation.goal().verb;
    const bool isBootAssignment = core::isBootAssignment(verb);
    if (result.succeeded && isBootAssignment)
        return {i18nc("@info:shell %1 is a sentence", "Verified: the stored boot assignments match the plan. %1", bootResultText(operation.goal())),
                Tone::Good};
    if (!core::needsAddress(verb))
        return result.succeeded ? ResultText{i18nc("@info:shell", "The helper reports no interrupted operation."), Tone::Good}
            : result.untouched  ? ResultText{i18nc("@info:shell", "Nothing was changed."), Tone::Caution}
                                : ResultText{i18nc("@info:shell", "The interrupted operation is not resolved."), Tone::Bad};
    if (result.succeeded && verb == core::Verb::Reset)
        return {i18nc("@info:shell", "Done: the helper reports the reset, and the device still responds. A reset leaves nothing else to verify."), Tone::Good};
    if (result.succeeded)
        return {i18nc("@info:shell", "Verified: a new scan matches the plan."), Tone::Good};
    if (result.untouched)
        return {i18nc("@info:shell", "Nothing was changed."), Tone::Caution};
    if (!result.outcome)
        return {i18nc("@info:shell", "Unknown: the helper did not answer and may still be working."), Tone::Caution};
    if (result.incomplete)
        return {i18nc("@info:shell", "Incomplete: the operation was neither finished nor fully undone."), Tone::Bad};
    if (result.verification && result.verification->state == core::Verification::State::Diverged)
        return {i18nc("@info:shell", "Diverged: a new scan differs from the plan."), Tone::Bad};
    return {i18nc("@info:shell", "Unknown: a new scan could not read the devices concerned."), Tone::Caution};
}
}

ProgressLines::ProgressLines(const operation::Operation &operation, QIODevice &out, const Terminal &terminal)
    : m_operation(operation)
    , m_out(out)
    , m_terminal(terminal)
{
    connect(&operation, &operation::Operation::phaseChanged, this, &ProgressLines::phaseChanged);
    connect(&operation, &operation::Operation::progressed, this, &ProgressLines::progressed);
}

ProgressLines::~ProgressLines()
{
    if (m_open)
        end({});
}

void ProgressLines::phaseChanged(operation::Operation::Phase phase)
{
    if (phase == operation::Operation::Phase::Asking) {
        if (core::isBootAssignment(m_operation.goal().verb) && m_operation.before()
            && m_operation.before()->machine.initramfs != core::InitramfsTool::Unknown)
            m_out.write(encoded(i18nc("@info:shell", "The helper rebuilds the initramfs, which can take a minute.") + u'\n'));
        begin(i18nc("@info:shell", "Waiting for the helper, which may ask for a password…"));
    }
    if (phase == operation::Operation::Phase::Checking && m_undoing && m_operation.result().outcome == core::Outcome::Undone)
        end(i18nc("@info:shell the undoing is", "done"));
    if (phase == operation::Operation::Phase::Checking)
        begin(i18nc("@info:shell", "Scanning again…"));
}

void ProgressLines::progressed(const core::Progress &progress)
{
    const QList<core::Step> &steps = m_operation.plan().steps;
    switch (progress.state) {
    case core::Progress::State::Began:
        begin(numbered(progress.step, steps));
        break;
    case core::Progress::State::Done:
        end(i18nc("@info:shell a step is", "done"));
        break;
    case core::Progress::State::Waiting:
        m_out.write(encoded(u'\n' + core::printable(progress.text) + u'\n' + core::printable(m_line)));
        break;
    case core::Progress::State::Undoing:
        if (m_undoing)
            break;
        begin(m_operation.steps().isUndoing() ? i18nc("@info:shell", "Undoing the steps done so far")
                                              : i18nc("@info:shell", "Undoing what an interrupted operation left"));
        m_undoing = true;
        break;
    }
}

QString ProgressLines::numbered(qsizetype number, const QList<core::Step> &steps) const
{
    if (number >= steps.size())
        return {};
    return u"%1/%2  %3"_s.arg(number + 1, 3).arg(steps.size()).arg(stepText(steps[number]));
}

void ProgressLines::begin(const QString &text)
{
    if (m_open)
        end({});
    m_out.write(encoded(core::printable(text)));
    m_line = text;
    m_open = true;
    m_undoing = false;
}

void ProgressLines::end(const QString &text)
{
    if (!m_open)
        return;
    m_out.write(encoded((text.isEmpty() ? QString() : u": "_s + core::printable(text)) + u'\n'));
    m_open = false;
}

QByteArray text(const Terminal &terminal, const operation::Operation &operation)
{
    const auto [summary, tone] = resultText(operation);
    TextReport report(terminal);
    report.paragraph(summary, 0, tone);
    const operation::OperationResult &result = operation.result();
    if (const QString hint = undoHint(operation.goal()); result.succeeded && !hint.isEmpty())
        report.paragraph(hint);
    if (!result.succeeded && !result.untouched && result.verification) {
        for (const QString &difference : result.verification->differences)
            report.hanging(2, report.bullet(), Tone::Plain, 4, difference, Tone::Plain);
    }
    return report.bytes();
}

QJsonObject toJson(const operation::Operation &operation)
{
    QJsonObject object = toJson(operation.plan(), operation.before() ? operation.before()->machine : core::Machine());
    const bool ended = operation.phase() == operation::Operation::Phase::Ended;
    const operation::OperationResult &result = operation.result();
    const core::Verb verb = operation.goal().verb;
    const bool isBootAssignment = core::isBootAssignment(verb);
    const bool tried = ended && (result.verification || !result.untouched);
    const bool asPlanned = !ended && !isBootAssignment && !operation.plan().refused && operation.plan().steps.isEmpty();
    const QList<operation::StepState> &states = operation.steps().states();
    QJsonArray steps = object[u"steps"_s].toArray();
    for (qsizetype i = 0; ended && i < std::min(steps.size(), states.size()); ++i) {
        QJsonObject step = steps[i].toObject();
        step.insert(u"state"_s, operation::toKeyword(states[i]));
        steps[i] = step;
    }
    object.insert(u"steps"_s, steps);
    object.insert(u"outcome"_s, result.outcome ? QJsonValue(core::toKeyword(*result.outcome)) : QJsonValue());
    object.insert(u"result"_s, tried ? QJsonValue(operation::resultKeyword(result)) : asPlanned ? QJsonValue(u"verified"_s) : QJsonValue());
    object.insert(u"untouched"_s, !ended || result.untouched);
    object.insert(u"differences"_s, result.verification ? QJsonArray::fromStringList(result.verification->differences) : QJsonArray());
    object.insert(u"error"_s, errorToJson(result.error));
    return object;
}

}
