// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "snapshotcontroller.h"

#include "logging.h"

#include "host/machine/machinereader.h"

#include <QtConcurrentRun>

namespace app
{

namespace
{

core::Result<core::Snapshot> readSource(const Source &source)
{
    switch (source.kind) {
    case Source::Kind::Machine: {
        host::ReadOptions options;
        options.sysroot = source.path;
        return host::readMachine(options);
    }
    case Source::Kind::File:
    case Source::Kind::Sample:
        return host::readSnapshotFile(source.path);
    }
    Q_UNREACHABLE();
}

core::Result<ShownMachinePtr> readAndPrepare(const Source &source, const MapMetrics &metrics)
{
    core::Result<core::Snapshot> snapshot = readSource(source);
    if (!snapshot)
        return snapshot.error();
    return prepare(std::move(snapshot).value(), metrics, source.kind == Source::Kind::Machine);
}

}

SnapshotController::SnapshotController(const QString &sysroot, QObject *parent)
    : QObject(parent)
    , m_sysroot(sysroot)
    , m_source(machineSource())
{
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &SnapshotController::finished);
}

void SnapshotController::open(const Source &source)
{
    if (m_running)
        m_next = source;
    else
        start(source);
}

void SnapshotController::refresh()
{
    if (m_next)
        return;
    open(m_running.value_or(m_source));
}

void SnapshotController::machineChanged()
{
    if (m_hasLoaded && m_source.kind == Source::Kind::Machine)
        refresh();
}

void SnapshotController::start(const Source &source)
{
    m_running = source;
    m_watcher.setFuture(QtConcurrent::run(readAndPrepare, source, m_metrics));
    Q_EMIT busyChanged(true);
}

void SnapshotController::finished()
{
    const Source source = *std::exchange(m_running, std::nullopt);
    const auto next = std::exchange(m_next, std::nullopt);
    const bool replaced = next && *next != source;
    qCDebug(TURNOUT_WINDOW) << "Read" << source.path << (replaced ? "and dropped it: another source is next" : "");
    if (!replaced) {
        const Outcome outcome = m_watcher.result();
        if (outcome) {
            const bool another = !m_hasLoaded || source != m_source;
            m_source = source;
            m_hasLoaded = true;
            Q_EMIT loaded(outcome.value(), another);
        } else {
            Q_EMIT failed(outcome.error());
        }
    }
    if (next)
        start(*next);
    else
        Q_EMIT busyChanged(false);
}

}
