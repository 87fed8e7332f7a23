// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "operationpane.h"

#include "companionboxes.h"
#include "operationtext.h"
#include "steprow.h"

#include "app/model/overview.h"
#include "app/operation/bootassignmentresult.h"
#include "app/text/bootassignmenttext.h"
#include "app/text/steptext.h"
#include "app/window/details/reasoncard.h"
#include "app/window/widgets/links.h"
#include "app/window/widgets/wrappedcheckbox.h"

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

#include <algorithm>

namespace app
{

using operation::Operation;

OperationPane::OperationPane(QWidget *parent)
    : QWidget(parent)
    , m_area(new QScrollArea(this))
    , m_status(makeText({}, this))
    , m_bar(new QProgressBar(this))
    , m_confirm(new QPushButton(this))
    , m_planAgain(new QPushButton(QIcon::fromTheme(QStringLiteral("view-refresh")), QString(), this))
    , m_recover(new QPushButton(QIcon::fromTheme(QStringLiteral("edit-undo")), recoverAction({}).label, this))
    , m_close(new QPushButton(this))
{
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setAccessibleName(i18nc("@info:whatsthis", "Plan and result"));
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(i18nc("@info:whatsthis", "Steps done"));

    const int margin = style()->pixelMetric(QStyle::PM_LayoutLeftMargin);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_confirm);
    buttons->addWidget(m_recover);
    buttons->addWidget(m_planAgain);
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

    connect(m_confirm, &QPushButton::clicked, this, [this] {
        if (m_operation)
            m_operation->carryOut();
    });
    connect(m_planAgain, &QPushButton::clicked, this, &OperationPane::planAgainRequested);
    connect(m_recover, &QPushButton::clicked, this, &OperationPane::recoverRequested);
    connect(m_close, &QPushButton::clicked, this, &OperationPane::closed);
}

void OperationPane::setOperation(Operation *operation, const QString &deviceName)
{
    if (m_operation)
        m_operation->disconnect(this);
    m_operation = operation;
    m_deviceName = deviceName;
    m_wanted = operation->goal();
    m_losses.clear();
    connect(operation, &Operation::phaseChanged, this, &OperationPane::phaseChanged);
    connect(operation, &Operation::failed, this, &OperationPane::failed);
    connect(operation, &Operation::progressed, this, &OperationPane::progressed);
    m_confirm->setText(confirmText(operation->goal()));
    m_planAgain->setText(operation->goal().verb == core::Verb::Recover ? i18nc("@action:button", "Try Again") : i18nc("@action:button", "Plan Again"));
    m_confirm->setIcon(QIcon::fromTheme(QStringLiteral("dialog-ok-apply")));
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
        if (m_wanted == m_operation->goal())
            showPlan();
        else
            planAsWanted(); // a box was clicked while the last plan was made
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
    const QString title = goalTitle(m_operation->goal(), m_deviceName);
    layout->addWidget(makeHeading(title, 1.3, content));
    content->setAccessibleName(title);
    return layout;
}

void OperationPane::finish(QVBoxLayout *layout)
{
    layout->addStretch();
    QWidget *content = layout->parentWidget();
    followLinks(content, [this](const core::PciAddress &address) {
        Q_EMIT functionActivated(address);
    });
    m_area->setWidget(content);
}

void OperationPane::showPlan()
{
    const int scrolled = m_area->verticalScrollBar()->value();
    QVBoxLayout *layout = restart();
    QWidget *content = layout->parentWidget();
    layout->addWidget(makeText(planSummary(*m_operation).toHtmlEscaped(), content));
    if (const QString remedy = bootRemedy(m_operation->goal()); !remedy.isEmpty() && !m_operation->plan().refused)
        layout->addWidget(makeText(remedy.toHtmlEscaped(), content));
    addCompanions(layout);
    addBlockers(layout);
    addSteps(layout);
    addWrites(layout);
    finish(layout);
    m_area->verticalScrollBar()->setValue(scrolled);
}

