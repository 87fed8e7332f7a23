// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/model/answer.h"
#include "app/model/functionfacts.h"
#include "reasoncard.h"
#include "app/window/shownmachine.h"
#include "bootassignmentcard.h"

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
    DeviceState state = DeviceState::Host;
    bool gpu = false;
    Answer answer;
    std::optional<DeviceAction> action; ///< GPUs whose turn it is
    std::optional<BootAssignmentCard> start; ///< on top where something is chosen, below the findings where it can be
    QList<Reason> findings;
    QString groupTitle; ///< above the reasons
    QList<Reason> shareReasons;
    QList<FactSection> sections; ///< their texts are rich, with functionLink()s

    bool operator==(const Details &) const = default;
};

/// Nothing when the machine has no such function.
///
/// `desk`: for what the buttons offer.
std::optional<Details> detailsOf(const ShownMachine &machine, const core::PciAddress &address, const ActionAvailability &controller = {});

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
    void actionRequested(const app::DeviceAction &action, const core::PciAddress &address);

private:
    void rebuild();
    void addHeadline(QVBoxLayout *layout);
    void addButtons(QVBoxLayout *layout);
    void addAnswer(QVBoxLayout *layout);
    void addAction(InfoCard *card);
    void addBoot(QVBoxLayout *layout);
    void addReason(QVBoxLayout *layout, const Reason &reason);
    void addShareReasons(QVBoxLayout *layout);
    void addSections(QVBoxLayout *layout);
    QLabel *linked(QLabel *label);

    Details m_details;
};

}
