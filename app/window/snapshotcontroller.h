// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/map/maplayout.h"
#include "app/model/shownmachine.h"
#include "app/operation/operation.h"
#include "app/window/details/details.h"

#include <QFutureWatcher>
#include <QObject>

#include <chrono>
#include <optional>

namespace app
{

/// Where the shown snapshot comes from.
struct Source {
    enum class Kind : quint8 {
        Machine,
        File,
        Sample
    };

    Kind kind = Kind::Machine;
    QString path; ///< of the file

    bool operator==(const Source &) const = default;
};

/// All that the window shows of a snapshot, prepared on a worker thread.
struct WindowContent {
    ShownMachinePtr machine;
    std::shared_ptr<const PreparedMap> map;
    std::optional<Details> details; ///< of the function that was selected when the work began
};

/// Reads machines and snapshot files on a worker thread. The previous content stays until another is complete.
class SnapshotController : public QObject
{
    Q_OBJECT

public:
    using Clock = std::chrono::steady_clock;

    /// `reader`: for this machine.
    explicit SnapshotController(operation::Reader reader, QObject *parent = nullptr);

    const operation::Reader &reader() const
    {
        return m_reader;
    }
    /// Of the last loaded().
    const Source &source() const
    {
        return m_source;
    }
    /// For later content.
    void setMapMetrics(const MapMetrics &metrics)
    {
        m_metrics = metrics;
    }
    void setSelected(const std::optional<core::PciAddress> &address)
    {
        m_selected = address;
    }

public Q_SLOTS:
    /// Replaces an open() that has not finished.
    void open(const app::Source &source);
    /// Reads the shown source again. While a read is running, any number of calls cause one more.
    void refresh();
    /// Reads this machine again where it is shown and its last scan began before `lastEvent`.
    void machineChanged(std::chrono::steady_clock::time_point lastEvent = Clock::now());
    /// An operation scans this machine now, and showSnapshot() follows.
    void expectSnapshot();
    /// Shows what the operation has read in place of a scan of its own. Null: it could not be read.
    void showSnapshot(const core::SnapshotPtr &snapshot);

Q_SIGNALS:
    /// `another`: not the same source, read again.
    void loaded(const app::WindowContent &content, bool another);
    void failed(const core::Error &error);

private:
    using Outcome = core::Result<WindowContent>;
    struct Job {
        Source source;
        core::SnapshotPtr snapshot; ///< null: read the source
        Clock::time_point began; ///< when its scan began
    };

    bool isMachineShown() const;
    void refreshIfOutdated();
    void run(const Job &job);
    void start(Job job);
    void finished();
    void conclude(const Job &job, const Outcome &outcome);

    operation::Reader m_reader;
    MapMetrics m_metrics;
    std::optional<core::PciAddress> m_selected;
    Source m_source;
    bool m_hasLoaded = false;
    std::optional<Job> m_running;
    std::optional<Job> m_next;
    Clock::time_point m_shown; ///< when the scan began that is shown
    Clock::time_point m_lastEvent; ///< when this machine last changed
    std::optional<Clock::time_point> m_expected; ///< when the scan of an operation began that is still to come
    QFutureWatcher<Outcome> m_watcher;
};

}
