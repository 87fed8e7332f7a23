// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

// bench_window SNAPSHOT.json|TREE: how long the window of a big machine takes to its first frames, and how much time
// of the GUI thread a refresh takes. TREE is a directory that stands for /.

#include "app/map/mapview.h"
#include "app/window/aboutdata.h"
#include "app/window/functions/functiontreemodel.h"
#include "app/window/mainwindow.h"
#include "core/snapshot/snapshotjson.h"
#include "host/machine/machinereader.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTextStream>

#include <algorithm>
#include <ctime>

using namespace Qt::StringLiterals;

namespace
{

constexpr int refreshes = 11;

/// Sees when the map was painted, and what was on it.
class PaintWatch : public QObject
{
public:
    explicit PaintWatch(app::MainWindow &window)
    {
        window.findChild<app::MapView *>()->viewport()->installEventFilter(this);
        connect(&window, &app::MainWindow::machineShown, this, [this] {
            m_shown = true;
            m_painted = false;
        });
    }

    /// Runs the event loop until there was a frame and nothing is left to do.
    void waitForFrame()
    {
        m_painted = false;
        while (!m_painted)
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QApplication::processEvents();
    }

    /// The same for the frame after the next machineShown().
    void waitForMachine()
    {
        while (!m_shown || !m_painted)
            QApplication::processEvents(QEventLoop::WaitForMoreEvents);
        m_shown = false;
        QApplication::processEvents();
    }

private:
    bool eventFilter(QObject *, QEvent *event) override
    {
        m_painted = m_painted || event->type() == QEvent::Paint;
        return false;
    }

    bool m_shown = false;
    bool m_painted = false;
};

/// Processor time of the calling thread in milliseconds.
double threadMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double median(QList<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// The machine a moment later: every fourth function has another driver and power state, and eight are unplugged.
core::Snapshot changed(core::Snapshot snapshot)
{
    for (size_t i = 0; i < snapshot.functions.size(); i += 4) {
        snapshot.functions[i].driver = u"vfio-pci"_s;
        snapshot.functions[i].powerState = u"D3hot"_s;
    }
    QList<core::PciAddress> leaves;
    for (auto it = snapshot.functions.rbegin(); it != snapshot.functions.rend() && leaves.size() < 8; ++it) {
        if (!it->buses)
            leaves.append(it->address);
    }
    std::erase_if(snapshot.functions, [&](const core::Function &function) {
        return leaves.contains(function.address);
    });
    for (core::Group &group : snapshot.groups)
        group.members.removeIf([&](const core::PciAddress &member) {
            return leaves.contains(member);
        });
    return snapshot;
}

bool write(const QString &path, const QByteArray &json)
{
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(json) == json.size() && file.commit();
}

core::Result<core::Snapshot> readMachine(const QString &path)
{
    if (!QFileInfo(path).isDir())
        return host::readSnapshotFile(path);
    host::ReadOptions options;
    options.sysroot = path;
    return host::readMachine(options);
}

/// GUI-thread milliseconds of refreshes between the states in turn, each after the other.
QList<double> refreshTimes(app::MainWindow &window, PaintWatch &watch, const QString &path, const QList<QByteArray> &states)
{
    QList<double> times;
    for (int i = 1; i <= refreshes; ++i) {
        if (!write(path, states[i % states.size()]))
            return {};
        const double before = threadMs();
        window.snapshots()->refresh();
        watch.waitForMachine();
        times.append(threadMs() - before);
    }
    return times;
}

}

int main(int argc, char **argv)
{
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    app::setApplicationData();
    QTextStream out(stdout);
    if (argc != 2) {
        QTextStream(stderr) << "Usage: bench_window SNAPSHOT.json|TREE\n";
        return 2;
    }
    const auto snapshot = readMachine(QString::fromLocal8Bit(argv[1]));
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"machine.json"_s);
    if (!snapshot || !write(path, core::toJson(*snapshot))) {
        QTextStream(stderr) << (snapshot ? u"no place for temporary files"_s : snapshot.error().text()) << '\n';
        return 1;
    }

    QElapsedTimer clock;
    clock.start();
    app::MainWindow window;
    PaintWatch watch(window);
    window.openFile(path);
    window.show();
    watch.waitForFrame();
    const qint64 firstFrame = clock.elapsed();
    watch.waitForMachine();
    const qint64 machineFrame = clock.elapsed();

    const QByteArray json = core::toJson(*snapshot);
    const double same = median(refreshTimes(window, watch, path, {json}));
    const QList<double> full = refreshTimes(window, watch, path, {json, core::toJson(changed(*snapshot))});
    out << "| window on " << snapshot->functions.size() << " functions | measured | goal |\n| --- | ---: | ---: |\n";
    out << "| first painted frame, from the window's construction, wall clock | " << firstFrame << " ms | |\n";
    out << "| the machine painted, its file read and laid out on another thread, wall clock | " << machineFrame << " ms | |\n";
    const auto row = [&out](QLatin1StringView what, double ms, QLatin1StringView goal) {
        out << "| " << what << " | " << QString::number(ms, 'f', 1) << " ms | " << goal << " |\n";
    };
    row("full refresh, a quarter of the functions changed and eight unplugged: processor time of the GUI thread, median"_L1, median(full), "16 ms"_L1);
    row("the same, the worst of eleven"_L1, *std::ranges::max_element(full), {});
    row("refresh without a change, median"_L1, same, {});
    return 0;
}
