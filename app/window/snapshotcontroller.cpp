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

core::Result<core::SnapshotPtr> read(const Source &source, const operation::Reader &reader)
{
    core::Result<core::Snapshot> snapshot = source.kind == Source::Kind::Machine ? reader() : host::readSnapshotFile(source.path);
    if (!snapshot)
        return snapshot.error();
    return std::make_shared<const core::Snapshot>(std::move(snapshot).value());
}

WindowContent prepare(core::SnapshotPtr snapshot, bool changeable, const MapMetrics &metrics, const std::optional<core::PciAddress> &selected)
{
    WindowContent content;
    content.machine = makeShownMachine(std::move(snapshot), changeable);
    content.map = prepareMap(content.machine->snapshot, content.machine->annotations, metrics);
    if (selected)
        content.details = detailsOf(*content.machine, *selected);
    return content;
}

}

SnapshotController::SnapshotController(operation::Reader reader, QObject *parent)
    : QObject(parent)
    , m_reader(std::move(reader))
{
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &SnapshotController::finished);
}

void SnapshotController::open(const Source &source)
{
    run({.source = source, .snapshot = {}});
}

void SnapshotController::refresh()
{
    if (m_next && !m_next->snapshot)
        return;
    open(m_running ? m_running->source : m_source);
}

void SnapshotController::machineChanged(Clock::time_point lastEvent)
{
    if (!isMachineShown() || lastEvent < m_scanned)
        return;
    if (m_expecting)
        m_changedMeanwhile = true;
    else
        refresh();
}

void SnapshotController::expectSnapshot()
{
    m_expecting = true;
    m_scanned = m_expected = Clock::now();
}

void SnapshotController::showSnapshot(const core::SnapshotPtr &snapshot)
{
    m_expecting = false;
    const Source &coming = m_next ? m_next->source : m_running ? m_running->source : m_source;
    if (!isMachineShown()) {
        if (m_running && coming.kind == Source::Kind::Machine)
            refresh(); // the running read may have begun before the operation ended
        return;
    }
    if (coming != m_source) {
        m_changedMeanwhile = true; // counts where that source cannot be opened
        return;
    }
    const bool isOutdated = m_scanned > m_expected; // by a later read of this machine
    if (snapshot && !isOutdated)
        run({.source = m_source, .snapshot = snapshot});
    if (std::exchange(m_changedMeanwhile, false) || (!snapshot && !isOutdated))
        refresh();
}

bool SnapshotController::isMachineShown() const
{
    return m_hasLoaded && m_source.kind == Source::Kind::Machine;
}

void SnapshotController::run(const Job &job)
{
    if (m_running)
        m_next = job;
    else
        start(job);
}

void SnapshotController::start(const Job &job)
{
    m_running = job;
    const bool isMachine = job.source.kind == Source::Kind::Machine;
    if (isMachine && !job.snapshot)
        m_scanned = Clock::now();
    m_watcher.setFuture(QtConcurrent::run([job, isMachine, reader = m_reader, metrics = m_metrics, selected = m_selected]() -> Outcome {
        auto snapshot = job.snapshot ? core::Result<core::SnapshotPtr>(job.snapshot) : read(job.source, reader);
        if (!snapshot)
            return snapshot.error();
        return prepare(std::move(snapshot).value(), isMachine, metrics, selected);
    }));
}

void SnapshotController::finished()
{
    const Job job = *std::exchange(m_running, std::nullopt);
    const auto next = std::exchange(m_next, std::nullopt);
    const bool replaced = next && (next->snapshot || next->source != job.source);
    qCDebug(TURNOUT_WINDOW) << (job.snapshot ? "Prepared the scan of an operation" : "Read") << job.source.path << (replaced ? "and dropped it" : "");
    if (!replaced) {
        const Outcome outcome = m_watcher.result();
        if (outcome) {
            const bool another = !m_hasLoaded || job.source != m_source;
            m_source = job.source;
            m_hasLoaded = true;
            m_changedMeanwhile = m_changedMeanwhile && !another;
            Q_EMIT loaded(*outcome, another);
        } else {
            Q_EMIT failed(outcome.error());
        }
    }
    if (next)
        run(*next);
    else if (isMachineShown() && !m_expecting && std::exchange(m_changedMeanwhile, false))
        refresh();
}

}
