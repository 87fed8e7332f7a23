// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "machinereader.h"

#include "bootassignments.h"
#include "host/devices/blockdevices.h"
#include "host/devices/classdevices.h"
#include "host/devices/firmwareframebuffer.h"
#include "host/devices/holders.h"
#include "host/devices/usbdevices.h"
#include "host/sysfs/allfunctions.h"
#include "host/sysfs/groupreader.h"
#include "hostdriverrecords.h"
#include "kernelmodules.h"
#include "machinefacts.h"
#include "managersettings.h"
#include "host/logging.h"

#include <KLocalizedString>

#include <QElapsedTimer>
#include <QFile>

#include <algorithm>
#include <set>

namespace host
{

namespace
{
constexpr const char *pciDevices = "sys/bus/pci/devices";
constexpr const char *pciNameList = "usr/share/misc/pci.ids";

/// Config space is the value that most often cannot be read.
void logScan(const core::Snapshot &snapshot, qint64 milliseconds)
{
    if (!TURNOUT_HOST().isDebugEnabled())
        return;
    qCDebug(TURNOUT_HOST) << "Read" << snapshot.functions.size() << "functions and" << snapshot.groups.size() << "groups in" << milliseconds << "ms";
    const auto unread = [&snapshot](core::Unread why) {
        return std::ranges::count_if(snapshot.functions, [why](const core::Function &function) {
            return !function.capabilities && function.capabilities.why() == why;
        });
    };
    using enum core::Unread;
    qCDebug(TURNOUT_HOST) << "Capabilities not read:" << unread(NeedsPermission) << "need permission," << unread(Suspended) << "suspended," << unread(Malformed)
                          << "malformed," << unread(Busy) << "blocked in the kernel";
}

core::Error noSysfs(const QString &sysroot, int error)
{
    qCDebug(TURNOUT_HOST) << "Cannot read" << sysroot + QLatin1String("/sys") << "errno" << error;
    const QString sys = sysroot + QLatin1String("/sys");
    const QString why = error ? QString::fromLocal8Bit(::strerror(error)) : i18nc("@info why sysfs cannot be read", "Nothing is mounted there.");
    return {i18nc("@info", "The machine cannot be read, because %1 cannot be used.", sys),
            why,
            sysroot.isEmpty() ? i18nc("@info", "Mount sysfs there as root: “mount -t sysfs sysfs /sys”.")
                              : i18nc("@info", "Specify a directory that contains a copy of a machine's sys and proc directories.")};
}

/// Of the variant drivers that match a function of this machine.
void addLoadedVariants(const Directory &root, core::Snapshot &snapshot)
{
    QStringList &loaded = snapshot.machine.vfioModulesLoaded;
    std::set<QString> seen(loaded.begin(), loaded.end());
    for (const core::Function &function : snapshot.functions) {
        for (const core::VfioCandidate &candidate : function.vfioCandidates) {
            const bool isNew = seen.insert(candidate.module).second;
            if (isNew && root.has(("sys/module/" + candidate.module.toStdString()).c_str()))
                loaded.append(candidate.module);
        }
    }
    loaded.sort();
}

/// Counted only where no PCI function has a group: there they explain why.
void countGroupsWithoutPci(const Directory &root, core::Snapshot &snapshot)
{
    quint32 count = 0;
    if (snapshot.groups.empty())
        root.child("sys/kernel/iommu_groups").forEachEntry([&count](const char *) {
            ++count;
        });
    if (count > 0)
        snapshot.machine.groupsWithoutPci = count;
}

/// A suspended bridge reports only its secondary bus; the functions below it reveal the rest.
void widenSuspendedBridges(const FunctionIndex &functions)
{
    const auto isSuspended = [](const core::Function &bridge) {
        return bridge.buses && !bridge.multifunction;
    };
    for (const core::Function &function : functions.all()) {
        const quint8 last = function.buses ? std::max(function.buses->subordinate, function.address.bus) : function.address.bus;
        for (auto above = function.parent; above;) {
            core::Function *bridge = functions.at(*above);
            if (!bridge)
                break;
            if (isSuspended(*bridge) && bridge->buses->subordinate < last)
                bridge->buses = core::BusRange{bridge->buses->secondary, last};
            above = bridge->parent;
        }
    }
}
}

core::Result<core::Snapshot> readMachine(const ReadOptions &options)
{
    QElapsedTimer timer;
    timer.start();
    auto access = std::make_unique<Access>();
    access->onAccess = options.onAccess;
    const std::string rootPath = options.sysroot.isEmpty() ? "/" : QFile::encodeName(options.sysroot).toStdString();
    const Directory root = Directory::root(*access, rootPath);
    const Directory sys = root.child("sys");
    if (!sys.isOpen())
        return noSysfs(options.sysroot, root.isOpen() ? sys.error() : root.error());
    if (!sys.has("bus") && !sys.has("class") && !sys.has("devices"))
        return noSysfs(options.sysroot, 0);

    core::Snapshot snapshot;
    // Before the functions, so that their state is never older than the boot assignments.
    snapshot.boot = readBootAssignments(root);
    snapshot.machine = readMachineFacts(root);
    snapshot.machine.managerSettings = readManagerSettings(root);
    const Directory modules = modulesDirectory(root, snapshot.machine.kernel.toStdString());
    const KernelModules kernelModules(modules);
    snapshot.machine.vfioModules = installedModules(modules, vfioModuleNames);

    const PciNames names(root.hasFile(pciNameList) ? rootPath + '/' + pciNameList : std::string());
    Identities identities(names, kernelModules.aliases());
    StringPool strings;
    // A listener is called from one thread, in order.
    const bool alone = bool(options.onAccess);
    const Directory devices = root.child(pciDevices);
    snapshot.functions = readFunctions(locations(devices, blockedFunctions(root)), devices, rootPath + '/' + pciDevices, identities, alone);

    const FunctionIndex functions(snapshot.functions);
    widenSuspendedBridges(functions);
    addLoadedVariants(root, snapshot);
    readHostDriverRecords(root, functions);
    readFirmwareFramebuffers(root, functions);
    snapshot.groups = readGroups(root, snapshot.functions, strings);
    countGroupsWithoutPci(root, snapshot);
    readGraphics(root, functions);
    readDeviceNodes(root, functions);
    readSoundCards(root, functions);
    readNetworkInterfaces(root, functions);
    readBlockDevices(root, functions, snapshot.machine);
    readUsbBuses(root, functions);
    if (options.withHolders)
        readHolders(root, snapshot);
    logScan(snapshot, timer.elapsed());
    return snapshot;
}

std::function<core::Result<core::Snapshot>()> machineReader(const QString &sysroot)
{
    return [sysroot] {
        return readMachine({.sysroot = sysroot, .withHolders = true, .onAccess = {}});
    };
}

}