void OperationPane::addBlockers(QVBoxLayout *layout)
{
    const QHash<QString, bool> accepted = std::exchange(m_losses, {});
    if (!m_operation->plan().refused && !operation::hasWork(m_operation->plan()))
        return;
    for (const core::Finding &finding : m_operation->plan().findings) {
        InfoCard *card = makeReasonCard(reasonOf(finding, *m_operation->before(), m_operation->goal().gpu), layout->parentWidget());
        const bool isAcceptable = core::propertiesOf(m_operation->goal().verb).takesAccepted && core::isAcceptable(finding.id);
        if (finding.severity == core::Severity::Blocker && isAcceptable)
            addAcceptBox(card, finding);
        else if (const QString loss = lossText(m_operation->goal(), finding); !loss.isEmpty() && !m_operation->plan().refused)
            addLossBox(card, finding.id, loss, accepted.value(finding.id));
        layout->addWidget(card);
    }
}

void OperationPane::addCompanions(QVBoxLayout *layout)
{
    addCompanionBoxes(layout, *m_operation->before(), m_operation->goal(), [this](const CompanionChange &change) {
        m_wanted = change(m_wanted);
        planAsWanted();
    });
}

/// Each blocker must be accepted by its own box.
void OperationPane::addAcceptBox(InfoCard *card, const core::Finding &finding)
{
    auto *accept = new WrappedCheckBox(acceptText(finding.id), card);
    accept->box()->setChecked(m_wanted.accepted.contains(finding.id));
    connect(accept->box(), &QCheckBox::toggled, this, [this, id = finding.id](bool on) {
        m_wanted.accepted.removeAll(id);
        if (on)
            m_wanted.accepted.append(id);
        m_wanted.accepted.sort();
        planAsWanted();
    });
    card->body()->addWidget(accept);
}

/// Not from within the signal of a box: the new plan deletes it.
void OperationPane::planAsWanted()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            if (m_operation)
                m_operation->prepareAgain(m_wanted);
        },
        Qt::QueuedConnection);
}

/// A caution by which the host loses something is accepted like a blocker. The helper does not require it.
void OperationPane::addLossBox(InfoCard *card, const QString &findingId, const QString &loss, bool accepted)
{
    auto *box = new WrappedCheckBox(loss, card);
    box->box()->setChecked(accepted);
    m_losses.insert(findingId, accepted);
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
    layout->addWidget(makeHeading(i18ncp("@title:group", "One Step", "%1 Steps", static_cast<int>(steps.size())), 1.0, content));
    auto *list = new QVBoxLayout;
    list->setSpacing(content->fontMetrics().height() / 4);
    for (qsizetype i = 0; i < steps.size(); ++i) {
        auto *row = new StepRow(steps[i], i + 1, steps.size(), content);
        row->setCommandVisible(m_commandsVisible);
        m_rows.append(row);
        list->addWidget(row);
    }
    layout->addLayout(list);
    showStepStates();
    auto *commands = new WrappedCheckBox(i18nc("@option:check", "Show each step as a command"), content);
    commands->box()->setChecked(m_commandsVisible);
    connect(commands->box(), &QCheckBox::toggled, this, &OperationPane::setCommandsVisible);
    layout->addWidget(commands);
}

/// A boot assignment has no steps. It changes these files only.
void OperationPane::addWrites(QVBoxLayout *layout)
{
    if (!core::isBootAssignment(m_operation->goal().verb) || m_operation->plan().refused || !m_operation->before())
        return;
    QWidget *content = layout->parentWidget();
    layout->addSpacing(6);
    layout->addWidget(makeHeading(i18nc("@title:group", "Files and Commands"), 1.0, content));
    for (const auto &[what, why] : bootAssignmentWrites(m_operation->before()->machine, m_operation->goal().verb)) {
        QLabel *label = makeText(what.toHtmlEscaped(), content);
        label->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
        auto *texts = new QVBoxLayout;
        texts->setSpacing(0);
        texts->addWidget(label);
        texts->addWidget(makeQuietText(why.toHtmlEscaped(), content));
        layout->addLayout(texts);
    }
    if (const QString notice = initramfsNotice(m_operation->before()->machine, m_operation->goal().verb); !notice.isEmpty())
        layout->addWidget(makeText(notice.toHtmlEscaped(), content));
}

