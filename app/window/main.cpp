// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "aboutdata.h"
#include "mainwindow.h"

#include "app/map/mapexport.h"
#include "app/operation/kauthtransport.h"
#include "core/printable.h"
#include "host/machine/machinereader.h"
#include "host/monitors/machinemonitor.h"

#include <KAboutData>
#include <KColorSchemeManager>
#include <KCrash>
#include <KDBusService>
#include <KIconTheme>
#include <KLocalizedString>
#include <KStyleManager>
#include <KWindowSystem>

#include <QApplication>
#include <QCommandLineParser>
#include <QDBusConnection>
#include <QDir>
#include <QIcon>
#include <QTextStream>

#include <memory>

namespace
{

/// The same codes as those of `turnout`.
enum ExitCode {
    Done = 0,
    Failed = 1,
    Usage = 2
};

struct Request {
    QString snapshot; ///< absolute path; empty: this machine
    QString sysroot;
    QString exportMap; ///< write the map to this file and exit
    std::optional<core::PciAddress> select; ///< selected when the machine is shown
};

void setupParser(QCommandLineParser &parser)
{
    parser.addOption({QStringLiteral("snapshot"), i18nc("@info:shell", "Show a snapshot file instead of this machine."), i18nc("@info:shell value", "file")});
    parser.addOption({QStringLiteral("sysroot"), i18nc("@info:shell", "Read <dir>/sys and <dir>/proc instead of this machine."), i18nc("@info:shell value", "dir")});
    parser.addOption({QStringLiteral("export-map"),
                      i18nc("@info:shell", "Write the machine map to a file (.svg, .png or .pdf) and exit. Needs no display."),
                      i18nc("@info:shell value", "file")});
    parser.addOption({QStringLiteral("select"), i18nc("@info:shell", "Select the device at this PCI address."), i18nc("@info:shell value", "address")});
    parser.addPositionalArgument(QStringLiteral("file"), i18nc("@info:shell", "Show this snapshot file."), QStringLiteral("[file]"));
    KAboutData::applicationData().setupCommandLine(&parser);
}

/// None where the command line contradicts itself or an address is malformed.
std::optional<Request> requestOf(const QCommandLineParser &parser, const QString &directory)
{
    QStringList files = parser.positionalArguments();
    if (parser.isSet(QStringLiteral("snapshot")))
        files.append(parser.value(QStringLiteral("snapshot")));
    const QString sysroot = parser.value(QStringLiteral("sysroot"));
    if (files.size() > 1 || (!files.isEmpty() && !sysroot.isEmpty()))
        return {};
    const auto select = core::PciAddress::parseTyped(parser.value(QStringLiteral("select")));
    if (parser.isSet(QStringLiteral("select")) && !select)
        return {};
    return Request{.snapshot = files.isEmpty() ? QString() : QDir(directory).absoluteFilePath(files.first()),
                   .sysroot = sysroot.isEmpty() ? QString() : QDir(directory).absoluteFilePath(sysroot),
                   .exportMap = parser.value(QStringLiteral("export-map")),
                   .select = select};
}

int fail(ExitCode code, const QString &text)
{
    QTextStream(stderr) << core::printable(text) << Qt::endl;
    return code;
}

int exportMap(const Request &request)
{
    const auto snapshot = request.snapshot.isEmpty() ? host::machineReader(request.sysroot)() : host::readSnapshotFile(request.snapshot);
    if (!snapshot)
        return fail(Failed, snapshot.error().text());
    const auto done = app::exportMap(*snapshot, app::annotate(*snapshot), request.exportMap, QGuiApplication::palette());
    return done ? Done : fail(Failed, done.error().text());
}

/// Also for a window that shows a machine already.
void open(app::MainWindow &window, const Request &request)
{
    if (!request.snapshot.isEmpty())
        window.openFile(request.snapshot);
    else if (request.select || !window.machine())
        window.openMachine();
    if (!request.select)
        return;
    const auto select = [&window, address = *request.select] {
        if (window.machine()->snapshot->function(address))
            window.select(address);
    };
    QObject::connect(&window, &app::MainWindow::machineShown, &window, select, Qt::SingleShotConnection);
}

/// A second instance of the program shows its snapshot or device in the window of the first.
std::unique_ptr<KDBusService> makeUnique(app::MainWindow &window, QCommandLineParser &parser)
{
    // Without a session bus, KDBusService would end the program.
    if (!QDBusConnection::sessionBus().isConnected())
        return {};
    auto service = std::make_unique<KDBusService>(KDBusService::Unique | KDBusService::NoExitOnFailure);
    QObject::connect(service.get(), &KDBusService::activateRequested, &window, [&window, &parser](const QStringList &arguments, const QString &directory) {
        if (parser.parse(arguments)) {
            if (const auto request = requestOf(parser, directory))
                open(window, *request);
        }
        KWindowSystem::updateStartupId(window.windowHandle());
        KWindowSystem::activateWindow(window.windowHandle());
    });
    return service;
}

}

int main(int argc, char **argv)
{
    KIconTheme::initTheme();
    QApplication application(argc, argv);
    KStyleManager::initStyle();
    KColorSchemeManager::instance(); // follows a dark desktop where no KDE platform theme does
    app::setApplicationData();
    KCrash::initialize();
    QApplication::setWindowIcon(QIcon::fromTheme(QStringLiteral("org.turnout.Turnout")));

    QCommandLineParser parser;
    setupParser(parser);
    parser.process(application);
    KAboutData::applicationData().processCommandLine(&parser);
    const auto request = requestOf(parser, QDir::currentPath());
    if (!request)
        return fail(Usage, i18nc("@info:shell", "Specify at most one snapshot file or folder, and at most one device by its PCI address, such as 01:00.0."));
    if (!request->exportMap.isEmpty())
        return exportMap(*request);

    app::MainWindow window(host::machineReader(request->sysroot));
    if (request->sysroot.isEmpty())
        window.operations()->setTransport([&window] {
            auto transport = std::make_unique<app::operation::KAuthTransport>();
            transport->setWindow(window.windowHandle());
            return transport;
        });
    const auto service = makeUnique(window, parser);
    const host::MachineMonitor monitor(request->sysroot);
    QObject::connect(&monitor, &host::MachineMonitor::changed, window.snapshots(), &app::SnapshotController::machineChanged);
    window.show();
    open(window, *request);
    return QApplication::exec();
}
