// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/plan.h"
#include "preflighttroubles.h"

namespace fixture
{

inline core::Goal goal(core::Verb verb, const QString &driver = {})
{
    return {.verb = verb, .gpu = at("01:00.0"), .driver = driver, .idle = {}, .vga = {}, .resetMethod = {}, .accepted = {}};
}

/// machine() with the values that plans need.
inline core::Snapshot spare(const Change &change = {})
{
    return machine([&change](SnapshotBuilder &builder) {
        builder.machine.vfioModules = {u"turnout_vfio_pci"_s, u"vfio_iommu_type1"_s, u"vfio_pci"_s};
        builder.machine.vfioModulesLoaded = {};
        gpuOf(builder).moduleCandidates = {u"nouveau"_s};
        builder.at("01:00.1").moduleCandidates = {u"snd_hda_intel"_s};
        if (change)
            change(builder);
    });
}

/// The same after it was assigned.
inline core::Snapshot assigned(const Change &change = {})
{
    return spare([&change](SnapshotBuilder &builder) {
        builder.machine.vfioModulesLoaded = builder.machine.vfioModules;
        gpuOf(builder).driver = u"turnout_vfio_pci"_s;
        gpuOf(builder).driverOverride = u"turnout_vfio_pci"_s;
        builder.at("01:00.1").driver = u"vfio-pci"_s;
        builder.at("01:00.1").driverOverride = u"vfio-pci"_s;
        if (change)
            change(builder);
    });
}

/// "unbind 01:00.0 : nouveau -> "
inline QString line(const core::Step &step)
{
    return u"%1 %2 %3: %4 -> %5"_s.arg(core::toKeyword(step.action), step.address.toShortString(), step.value, step.before, step.expected);
}

inline QStringList lines(const core::Plan &plan)
{
    QStringList all;
    for (const core::Step &step : plan.steps)
        all << line(step);
    return all;
}

}
