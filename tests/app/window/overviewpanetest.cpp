// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "app/model/shownmachine.h"
#include "app/window/pages/overviewpane.h"
#include "testmachine.h"
#include "tests/tools/registered.h"

#include <QApplication>
#include <QLabel>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace
{

/// A machine that needs no change, with every check known.
core::Snapshot readyMachine()
{
    core::Snapshot snapshot = testMachine();
    snapshot.machine.vfioModules = {u"vfio_pci"_s, u"vfio_iommu_type1"_s};
    snapshot.machine.cpuVirtualization = true;
    snapshot.machine.kvm = true;
    return snapshot;
}

qsizetype count(const app::ShownMachine &machine, core::DoctorCheck::State state)
{
    return std::ranges::count(machine.overview.checks, state, &core::DoctorCheck::state);
}

bool shows(const QWidget &pane, const QString &text)
{
    return std::ranges::any_of(pane.findChildren<QLabel *>(), [&text](const QLabel *label) {
        return label->text().contains(text);
    });
}

}

class OverviewPaneTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCautionIsAnnouncedAboveIt()
    {
        core::Snapshot snapshot = readyMachine();
        snapshot.machine.cpuVirtualization = false; // and yet there is KVM
        const app::ShownMachinePtr machine = app::makeShownMachine(std::make_shared<const core::Snapshot>(snapshot));
        QCOMPARE(count(*machine, core::DoctorCheck::State::Bad), 0);
        QCOMPARE(count(*machine, core::DoctorCheck::State::Warning), 1);
        app::OverviewPane pane;
        pane.setOverview(machine->overview, {});
        QVERIFY(shows(pane, u"This machine needs no change; one caution applies"_s));
        QVERIFY(!shows(pane, u"Seen in"_s)); // an ID is no file
    }

    void anUnknownCheckIsNoChange()
    {
        const app::ShownMachinePtr machine = app::makeShownMachine(std::make_shared<const core::Snapshot>(readyMachine()));
        QCOMPARE(count(*machine, core::DoctorCheck::State::Warning), 0);
        QVERIFY(count(*machine, core::DoctorCheck::State::Unknown) > 0);
        app::OverviewPane pane;
        pane.setOverview(machine->overview, {});
        QVERIFY(shows(pane, u"This machine needs no change as far as Turnout can read"_s));
    }
};

TURNOUT_WINDOW_TEST(OverviewPaneTest)
#include "overviewpanetest.moc"