void OperationPane::setCommandsVisible(bool visible)
{
    m_commandsVisible = visible;
    for (StepRow *row : std::as_const(m_rows))
        row->setCommandVisible(visible);
}

void OperationPane::progressed(const core::Progress &progress)
{
    showStepStates();
    if (const qsizetype step = progress.step; progress.state == core::Progress::State::Began && step < m_rows.size())
        m_area->ensureWidgetVisible(m_rows[step]);
    if (progress.state != core::Progress::State::Done)
        setStatus(progressText(*m_operation, progress));
}

void OperationPane::showStepStates()
{
    const QList<operation::StepState> &states = m_operation->steps().states();
    for (qsizetype i = 0; i < std::min(states.size(), m_rows.size()); ++i)
        m_rows[i]->setState(states[i]);
    m_bar->setValue(static_cast<int>(std::ranges::count(states, operation::StepState::Done)));
}

void OperationPane::showResult()
{
    const operation::OperationResult &result = m_operation->result();
    const auto [tone, headline, text] = resultText(*m_operation);
    QVBoxLayout *layout = restart();
    QWidget *content = layout->parentWidget();
    auto *card = new InfoCard(tone, content);
    card->setIcon(toneIcon(tone), {});
    card->body()->addWidget(makeHeading(headline, 1.1, card));
    card->body()->addWidget(makeText(text.toHtmlEscaped(), card));
    if (const QString remedy = bootRemedy(m_operation->goal()); !remedy.isEmpty() && result.succeeded)
        card->body()->addWidget(makeText(remedy.toHtmlEscaped(), card));
    layout->addWidget(card);
    if (!result.error.what.isEmpty())
        layout->addWidget(makeErrorCard(result.error, content));
    if (result.verification && !result.succeeded && !result.untouched)
        addDifferences(layout, result);
    addSteps(layout);
    addWrites(layout);
    finish(layout);
    m_area->verticalScrollBar()->setValue(0);
    QAccessibleAnnouncementEvent announcement(this, headline + QLatin1Char(' ') + result.error.what);
    QAccessible::updateAccessibility(&announcement);
}

void OperationPane::addDifferences(QVBoxLayout *layout, const operation::OperationResult &result)
{
    const QStringList &differences = result.verification->differences;
    if (differences.isEmpty())
        return;
    // After an undo, the differences are those from the state before.
    const QString heading = result.outcome == core::Outcome::Incomplete ? i18nc("@title:group", "Differences from Before")
                                                                        : i18nc("@title:group", "Differences from the Plan");
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
    const bool hasNoWork = planned && !plan.refused && !operation::hasWork(plan);

    m_confirm->setVisible(planned && !hasNoWork && core::areAcceptable(core::blockersLeft(plan)));
    const bool lossOpen = planned && !plan.refused && m_losses.values().contains(false);
    const bool canRecover = (ended && needsRecovery(*m_operation)) || (planned && needsRecovery(plan.findings));
    m_confirm->setEnabled(planned && !plan.refused && !lossOpen);
    m_recover->setVisible(canRecover);
    const bool sameAsRecover = canRecover && m_operation->goal().verb == core::Verb::Recover;
    m_planAgain->setVisible(((ended && !m_operation->result().succeeded) || phase == Operation::Phase::New) && !sameAsRecover);
    m_close->setText(planned && !hasNoWork ? i18nc("@action:button", "Cancel") : i18nc("@action:button", "Close"));
    m_close->setEnabled(!working);
    m_bar->setVisible(working);
    m_bar->setRange(0, phase == Operation::Phase::Working ? static_cast<int>(plan.steps.size()) : 0);
    setStatus(lossOpen ? i18nc("@info:status", "Nothing has been changed yet. To continue, accept the loss above.") : statusText(*m_operation));
}

void OperationPane::setStatus(const QString &text)
{
    m_status->setVisible(!text.isEmpty());
    if (m_status->text() == text.toHtmlEscaped() || text.isEmpty())
        return;
    m_status->setText(text.toHtmlEscaped());
    QAccessibleAnnouncementEvent announcement(m_status, text);
    QAccessible::updateAccessibility(&announcement);
}

}
