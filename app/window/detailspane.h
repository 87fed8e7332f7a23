// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "answer.h"
#include "facts.h"
#include "shownmachine.h"

#include <QScrollArea>

class QLabel;
class QVBoxLayout;

namespace app
{

/// Everything the details pane says about a function, in its order: what is it, can it go, why (not), facts.
struct Details {
    core::PciAddress address;
    QString name;
    QString subtitle; ///< address, class and who has it
    TurnoutState state = TurnoutState::Straight;
    bool gpu = false;
    Answer answer;
    QList<core::Finding> findings;
    QString groupTitle; ///< above the reasons
    QList<core::ShareReason> shareReasons;
    QList<FactSection> sections;

    bool operator==(const Details &) const = default;
};

/// Nothing when the machine has no such function.
std::optional<Details> detailsOf(const ShownMachine &machine, const core::PciAddress &address);

/// Shows one function. Told the same function again, it keeps its scroll position, and stands still if nothing changed.
class DetailsPane : public QScrollArea
{
    Q_OBJECT

public:
    explicit DetailsPane(QWidget *parent = nullptr);

    void setDetails(const Details &details);

Q_SIGNALS:
    void functionActivated(const core::PciAddress &address);
    void copyRequested(const core::PciAddress &address);
    void xmlRequested(const core::PciAddress &address);

private:
    void rebuild();
    void addHeadline(QVBoxLayout *layout);
    void addButtons(QVBoxLayout *layout);
    void addAnswer(QVBoxLayout *layout);
    void addFinding(QVBoxLayout *layout, const core::Finding &finding);
    void addShareReasons(QVBoxLayout *layout);
    void addSections(QVBoxLayout *layout);
    QLabel *linked(QLabel *label);

    Details m_details;
};

}
