// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "core/operation/plan.h"
#include "helper/boot/bootassignments.h"
#include "helper/worker/verbs.h"
#include "simulatedkernel.h"

#include <QDir>
#include <QDirIterator>

// What the tests of boot assignments do with a SimulatedKernel.

inline const core::PciAddress gpu = address("0000:01:00.0");

/// Makes the machine use the initramfs builder that `toolFile` belongs to.
inline void prepare(const SimulatedKernel &kernel, const QByteArray &toolFile = "usr/sbin/update-initramfs")
{
    kernel.tree().remove("usr/sbin/update-initramfs");
    kernel.tree().file(toolFile, {});
    kernel.tree().file("etc/udev/rules.d/60-others.rules", "# of others\n");
    for (const char *directory : {"etc/mkinitcpio.conf.d", "var/lib/turnout"})
        QDir().mkpath(kernel.tree().path(directory));
    QFile::setPermissions(kernel.context().state, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    kernel.tree().file("simulated/initramfs", {});
}

inline core::Reply run(const helper::HelperContext &context, core::Request request)
{
    request.nonce = core::newNonce();
    const helper::Verbs verbs(context, [](const core::Progress &) { }, [](const QString &) { });
    return verbs.run(request.goal.verb, core::toArguments(request), 1000);
}

inline core::Request persisting(const SimulatedKernel &kernel, bool nextBootOnly = false)
{
    core::Request request;
    request.goal.verb = core::Verb::Persist;
    request.goal.gpu = gpu;
    request.goal.nextBootOnly = nextBootOnly;
    request.fingerprint = core::plan(kernel.tree().read(), request.goal).fingerprint;
    return request;
}

inline core::Request unpersisting(const core::PciAddress &of = gpu)
{
    core::Request request;
    request.goal.verb = core::Verb::Unpersist;
    request.goal.gpu = of;
    return request;
}

/// Every file and directory that persist may change, with permissions and content.
inline QMap<QString, QByteArray> everything(const SimulatedKernel &kernel)
{
    QMap<QString, QByteArray> found;
    for (const char *top : {"etc", "var", "simulated/initramfs"}) {
        const QString path = kernel.tree().path(top);
        QDirIterator entries(path, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
        while (entries.hasNext()) {
            const QFileInfo entry = entries.nextFileInfo();
            QFile file(entry.filePath());
            const QByteArray content = entry.isFile() && file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("directory");
            found.insert(entry.filePath(), QByteArray::number(entry.permissions().toInt(), 16) + ' ' + content);
        }
    }
    QFile image(kernel.tree().path("simulated/initramfs"));
    found.insert(QStringLiteral("initramfs"), image.open(QIODevice::ReadOnly) ? image.readAll() : QByteArray());
    return found;
}

inline QByteArray contentOf(const SimulatedKernel &kernel, const QByteArray &relative)
{
    QFile file(kernel.tree().path(relative));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Whether the assignment and all that follows from it are there, or nothing of it.
inline bool isGoal(const SimulatedKernel &kernel, bool unpersist)
{
    const auto stored = helper::storedBootAssignments(kernel.context());
    return stored && stored->isEmpty() == unpersist && contentOf(kernel, core::udevRulesFile) == core::udevRules(*stored)
        && contentOf(kernel, core::bootTableFile) == core::bootTable(*stored);
}
