// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "deedreport.h"

#include "planreport.h"

#include "app/client/choices.h"
#include "app/client/stepwords.h"
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

struct Words {
    QString text;
    Tone tone;
};

QString whatIsChosen(core::Verb verb, bool tryOnce)
{
    if (verb == core::Verb::Unpersist)
        return i18nc("@info:shell", "From the next start on, whatever is in this slot is with this computer.");
    if (tryOnce)
        return i18nc("@info:shell",
                     "The GPU is with virtual machines after the next start, and goes back two minutes after the desktop is there, unless you keep it. The "
                     "start after that is as before.");
    return i18nc("@info:shell", "The GPU is with virtual machines at every start from the next one on.");
}

Words endingWords(const client::Errand &errand)
{
    const client::Ending &ending = errand.ending();
    const core::Verb verb = errand.goal().verb;
    const bool isChoice = client::isChoice(verb);
    if (ending.succeeded && isChoice)
        return {i18nc("@info:shell %1 is a sentence", "Verified: what is stored was read again, and is as planned. %1", whatIsChosen(verb, errand.tryOnce())),
                Tone::Good};
    if (!core::needsFingerprint(verb) && !isChoice)
        return ending.succeeded ? Words{i18nc("@info:shell", "The helper says: nothing is left open."), Tone::Good}
            : ending.untouched  ? Words{i18nc("@info:shell", "Nothing is changed."), Tone::Caution}
                                : Words{i18nc("@info:shell", "It is not resolved."), Tone::Bad};
    if (ending.succeeded && verb == core::Verb::Reset)
        return {i18nc("@info:shell", "Done: the helper says that it was reset, and the device still answers. A reset leaves nothing else to be read."),
                Tone::Good};
    if (ending.succeeded)
        return {i18nc("@info:shell", "Verified: the machine was read again, and all is as planned."), Tone::Good};
    if (ending.untouched)
        return {i18nc("@info:shell", "Nothing is changed."), Tone::Caution};
    if (!ending.outcome)
        return {i18nc("@info:shell", "Unknown: the helper gave no answer, and may still be at work."), Tone::Caution};
    if (ending.halfway)
        return {i18nc("@info:shell", "In between: neither done nor wholly taken back."), Tone::Bad};
    if (ending.verification && ending.verification->state == core::Verification::State::Diverged)
        return {i18nc("@info:shell", "Diverged: the machine was read again, and is not as planned."), Tone::Bad};
    return {i18nc("@info:shell", "Unknown: the machine could not be read as far as this concerns."), Tone::Caution};
}
}

ProgressLines::ProgressLines(const client::Errand &errand, QIODevice &out, const Terminal &terminal)
    : m_errand(errand)
    , m_out(out)
    , m_terminal(terminal)
{
    connect(&errand, &client::Errand::phaseChanged, this, &ProgressLines::phaseChanged);
    connect(&errand, &client::Errand::progressed, this, &ProgressLines::progressed);
}

ProgressLines::~ProgressLines()
{
    if (m_open)
        end({});
}

void ProgressLines::phaseChanged(client::Errand::Phase phase)
{
    if (phase == client::Errand::Phase::Asking) {
        if (client::isChoice(m_errand.goal().verb) && m_errand.before() && m_errand.before()->machine.initramfs != core::InitramfsTool::Unknown)
            m_out.write(encoded(i18nc("@info:shell", "The helper builds the initramfs anew, which can take a minute.") + u'\n'));
        begin(i18nc("@info:shell", "Asking the helper, which may ask for a password …"));
    }
    if (phase == client::Errand::Phase::Checking && m_undoing && m_errand.ending().outcome == core::Outcome::Undone)
        end(i18nc("@info:shell what was to be taken back is", "done"));
    if (phase == client::Errand::Phase::Checking)
        begin(i18nc("@info:shell", "Reading the machine again …"));
}

void ProgressLines::progressed(const core::Progress &progress)
{
    const QList<core::Step> &steps = m_errand.plan().steps;
    switch (progress.state) {
    case core::Progress::State::Began:
        m_begun = true;
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
        begin(m_begun ? i18nc("@info:shell", "Taking back what was done") : i18nc("@info:shell", "Taking back what an earlier change left"));
        m_undoing = true;
        break;
    }
}

QString ProgressLines::numbered(qsizetype number, const QList<core::Step> &steps) const
{
    if (number >= steps.size())
        return {};
    return u"%1/%2  %3"_s.arg(number + 1, 3).arg(steps.size()).arg(client::sentence(steps[number]));
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

QByteArray text(const Terminal &terminal, const client::Errand &errand)
{
    const auto [words, tone] = endingWords(errand);
    TextReport report(terminal);
    report.paragraph(words, 0, tone);
    const client::Ending &ending = errand.ending();
    if (const QString back = wayBack(errand.goal(), errand.tryOnce()); ending.succeeded && !back.isEmpty())
        report.paragraph(back);
    if (!ending.succeeded && !ending.untouched && ending.verification) {
        for (const QString &difference : ending.verification->differences)
            report.hanging(2, report.bullet(), Tone::Plain, 4, difference, Tone::Plain);
    }
    return report.bytes();
}

QJsonObject toJson(const client::Errand &errand)
{
    QJsonObject object = toJson(errand.plan(), errand.before() ? errand.before()->machine : core::Machine());
    const bool ended = errand.phase() == client::Errand::Phase::Ended;
    const client::Ending &ending = errand.ending();
    const core::Verb verb = errand.goal().verb;
    const bool isChoice = client::isChoice(verb);
    const bool tried = ended && (ending.verification || !ending.untouched);
    const bool asPlanned = !ended && !isChoice && !errand.plan().refused && errand.plan().steps.isEmpty();
    object.insert(u"outcome"_s, ending.outcome ? QJsonValue(core::toWord(*ending.outcome)) : QJsonValue());
    object.insert(u"result"_s, tried ? QJsonValue(client::resultWord(ending)) : asPlanned ? QJsonValue(u"verified"_s) : QJsonValue());
    object.insert(u"untouched"_s, !ended || ending.untouched);
    object.insert(u"differences"_s, ending.verification ? QJsonArray::fromStringList(ending.verification->differences) : QJsonArray());
    object.insert(u"error"_s, errorToJson(ending.error));
    return object;
}

}
