// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "operationpane.h"

#include "operationtext.h"
#include "app/window/details/reasoncard.h"
#include "stepresults.h"
#include "steprow.h"
#include "app/model/functionlink.h"
#include "app/window/widgets/wrappedcheckbox.h"

#include "app/operation/bootassignmentresult.h"
#include "app/text/bootassignmenttext.h"
#include "app/text/steptext.h"

#include <KLocalizedString>

#include <QAccessible>
#include <QCheckBox>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyle>
#include <QVBoxLayout>

namespace app
{

using operation::Operation;

OperationPane::OperationPane(QWidget *parent)
    : QWidget(parent)
    , m_area(new QScrollArea(this))
    , m_status(makeText({}, this))
    , m_bar(new QProgressBar(this))
    , m_do(new QPushButton(this))
    , m_again(new QPushButton(QIcon::fromTheme(QStringLiteral("view-refresh")), QString(), this))
    , m_recover(new QPushButton(QIcon::fromTheme(QStringLiteral("edit-undo")), recoverText(), this))
    , m_close(new QPushButton(this))
{
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setAccessibleName(i18nc("@info:whatsthis", "What will be done"));
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(i18nc("@info:whatsthis", "Steps done"));

    const int margin = style()->pixelMetric(QStyle::PM_LayoutLeftMargin);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_do);
    buttons->addWidget(m_recover);
    buttons->addWidget(m_again);
    buttons->addStretch();
    buttons->addWidget(m_close);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(margin, margin / 2, margin, margin);
    foot->addWidget(m_status);
    foot->addWidget(m_bar);
    foot->addLayout(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_area, 1);
    auto *line = new QFrame(this);
    line->setFrameStyle(QFrame::HLine | QFrame::Plain);
    line->setForegroundRole(QPalette::Mid);
    layout->addWidget(line);
    layout->addLayout(foot);

    connect(m_do, &QPushButton::clicked, this, [this] {
        if (m_operation)
            m_operation->carryOut();
    });
    connect(m_again, &QPushButton::clicked, this, &OperationPane::againRequested);
    connect(m_recover, &QPushButton::clicked, this, &OperationPane::recoverRequested);
    connect(m_close, &QPushButton::clicked, this, &OperationPane::closed);
}

void OperationPane::setOperation(Operation *operation, const QString &deviceName)
{
    if (m_operation)
        m_operation->disconnect(this);
    m_operation = operation;
    m_deviceName = deviceName;
    m_accepted.clear();
    m_losses.clear();
    m_begun = 0;
    m_tookBack = false;
    connect(operation, &Operation::phaseChanged, this, &OperationPane::phaseChanged);
    connect(operation, &Operation::failed, this, &OperationPane::failed);
    connect(operation, &Operation::progressed, this, &OperationPane::progressed);
    m_do->setText(actionText(*operation));
    m_again->setText(operation->goal().verb == core::Verb::Recover ? i18nc("@action:button", "Try Again") : i18nc("@action:button", "Plan Again"));
    m_do->setIcon(QIcon::fromTheme(QStringLiteral("dialog-ok-apply")));
    finish(restart());
    phaseChanged(operation->phase());
}

void OperationPane::phaseChanged(Operation::Phase phase)
{
    switch (phase) {
    case Operation::Phase::New:
    case Operation::Phase::Reading:
    case Operation::Phase::Asking:
    case Operation::Phase::Working:
    case Operation::Phase::Checking:
        break;
    case Operation::Phase::Planned:
        showPlan();
        break;
    case Operation::Phase::Ended:
        showResult();
        break;
    }
    updateButtons();
}

QVBoxLayout *OperationPane::restart()
{
    m_rows.clear();
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setSpacing(layout->spacing() + 4);
    const QString title = operation::title(m_operation->goal(), m_deviceName);
    layout->addWidget(makeHeading(title, 1.3, content));
    content->setAccessibleName(title);
    return layout;
}

void OperationPane::finish(QVBoxLayout *layout)
{
    layout->addStretch();
    QWidget *content = layout->parentWidget();
    for (QLabel *label : content->findChildren<QLabel *>())
        connect(label, &QLabel::linkActivated, this, [this](const QString &href) {
            if (const auto address = linkedFunction(href))
                Q_EMIT functionActivated(*address);
        });
    m_area->setWidget(content);
}

void OperationPane::showPlan()
{
    const int scrolled = m_area->verticalScrollBar()->value();
    QVBoxLayout *layout = restart();
    QWidget *content = layout->parentWidget();
    layout->addWidget(makeText(planSummary(*m_operation).toHtmlEscaped(), content));
    if (const QString way = wayOut(*m_operation); !way.isEmpty() && !m_operation->plan().refused)
        layout->addWidget(makeText(way.toHtmlEscaped(), content));
    addBlockers(layout);
    addSteps(layout);
    addWrites(layout);
    finish(layout);
    m_area->verticalScrollBar()->setValue(scrolled);
}

