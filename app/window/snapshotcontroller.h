// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "app/window/shownmachine.h"

#include "core/result.h"

#include <QFutureWatcher>
#include <QObject>

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
    QString path; ///< of the file; Machine: the directory that stands for /, empty for this machine

    bool operator==(const Source &) const = default;
};

/// Reads machines and snapshot files on a worker thread. What was shown stays until something else was read in full.
class SnapshotController : public QObject
{
    Q_OBJECT

public:
    /// `sysroot`: what stands for / when this machine is read; empty for / itself.
    explicit SnapshotController(const QString &sysroot = {}, QObject *parent = nullptr);

    /// Of what was loaded() last.
    const Source &source() const
    {
        return m_source;
    }
    Source machineSource() const
    {
        return {Source::Kind::Machine, m_sysroot};
    }
    bool isBusy() const
    {
        return m_running.has_value();
    }
    /// The sizes of the map that later reads are laid out for.
    void setMapMetrics(const MapMetrics &metrics)
    {
        m_metrics = metrics;
    }

public Q_SLOTS:
    /// Replaces an open() that has not come to its end.
    void open(const app::Source &source);
    /// Reads the shown source again. While a read is running, any number of calls cause one more.
    void refresh();
    /// As refresh(), for hints that this machine may look different; nothing while a file is shown.
    void machineChanged();

Q_SIGNALS:
    /// `another`: this is not what was shown before, read again.
    void loaded(const app::ShownMachinePtr &machine, bool another);
    void failed(const core::Error &error);
    void busyChanged(bool busy);

private:
    using Outcome = core::Result<ShownMachinePtr>;

    void start(const Source &source);
    void finished();

    QString m_sysroot;
    MapMetrics m_metrics;
    Source m_source;
    bool m_hasLoaded = false;
    std::optional<Source> m_running;
    std::optional<Source> m_next;
    QFutureWatcher<Outcome> m_watcher;
};

}
