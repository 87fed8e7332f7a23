// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/checks/doctor.h"
#include "core/checks/finding.h"
#include "core/iommu/grouping.h"
#include "core/snapshot/snapshot.h"

#include <QJsonArray>
#include <QJsonObject>

namespace app::cli
{

// JSON members that programs rely on; turnout(1) documents them.

QJsonArray addressesToJson(const QList<core::PciAddress> &addresses);
QJsonObject gpuToJson(const core::Function &gpu, const QList<core::Finding> &findings);
QJsonObject checkToJson(const core::DoctorCheck &check);
/// Runtime PM state and statistics.
QJsonObject powerToJson(const core::Function &function);
QJsonObject expectedGroupToJson(const core::Snapshot &snapshot, const core::ExpectedGroup &group);
QJsonObject groupToJson(const core::Snapshot &snapshot, const core::Group &group);

}
