// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

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

/// With nothing about it that has to change or that is not known to be well.
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

bool says(const QWidget &pane, const QString &text)
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
    void aThingToKnowIsAnnouncedAboveIt()
    {
        core::Snapshot snapshot = readyMachine();
        snapshot.machine.cpuVirtualization = false; // and yet there is KVM
        const app::ShownMachinePtr machine = app::prepare(snapshot, app::MapMetrics::of(QFont()));
        QCOMPARE(count(*machine, core::DoctorCheck::State::Bad), 0);
        QCOMPARE(count(*machine, core::DoctorCheck::State::Warning), 1);
        app::OverviewPane pane;
        pane.setMachine(machine);
        QVERIFY(says(pane, u"Nothing about the machine itself has to change; there is one thing to know"_s));
        QVERIFY(!says(pane, u"Seen in"_s)); // an ID is no place
    }

    void whatIsOnlyUnknownIsNoThingToChange()
    {
        const app::ShownMachinePtr machine = app::prepare(readyMachine(), app::MapMetrics::of(QFont()));
        QCOMPARE(count(*machine, core::DoctorCheck::State::Warning), 0);
        QVERIFY(count(*machine, core::DoctorCheck::State::Unknown) > 0);
        app::OverviewPane pane;
        pane.setMachine(machine);
        QVERIFY(says(pane, u"Nothing was found about the machine itself that has to change"_s));
    }
};

TURNOUT_WINDOW_TEST(OverviewPaneTest)
#include "overviewpanetest.moc"
