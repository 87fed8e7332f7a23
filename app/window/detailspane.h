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

/// A card of the details pane: one thing that speaks for or against giving the function away. All rich text.
struct Reason {
    std::optional<core::Severity> severity; ///< none: an explanation
    QString text;
    QString remedy; ///< may be empty
    QString evidence; ///< may be empty

    bool operator==(const Reason &) const = default;
};

/// Everything the details pane says about a function, in its order: what is it, can it go, why (not), facts.
struct Details {
    core::PciAddress address;
    QString name;
    QString subtitle; ///< address, class and who has it
    TurnoutState state = TurnoutState::Straight;
    bool gpu = false;
    Answer answer;
    QList<Reason> findings;
    QString groupTitle; ///< above the reasons
    QList<Reason> shareReasons;
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
    void addReason(QVBoxLayout *layout, const Reason &reason);
    void addReasons(QVBoxLayout *layout);
    void addSections(QVBoxLayout *layout);
    QLabel *linked(QLabel *label);

    Details m_details;
};

}