void OperationPane::addBlockers(QVBoxLayout *layout)
{
    const QHash<QString, bool> ticked = std::exchange(m_losses, {});
    for (const core::Finding &finding : m_operation->plan().findings) {
        InfoCard *card = makeReasonCard(reasonOf(finding, *m_operation->before(), m_operation->goal().gpu), layout->parentWidget());
        const bool mayPass = m_operation->goal().verb == core::Verb::Assign && core::isAcceptable(finding.id);
        if (finding.severity == core::Severity::Blocker && mayPass)
            addPass(card, finding);
        else if (const QString loss = lossText(*m_operation, finding); !loss.isEmpty() && !m_operation->plan().refused)
            addLoss(card, finding.id, loss, ticked.value(finding.id));
        layout->addWidget(card);
    }
}

/// The one way around a blocker: its own words, ticked by hand, each for itself.
void OperationPane::addPass(InfoCard *card, const core::Finding &finding)
{
    auto *pass = new WrappedCheckBox(acceptText(finding.id), card);
    pass->box()->setChecked(m_accepted.contains(finding.id));
    connect(pass->box(), &QCheckBox::toggled, this, [this, id = finding.id](bool on) {
        m_accepted.removeAll(id);
        if (on)
            m_accepted.append(id);
        // Not from within the box's own signal: the plan replaces it.
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_operation)
                    m_operation->prepareAccepting(m_accepted);
            },
            Qt::QueuedConnection);
    });
    card->body()->addWidget(pass);
}

/// A caution by which the host loses something is ticked like a blocker. The helper does not ask for it.
void OperationPane::addLoss(InfoCard *card, const QString &findingId, const QString &loss, bool ticked)
{
    auto *box = new WrappedCheckBox(loss, card);
    box->box()->setChecked(ticked);
    m_losses.insert(findingId, ticked);
    connect(box->box(), &QCheckBox::toggled, this, [this, findingId](bool on) {
        m_losses.insert(findingId, on);
        updateButtons();
    });
    card->body()->addWidget(box);
}

void OperationPane::addSteps(QVBoxLayout *layout)
{
    const QList<core::Step> &steps = m_operation->plan().steps;
    if (steps.isEmpty())
        return;
    QWidget *content = layout->parentWidget();
    layout->addSpacing(6);
    layout->addWidget(makeHeading(i18ncp("@title:group", "The one step", "The %1 steps", static_cast<int>(steps.size())), 1.0, content));
    auto *list = new QVBoxLayout;
    list->setSpacing(content->fontMetrics().height() / 4);
    for (qsizetype i = 0; i < steps.size(); ++i) {
        auto *row = new StepRow(steps[i], i + 1, steps.size(), content);
        row->setCommandVisible(m_withCommands);
        m_rows.append(row);
        list->addWidget(row);
    }
    layout->addLayout(list);
    auto *commands = new WrappedCheckBox(i18nc("@option:check", "Show each write as a command"), content);
    commands->box()->setChecked(m_withCommands);
    connect(commands->box(), &QCheckBox::toggled, this, &OperationPane::showCommands);
    layout->addWidget(commands);
}

/// A choice has no steps: these files are all that it changes.
void OperationPane::addWrites(QVBoxLayout *layout)
{
    if (!operation::isBootAssignment(m_operation->goal().verb) || m_operation->plan().refused || !m_operation->before())
        return;
    QWidget *content = layout->parentWidget();
    layout->addSpacing(6);
    layout->addWidget(makeHeading(i18nc("@title:group", "What is written and run"), 1.0, content));
    for (const auto &[what, why] : operation::bootAssignmentWrites(m_operation->before()->machine, m_operation->goal().verb)) {
        QLabel *label = makeText(what.toHtmlEscaped(), content);
        label->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
        auto *texts = new QVBoxLayout;
        texts->setSpacing(0);
        texts->addWidget(label);
        texts->addWidget(makeQuietText(why.toHtmlEscaped(), content));
        layout->addLayout(texts);
    }
}

void OperationPane::showCommands(bool visible)
{
    m_withCommands = visible;
    for (StepRow *row : std::as_const(m_rows))
        row->setCommandVisible(visible);
}

void OperationPane::progressed(const core::Progress &progress)
{
    const qsizetype step = progress.step;
    const QList<core::Step> &steps = m_operation->plan().steps;
    if (progress.state == core::Progress::State::Undoing) {
        m_tookBack = m_begun > 0; // else what an earlier change left
        const QList<core::Step> back = core::undo(steps.first(std::min(m_begun, steps.size())));
        say(step < back.size() ? i18nc("@info:status %1 is what is done", "A step failed; taking back: %1", operation::sentence(back[step])) : QString());
        return;
    }
    if (progress.state == core::Progress::State::Waiting)
        say(progress.text);
    if (step >= m_rows.size())
        return;
    switch (progress.state) {
    case core::Progress::State::Began:
        m_begun = step + 1;
        m_rows[step]->setState(StepRow::State::Running);
        m_area->ensureWidgetVisible(m_rows[step]);
        say(i18nc("@info:status %3 is what is done", "Step %1 of %2: %3", step + 1, steps.size(), operation::sentence(steps[step])));
        break;
    case core::Progress::State::Done:
        m_rows[step]->setState(StepRow::State::Done);
        m_bar->setValue(static_cast<int>(step) + 1);
        break;
    case core::Progress::State::Waiting:
        if (!m_tookBack)
            m_rows[step]->setState(StepRow::State::Slow);
        break;
    case core::Progress::State::Undoing:
        break;
    }
}

