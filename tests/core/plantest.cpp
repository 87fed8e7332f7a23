// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "core/operation/planjson.h"
#include "plansamples.h"
#include "tests/tools/registered.h"

#include <QTest>

using namespace Qt::StringLiterals;
using core::Goal;
using core::Plan;
using core::Snapshot;
using core::Step;
using core::Verb;
using fixture::assigned;
using fixture::at;
using fixture::goal;
using fixture::gpuOf;
using fixture::heldBy;
using fixture::lines;
using fixture::SnapshotBuilder;
using fixture::spare;

class PlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theWholeSlotIsAssignedGpuLastAndProbedFirst()
    {
        const Plan plan = core::plan(spare(), goal(Verb::Assign));
        QVERIFY(!plan.refused);
        QCOMPARE(lines(plan),
                 (QStringList{u"load-module 01:00.0 vfio_pci:  -> vfio_pci"_s,
                              u"load-module 01:00.0 turnout_vfio_pci:  -> turnout_vfio_pci"_s,
                              u"set-driver-override 01:00.1 vfio-pci:  -> vfio-pci"_s,
                              u"set-driver-override 01:00.0 turnout_vfio_pci:  -> turnout_vfio_pci"_s,
                              u"unbind 01:00.1 : snd_hda_intel -> "_s,
                              u"unbind 01:00.0 : nouveau -> "_s,
                              u"probe 01:00.0 :  -> turnout_vfio_pci"_s,
                              u"probe 01:00.1 :  -> vfio-pci"_s}));
    }

    void aGpuThatMaySuspendIsKeptActiveDuringTheChange()
    {
        const Plan plan = core::plan(spare([](SnapshotBuilder &builder) {
                                         gpuOf(builder).runtimePm.automatic = true;
                                     }),
                                     goal(Verb::Assign));
        QVERIFY(lines(plan).contains(u"set-power-control 01:00.0 on: auto -> on"_s));
    }

    void withoutTurnoutsDriverAllAreBoundToVfioPci()
    {
        const Plan plan = core::plan(spare([](SnapshotBuilder &builder) {
                                         builder.machine.vfioModules = {u"vfio_pci"_s};
                                         builder.machine.vfioModulesLoaded = {u"vfio_pci"_s};
                                     }),
                                     goal(Verb::Assign));
        QCOMPARE(lines(plan).first(), u"set-driver-override 01:00.1 vfio-pci:  -> vfio-pci"_s);
        QCOMPARE(lines(plan).last(), u"probe 01:00.1 :  -> vfio-pci"_s);
    }

    void theSlotReturnsToHostDrivers()
    {
        const Plan plan = core::plan(assigned(), goal(Verb::Release));
        QVERIFY(!plan.refused);
        QCOMPARE(lines(plan),
                 (QStringList{u"set-driver-override 01:00.1 : vfio-pci -> "_s,
                              u"set-driver-override 01:00.0 : turnout_vfio_pci -> "_s,
                              u"unbind 01:00.1 : vfio-pci -> "_s,
                              u"unbind 01:00.0 : turnout_vfio_pci -> "_s,
                              u"probe 01:00.0 :  -> *"_s,
                              u"probe 01:00.1 :  -> *"_s}));
    }

    void theDriverWithTheFewestWildcardsIsChosen()
    {
        const auto probed = [](const QList<core::VfioCandidate> &candidates, const QString &named = {}) {
            const Plan plan = core::plan(spare([&candidates](SnapshotBuilder &builder) {
                                             gpuOf(builder).vfioCandidates = candidates;
                                             builder.at("01:00.1").vfioCandidates = {{u"vfio_pci"_s, 7}};
                                         }),
                                         goal(Verb::Assign, named));
            return lines(plan).filter(u"probe"_s).first();
        };
        const core::VfioCandidate special{u"nvgrace_gpu_vfio_pci"_s, 5};
        const core::VfioCandidate ours{u"turnout_vfio_pci"_s, 6};
        const core::VfioCandidate any{u"vfio_pci"_s, 7};
        QCOMPARE(probed({special, ours, any}), u"probe 01:00.0 :  -> nvgrace_gpu_vfio_pci"_s);
        QCOMPARE(probed({ours, any}), u"probe 01:00.0 :  -> turnout_vfio_pci"_s);
        QCOMPARE(probed({any}), u"probe 01:00.0 :  -> vfio-pci"_s);
        QCOMPARE(probed({special, ours, any}, u"vfio-pci"_s), u"probe 01:00.0 :  -> vfio-pci"_s);
    }

    void aNamedDriverIsForTheFunctionsThatItMatches()
    {
        const Plan ours = core::plan(spare(), goal(Verb::Assign, u"turnout_vfio_pci"_s));
        QCOMPARE(lines(ours).filter(u"probe"_s), (QStringList{u"probe 01:00.0 :  -> turnout_vfio_pci"_s, u"probe 01:00.1 :  -> vfio-pci"_s}));
        const Plan generic = core::plan(assigned(), goal(Verb::Assign, u"vfio-pci"_s));
        QCOMPARE(lines(generic).filter(u"probe"_s), QStringList{u"probe 01:00.0 :  -> vfio-pci"_s});
        QCOMPARE(lines(core::plan(assigned(), goal(Verb::Assign, u"turnout_vfio_pci"_s))), QStringList());
    }

    void theHostGetsItsFormerDriversAndSettings()
    {
        const fixture::Change noted = [](SnapshotBuilder &builder) {
            gpuOf(builder).runtimePm.automatic = true;
            gpuOf(builder).d3coldAllowed = false;
            gpuOf(builder).hostDriver = core::HostDriverState{.driver = u"nouveau"_s, .driverOverride = u"nouveau"_s, .automatic = true, .d3coldAllowed = true};
            builder.at("01:00.1").hostDriver = core::HostDriverState(); // had no driver
        };
        QCOMPARE(lines(core::plan(assigned(noted), goal(Verb::Release))),
                 (QStringList{u"set-driver-override 01:00.1 : vfio-pci -> "_s,
                              u"set-power-control 01:00.0 on: auto -> on"_s,
                              u"set-driver-override 01:00.0 nouveau: turnout_vfio_pci -> nouveau"_s,
                              u"unbind 01:00.1 : vfio-pci -> "_s,
                              u"unbind 01:00.0 : turnout_vfio_pci -> "_s,
                              u"probe 01:00.0 :  -> *"_s,
                              u"set-d3cold-allowed 01:00.0 1: 0 -> 1"_s,
                              u"set-power-control 01:00.0 auto: on -> auto"_s}));
    }

    void functionsLeftWithoutADriverReturnToTheHost()
    {
        const fixture::Change left = [](SnapshotBuilder &builder) {
            gpuOf(builder).driver = core::Unread::Absent;
            builder.at("01:00.1").driver = core::Unread::Absent;
        };
        // The audio function was not requested, and may be unbound for a reason.
        QCOMPARE(lines(core::plan(spare(left), goal(Verb::Release))), QStringList{u"probe 01:00.0 :  -> *"_s});
        const fixture::Change noted = [left](SnapshotBuilder &builder) {
            left(builder);
            builder.at("01:00.1").hostDriver = core::HostDriverState{.driver = u"snd_hda_intel"_s, .driverOverride = {}, .automatic = {}, .d3coldAllowed = {}};
        };
        QCOMPARE(lines(core::plan(spare(noted), goal(Verb::Release))), (QStringList{u"probe 01:00.0 :  -> *"_s, u"probe 01:00.1 :  -> *"_s}));
        const fixture::Change neverHad = [left](SnapshotBuilder &builder) {
            left(builder);
            gpuOf(builder).hostDriver = core::HostDriverState();
        };
        QCOMPARE(lines(core::plan(spare(neverHad), goal(Verb::Release))), QStringList());
        QCOMPARE(lines(core::plan(spare(neverHad), goal(Verb::Release, u"nouveau"_s))).filter(u"probe"_s), QStringList{u"probe 01:00.0 :  -> nouveau"_s});
        const fixture::Change noDriverAtAll = [left](SnapshotBuilder &builder) {
            left(builder);
            gpuOf(builder).moduleCandidates = {};
        };
        QCOMPARE(lines(core::plan(spare(noDriverAtAll), goal(Verb::Release))), QStringList());
    }

    void undoingAReleaseRestoresPowerAndVga()
    {
        const Plan plan = core::plan(assigned([](SnapshotBuilder &builder) {
                                         gpuOf(builder).runtimePm.automatic = false;
                                         gpuOf(builder).turnoutDriver = core::TurnoutDriver();
                                         gpuOf(builder).turnoutDriver->vgaAccess = false;
                                         gpuOf(builder).turnoutDriver->idleState = u"d3hot"_s;
                                     }),
                                     goal(Verb::Release));
        QStringList back;
        for (const Step &step : core::undo(plan.steps))
            back << fixture::line(step);
        QCOMPARE(back.mid(back.indexOf(u"probe 01:00.0 :  -> turnout_vfio_pci"_s)),
                 (QStringList{u"probe 01:00.0 :  -> turnout_vfio_pci"_s,
                              u"set-driver-override 01:00.1 vfio-pci:  -> vfio-pci"_s,
                              u"probe 01:00.1 :  -> vfio-pci"_s,
                              u"set-power-control 01:00.0 on: on -> on"_s,
                              u"set-idle-state 01:00.0 d3hot: d3cold -> d3hot"_s,
                              u"set-vga-access 01:00.0 off: on -> off"_s}));
    }

    void functionsInTheGoalsStateGetNoStep()
    {
        const Plan again = core::plan(assigned(), goal(Verb::Assign));
        QVERIFY(!again.refused);
        QCOMPARE(lines(again), QStringList());
        const Plan home = core::plan(spare(), goal(Verb::Release));
        QVERIFY(!home.refused);
        QCOMPARE(lines(home), QStringList());
    }

    void aBlockerRefusesAndLeavesNoStep()
    {
        const Snapshot inUse = spare([](SnapshotBuilder &builder) {
            gpuOf(builder).holders = heldBy(u"kwin_wayland"_s, u"/dev/dri/card1"_s);
        });
        const Plan plan = core::plan(inUse, goal(Verb::Assign));
        QVERIFY(plan.refused);
        QVERIFY(plan.steps.isEmpty());
        QCOMPARE(plan.findings.first().id, u"held-by-process"_s);
    }

    void onlyAcceptableBlockersCanBeAccepted()
    {
        const Snapshot groupBlockers = spare([](SnapshotBuilder &builder) {
            builder.add("02:00.0", SnapshotBuilder::nvme, 2).driver = u"nvme"_s;
        });
        Goal wish = goal(Verb::Assign);
        QVERIFY(core::plan(groupBlockers, wish).refused);
        wish.accepted = {u"group-not-viable"_s};
        const Plan plan = core::plan(groupBlockers, wish);
        QVERIFY(!plan.refused);
        QVERIFY(!plan.steps.isEmpty());
        for (const Step &step : plan.steps)
            QVERIFY(step.address != at("02:00.0"));
    }

    void theFingerprintCoversThePlanNotTheScan()
    {
        const Plan plan = core::plan(spare(), goal(Verb::Assign));
        QCOMPARE(plan.fingerprint.size(), 64);
        const auto fingerprint = [](const fixture::Change &change) {
            return core::plan(spare(change), goal(Verb::Assign)).fingerprint;
        };
        // Values that only root sees or that change by themselves.
        QCOMPARE(fingerprint([](SnapshotBuilder &builder) {
                     gpuOf(builder).holders = core::Holders{.processes = {}, .complete = false};
                     gpuOf(builder).capabilities = core::Unread::NeedsPermission;
                     gpuOf(builder).runtimePm.status = core::RuntimeStatus::Suspended;
                 }),
                 plan.fingerprint);
        QCOMPARE_NE(fingerprint([](SnapshotBuilder &builder) {
                        gpuOf(builder).driver = u"nvidia"_s;
                    }),
                    plan.fingerprint);
        QCOMPARE_NE(fingerprint([](SnapshotBuilder &builder) {
                        gpuOf(builder).subDevice = 1;
                    }),
                    plan.fingerprint);
        QCOMPARE_NE(fingerprint([](SnapshotBuilder &builder) {
                        gpuOf(builder).revision = 1;
                    }),
                    plan.fingerprint);
        QCOMPARE_NE(core::plan(spare(), goal(Verb::Assign, u"vfio-pci"_s)).fingerprint, plan.fingerprint);
    }

    void theFingerprintCoversWhatWasAccepted()
    {
        const auto lit = [](const QStringList &connectors) {
            return spare([&connectors](SnapshotBuilder &builder) {
                for (const QString &name : connectors)
                    gpuOf(builder).connectors += {.name = name, .status = u"connected"_s, .enabled = true};
            });
        };
        const auto grouped = [](const QString &driver) {
            return spare([&driver](SnapshotBuilder &builder) {
                builder.add("02:00.0", SnapshotBuilder::nvme, 2).driver = driver;
            });
        };
        Goal wish = goal(Verb::Assign);
        wish.accepted = {u"display-in-use"_s};
        const Plan one = core::plan(lit({u"DP-1"_s}), wish);
        const Plan two = core::plan(lit({u"DP-1"_s, u"HDMI-A-1"_s}), wish);
        QVERIFY(!one.refused && !two.refused);
        QCOMPARE(one.steps, two.steps);
        QCOMPARE(one.fingerprint, core::plan(lit({u"DP-1"_s}), wish).fingerprint);
        QCOMPARE_NE(one.fingerprint, two.fingerprint);
        QCOMPARE(core::difference(one, two), u"You did not accept “display-in-use 01:00.0 HDMI-A-1”, which is true now."_s);
        QCOMPARE(core::difference(two, one), u"You accepted “display-in-use 01:00.0 HDMI-A-1”, which is no longer true."_s);
        // As the helper's reply carries it.
        QCOMPARE(core::difference(one, *core::planFromJson(core::toJson(two))), core::difference(one, two));

        wish.accepted = {u"group-not-viable"_s};
        QCOMPARE_NE(core::plan(grouped(u"nvme"_s), wish).fingerprint, core::plan(grouped(u"ahci"_s), wish).fingerprint);
        // The other blocker was not accepted, so it refuses instead of changing the fingerprint.
        QVERIFY(core::plan(lit({u"DP-1"_s}), wish).refused);
    }

    void theFingerprintSaysWhetherItIsForTheNextBootOnly()
    {
        Goal wish = goal(Verb::Persist);
        const Plan every = core::plan(spare(), wish);
        wish.nextBootOnly = true;
        const Plan next = core::plan(spare(), wish);
        QVERIFY(!every.refused && !next.refused);
        QCOMPARE(every.findings, next.findings);
        QCOMPARE(every.steps, next.steps);
        QCOMPARE_NE(every.fingerprint, next.fingerprint);
    }

    void theFingerprintSaysWhetherATrialIsKept()
    {
        const Goal wish = goal(Verb::Persist);
        core::Snapshot snapshot = spare();
        const Plan first = core::plan(snapshot, wish);
        snapshot.boot.trials = QList{*core::bootAssignmentFor(snapshot, wish)};
        QCOMPARE_NE(core::plan(snapshot, wish).fingerprint, first.fingerprint);
        Goal next = wish;
        next.nextBootOnly = true;
        QCOMPARE(core::plan(snapshot, next).fingerprint, core::plan(spare(), next).fingerprint);
        QCOMPARE(core::plan(snapshot, goal(Verb::Assign)).fingerprint, core::plan(spare(), goal(Verb::Assign)).fingerprint);
    }

    void theFirstDifferenceIsNamed()
    {
        const Plan plan = core::plan(spare(), goal(Verb::Assign));
        QCOMPARE(core::difference(plan, plan), QString());
        const Plan other = core::plan(spare([](SnapshotBuilder &builder) {
                                          gpuOf(builder).driver = u"nvidia"_s;
                                      }),
                                      goal(Verb::Assign));
        const QString keywords = core::difference(plan, other);
        QVERIFY2(keywords.contains(u"nouveau"_s) && keywords.contains(u"nvidia"_s) && keywords.contains(u'6'), qPrintable(keywords));
        const Plan another = core::plan(spare([](SnapshotBuilder &builder) {
                                            gpuOf(builder).subDevice = 1;
                                        }),
                                        goal(Verb::Assign));
        QVERIFY(!core::difference(plan, another).isEmpty());
    }
};

TURNOUT_TEST(PlanTest)

#include "plantest.moc"
