// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/result.h"
#include "deviceranges.h"

#include <QVersionNumber>

namespace core
{

/// What kernels are reported to do wrong with GPUs in VMs.
struct KernelTrouble {
    enum class Symptom : quint8 {
        Reset, ///< the GPU is not reset after a VM
        CrashAtReturn, ///< the host crashes when the GPU returns to it
        StartRefused, ///< VMs that have it do not start
    };
    /// One release, or versions from `first` up to and without `end`.
    struct Kernels {
        QString release;
        QVersionNumber first;
        QVersionNumber end;

        bool operator==(const Kernels &) const = default;
    };
    struct Family {
        quint16 vendor = 0;
        QList<DeviceRange> devices;
        bool virtualFunctions = false; ///< only these

        bool operator==(const Family &) const = default;
    };
    QString id;
    Symptom symptom{};
    QList<Kernels> kernels;
    QList<Family> families;
    QString lastGood; ///< versions; empty: none is reported
    QString source; ///< URL

    bool operator==(const KernelTrouble &) const = default;
};

/// Strict; an error names the entry.
Result<QList<KernelTrouble>> kernelTroubleFromJson(const QByteArray &json);

/// The compiled-in resources/kernel-trouble.json.
const QList<KernelTrouble> &kernelTrouble();

/// `release` as in "6.14.2-zen1-1-zen", of which the version is 6.14.2.
bool concerns(const KernelTrouble &trouble, const QString &release, const Function &function);

}
