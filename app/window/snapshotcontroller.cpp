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
    run({.source = source, .snapshot = {}, .began = {}});
}

void SnapshotController::refresh()
{
    if (m_next && !m_next->snapshot)
        return;
    open(m_running ? m_running->source : m_source);
}

void SnapshotController::machineChanged(Clock::time_point lastEvent)
{
    m_lastEvent = std::max(m_lastEvent, lastEvent);
    refreshIfOutdated();
}

void SnapshotController::expectSnapshot()
{
    m_expected = Clock::now();
}

void SnapshotController::showSnapshot(const core::SnapshotPtr &snapshot)
{
    const Clock::time_point began = m_expected.value_or(Clock::now());
    m_expected.reset();
    m_lastEvent = std::max(m_lastEvent, began); // the operation changed this machine
    const bool isMachineComing = (m_next ? m_next->source : m_running ? m_running->source : m_source).kind == Source::Kind::Machine;
    const Clock::time_point newest = m_running ? m_running->began : m_shown;
    if (snapshot && isMachineShown() && isMachineComing && began > newest)
        run({.source = m_source, .snapshot = snapshot, .began = began});
    refreshIfOutdated();
}

bool SnapshotController::isMachineShown() const
{
    return m_hasLoaded && m_source.kind == Source::Kind::Machine;
}

/// While something is read, or a scan is expected, its end causes the next call.
void SnapshotController::refreshIfOutdated()
{
    if (isMachineShown() && !m_running && !m_expected && m_lastEvent > m_shown)
        refresh();
}

void SnapshotController::run(const Job &job)
{
    if (m_running)
        m_next = job;
    else
        start(job);
}

void SnapshotController::start(Job job)
{
    if (!job.snapshot)
        job.began = Clock::now();
    m_running = job;
    const bool isMachine = job.source.kind == Source::Kind::Machine;
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
    if (!replaced)
        conclude(job, m_watcher.result());
    if (next)
        run(*next);
    else
        refreshIfOutdated();
}

void SnapshotController::conclude(const Job &job, const Outcome &outcome)
{
    if (job.source.kind == Source::Kind::Machine)
        m_shown = job.began; // also where it failed: only another event causes another attempt
    if (!outcome) {
        Q_EMIT failed(outcome.error());
        return;
    }
    const bool another = !m_hasLoaded || job.source != m_source;
    m_source = job.source;
    m_hasLoaded = true;
    Q_EMIT loaded(*outcome, another);
}

}