void OperationPane::showResult()
{
    const operation::OperationResult &result = m_operation->result();
    const Keywords words = resultKeywords(*m_operation);
    QList<StepRow::State> states;
    for (const StepRow *row : std::as_const(m_rows))
        states.append(row->state());
    states = endStates(states, m_operation->plan().steps, result, m_tookBack);

    QVBoxLayout *layout = restart();
    auto *card = new InfoCard(words.tone, layout->parentWidget());
    card->setIcon(toneIcon(words.tone), {});
    card->body()->addWidget(makeHeading(words.headline, 1.1, card));
    card->body()->addWidget(makeText(words.text.toHtmlEscaped(), card));
    if (const QString way = wayOut(*m_operation); !way.isEmpty() && result.succeeded)
        card->body()->addWidget(makeText(way.toHtmlEscaped(), card));
    layout->addWidget(card);
    if (!result.error.what.isEmpty())
        layout->addWidget(makeErrorCard(result.error, layout->parentWidget()));
    if (result.verification && !result.succeeded && !result.untouched)
        addDifferences(layout, result);
    addSteps(layout);
    addWrites(layout);
    for (qsizetype i = 0; i < std::min(states.size(), m_rows.size()); ++i)
        m_rows[i]->setState(states[i]);
    finish(layout);
    m_area->verticalScrollBar()->setValue(0);
    QAccessibleAnnouncementEvent announcement(this, words.headline + QLatin1Char(' ') + result.error.what);
    QAccessible::updateAccessibility(&announcement);
}

void OperationPane::addDifferences(QVBoxLayout *layout, const operation::OperationResult &result)
{
    const QStringList &differences = result.verification->differences;
    if (differences.isEmpty())
        return;
    // What was to be taken back is not measured by what was planned.
    const QString heading = result.outcome == core::Outcome::Incomplete ? i18nc("@title:group", "What is otherwise than before")
                                                                        : i18nc("@title:group", "What is otherwise than planned");
    layout->addSpacing(6);
    layout->addWidget(makeHeading(heading, 1.0, layout->parentWidget()));
    for (const QString &difference : differences)
        layout->addWidget(makeText(difference.toHtmlEscaped(), layout->parentWidget()));
}

void OperationPane::failed(const core::Error &error)
{
    QVBoxLayout *layout = restart();
    layout->addWidget(makeErrorCard(error, layout->parentWidget()));
    finish(layout);
    updateButtons();
}

void OperationPane::updateButtons()
{
    const Operation::Phase phase = m_operation->phase();
    const core::Plan &plan = m_operation->plan();
    const bool planned = phase == Operation::Phase::Planned;
    const bool ended = phase == Operation::Phase::Ended;
    const bool working = phase == Operation::Phase::Asking || phase == Operation::Phase::Working || phase == Operation::Phase::Checking;
    const bool nothingToDo = planned && !plan.refused && !operation::hasWork(plan);

    m_do->setVisible(planned && !nothingToDo && core::areAcceptable(core::blockersLeft(plan)));
    const bool undecided = planned && !plan.refused && m_losses.values().contains(false);
    const bool canRecover = (ended && needsRecovery(*m_operation)) || (planned && needsRecovery(plan.findings));
    m_do->setEnabled(planned && !plan.refused && !undecided);
    m_recover->setVisible(canRecover);
    // Trying to resolve it again is nothing else.
    const bool sameAsRecover = canRecover && m_operation->goal().verb == core::Verb::Recover;
    m_again->setVisible(((ended && !m_operation->result().succeeded) || phase == Operation::Phase::New) && !sameAsRecover);
    m_close->setText(planned && !nothingToDo ? i18nc("@action:button", "Cancel") : i18nc("@action:button", "Close"));
    m_close->setEnabled(!working);
    m_bar->setVisible(working);
    m_bar->setRange(0, phase == Operation::Phase::Working ? static_cast<int>(plan.steps.size()) : 0);
    say(undecided ? i18nc("@info:status", "Nothing has been done yet. First tick above what this computer loses.") : statusKeyword(*m_operation));
}

void OperationPane::say(const QString &text)
{
    m_status->setVisible(!text.isEmpty());
    if (m_status->text() == text.toHtmlEscaped() || text.isEmpty())
        return;
    m_status->setText(text.toHtmlEscaped());
    QAccessibleAnnouncementEvent announcement(m_status, text);
    QAccessible::updateAccessibility(&announcement);
}

}
