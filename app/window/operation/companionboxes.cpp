// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "companionboxes.h"

#include "app/window/widgets/infocard.h"
#include "app/window/widgets/wrappedcheckbox.h"
#include "core/iommu/assignedtogether.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <QCheckBox>
#include <QVBoxLayout>

#include <algorithm>

namespace app
{

namespace
{
QString companionText(const core::Function &function)
{
    const QString name = core::displayName(function);
    return function.driver ? i18nc("@option:check %1 is a PCI address, %2 a device name, %3 a driver",
                                   "%1 %2 (driver %3)",
                                   function.address.toShortString(),
                                   name,
                                   *function.driver)
                           : i18nc("@option:check %1 is a PCI address, %2 a device name", "%1 %2", function.address.toShortString(), name);
}

void insert(QList<core::PciAddress> &addresses, const core::PciAddress &address, bool isIn)
{
    addresses.removeAll(address);
    if (isIn)
        addresses.insert(std::ranges::lower_bound(addresses, address), address);
}

/// The goal with the function added or left out, or without a mention of it where that is usual.
core::Goal chosen(core::Goal goal, const core::PciAddress &address, bool goesAlong, bool isUsual)
{
    insert(goal.with, address, goesAlong && !isUsual);
    insert(goal.without, address, !goesAlong && isUsual);
    return goal;
}
}

void addCompanionBoxes(QVBoxLayout *layout, const core::Snapshot &snapshot, const core::Goal &goal, const std::function<void(const CompanionChange &)> &change)
{
    const core::Function *gpu = snapshot.function(goal.gpu);
    if (!gpu || !core::propertiesOf(goal.verb).takesCompanions)
        return;
    const core::Companions companions = core::companionsOf(snapshot, *gpu);
    const QList<const core::Function *> usual = core::assignedTogetherWith(snapshot, *gpu);
    const QList<const core::Function *> now = core::assignedTogetherWith(snapshot, *gpu, goal.with, goal.without);
    QWidget *content = layout->parentWidget();
    if (!companions.card.isEmpty() || !companions.optional.isEmpty())
        layout->addWidget(makeHeading(i18nc("@title:group functions that the user can assign along with a GPU", "Assign Along With It"), 1.0, content));
    for (const core::Function *function : companions.card + companions.optional) {
        auto *box = new WrappedCheckBox(companionText(*function), content);
        box->box()->setChecked(now.contains(function));
        QObject::connect(box->box(), &QCheckBox::toggled, content, [change, address = function->address, isUsual = usual.contains(function)](bool on) {
            change([=](const core::Goal &wanted) {
                return chosen(wanted, address, on, isUsual);
            });
        });
        layout->addWidget(box);
    }
}

}
