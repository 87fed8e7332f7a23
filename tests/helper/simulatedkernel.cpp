// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "simulatedkernel.h"

#include "helper/boot/bootassignments.h"

#include <QDir>
#include <QFileInfo>

#include <array>
#include <cerrno>

#include <unistd.h>

using namespace std::chrono_literals;

namespace
{
constexpr auto kernelRelease = "6.12.0-test";
const QByteArray gpu = "0000:01:00.0";
const QByteArray sound = "0000:01:00.1";

bool isVfio(const QByteArray &driver)
{
    return driver == "vfio-pci" || driver == "turnout_vfio_pci";
}

QByteArray pathOf(int fd)
{
    std::array<char, 4096> buffer;
    const ssize_t length = ::readlink(("/proc/self/fd/" + std::to_string(fd)).c_str(), buffer.data(), buffer.size());
    return {buffer.data(), std::max<ssize_t>(length, 0)};
}
}

SimulatedKernel::SimulatedKernel()
{
    m_tree.file("proc/sys/kernel/osrelease", QByteArray(kernelRelease) + '\n');
    m_tree.file("sys/bus/pci/drivers_probe", {});
    for (const char *directory : {"run", "var/lib"})
        QDir().mkpath(m_tree.path(directory));
    m_tree.file("usr/sbin/update-initramfs", {});
    const QByteArray modules = QByteArray("lib/modules/") + kernelRelease;
    m_tree.file(modules + "/modules.alias",
                "alias pci:v000010DEd00001F08sv*sd*bc03sc*i* amdgpu\n"
                "alias pci:v*d*sv*sd*bc04sc03i* snd_hda_intel\n"
                "alias vfio_pci:v*d*sv*sd*bc*sc*i* vfio_pci\n"
                "alias vfio_pci:v*d*sv*sd*bc03sc*i* turnout_vfio_pci\n");
    m_tree.file(modules + "/modules.dep", "kernel/drivers/vfio/vfio_iommu_type1.ko:\nkernel/drivers/vfio/pci/vfio-pci.ko:\nextra/turnout_vfio_pci.ko:\n");
    m_tree.file(modules + "/modules.builtin", {});
    for (const char *driver : {"amdgpu", "snd_hda_intel", "pcieport"})
        addDriver(driver);
    addFunction("pci0000:00/0000:00:01.0", "060400", "pcieport", 1);
    addFunction("pci0000:00/0000:00:02.0", "030000", "amdgpu", 2);
    addFunction("pci0000:00/0000:00:01.0/" + gpu, "030000", "amdgpu", 3);
    addFunction("pci0000:00/0000:00:01.0/" + sound, "040300", "snd_hda_intel", 3);
    m_tree.file(directoryOf("0000:00:02.0") + "/boot_vga", "1\n");
    m_tree.file(directoryOf(gpu) + "/boot_vga", "0\n");
    for (const QByteArray &address : {gpu, sound}) {
        m_tree.file(directoryOf(address) + "/reset_method", "flr bus\n");
        m_tree.file(directoryOf(address) + "/reset", {});
    }
    const QByteArray connector = m_tree.classDevice(directoryOf("0000:00:02.0"), "drm/card0") + "/card0-DP-1";
    m_tree.file(connector + "/status", "connected\n");
    m_tree.file(connector + "/enabled", "enabled\n");
    m_tree.link("sys/class/drm/card0-DP-1", "../../" + connector.sliced(4));
    m_tree.classDevice(directoryOf(gpu), "drm/card1");
}

void SimulatedKernel::addDriver(const QByteArray &name) const
{
    m_tree.file("sys/bus/pci/drivers/" + name + "/unbind", {});
}

void SimulatedKernel::addFunction(const QByteArray &path, const QByteArray &classCode, const QByteArray &driver, int group) const
{
    const QByteArray at = m_tree.function(path, classCode);
    const QByteArray address = path.sliced(path.lastIndexOf('/') + 1);
    const QByteArray groupPath = "sys/kernel/iommu_groups/" + QByteArray::number(group);
    m_tree.file(groupPath + "/type", "DMA\n");
    m_tree.file(groupPath + "/reserved_regions", {});
    m_tree.link(groupPath + "/devices/" + address, m_tree.path(at).toUtf8());
    m_tree.link(at + "/iommu_group", m_tree.path(groupPath).toUtf8());
    m_tree.file("simulated/host-driver/" + address, driver);
    bind(address);
}

QByteArray SimulatedKernel::directoryOf(const QByteArray &address) const
{
    return "sys/bus/pci/devices/" + address;
}

QByteArray SimulatedKernel::driverOf(const QByteArray &address) const
{
    return QFileInfo(QFile::symLinkTarget(m_tree.path(directoryOf(address) + "/driver"))).fileName().toUtf8();
}

QByteArray SimulatedKernel::read(const QByteArray &relative) const
{
    QFile file(m_tree.path(relative));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
}

void SimulatedKernel::bind(const QByteArray &address) const
{
    const QByteArray at = directoryOf(address);
    const QByteArray override = read(at + "/driver_override");
    const QByteArray driver = override == "(null)" ? read("simulated/host-driver/" + address) : override;
    const QString drivers = m_tree.path("sys/bus/pci/drivers/" + driver);
    if (QFileInfo::exists(m_tree.path(at + "/driver")) || driver.isEmpty() || !QFileInfo::exists(drivers))
        return;
    m_tree.link(at + "/driver", drivers.toUtf8());
    // As pm_runtime_allow() of vfio_pci_core_register_device() and of amdgpu's probe().
    if (isVfio(driver) || driver == "amdgpu")
        m_tree.file(at + "/power/control", "auto\n");
    if (driver != "turnout_vfio_pci")
        return;
    m_tree.file(at + "/turnout/in_use", "0\n");
    m_tree.file(at + "/turnout/vga_access", "on\n");
    m_tree.file(at + "/turnout/idle_state", "d3cold\n");
}

helper::HelperContext SimulatedKernel::context() const
{
    return {.root = m_tree.path(),
            .state = m_tree.path("var/lib/turnout"),
            .runtime = m_tree.path("run/turnout"),
            .slowCall = 1s,
            .callTimeout = 3s,
            .lockTimeout = 200ms,
            .write =
                [this](int fd, const void *bytes, size_t count) {
                    return write(fd, QByteArrayView(static_cast<const char *>(bytes), qsizetype(count)));
                },
            .load =
                [this](const char *module) {
                    return load(module);
                },
            .applyBootAssignments =
                [this] {
                    return helper::applyBootAssignments(context()).ok() ? 0 : ENOEXEC;
                },
            .startTrial =
                [this] {
                    m_tree.file("simulated/trial-timer", {});
                    return 0;
                },
            .rebuildInitramfs =
                [this](core::InitramfsTool tool) {
                    return tool == core::InitramfsTool::Unknown ? helper::rebuildInitramfs(tool) : rebuild();
                },
            .journalWritten = {}};
}

void SimulatedKernel::set(const QByteArray &attribute, const QByteArray &address, const QByteArray &fault, int afterWrites) const
{
    m_tree.file("simulated/faults/" + attribute + '@' + address, fault + ' ' + QByteArray::number(afterWrites));
}

void SimulatedKernel::setOnce(const QByteArray &attribute, const QByteArray &address, const QByteArray &fault) const
{
    m_tree.file("simulated/faults/" + attribute + '@' + address, fault + " once");
}

void SimulatedKernel::clear() const
{
    m_tree.remove("simulated/faults");
}

void SimulatedKernel::release() const
{
    m_tree.file("simulated/released", {});
}

/// 0, or an errno to fail with; EAGAIN means a short write.
int SimulatedKernel::faultOf(const QByteArray &attribute, const QByteArray &address, bool &ignored) const
{
    const QByteArray file = "simulated/faults/" + attribute + '@' + address;
    const QList<QByteArray> keywords = read(file).split(' ');
    if (keywords.size() < 2)
        return 0;
    if (keywords[1] == "once")
        m_tree.remove(file);
    if (const int left = keywords[1].toInt(); left > 0) {
        set(attribute, address, keywords[0], left - 1);
        return 0;
    }
    if (keywords[0] == "block") {
        while (QFileInfo::exists(m_tree.path("simulated")) && !QFileInfo::exists(m_tree.path("simulated/released")))
            ::usleep(5000);
        return 0;
    }
    ignored = keywords[0] == "ignore";
    if (keywords[0] == "short")
        return EAGAIN;
    if (keywords[0] == "vanish") {
        m_tree.remove(directoryOf(address));
        return ENODEV;
    }
    return keywords[0].toInt();
}

ssize_t SimulatedKernel::write(int fd, QByteArrayView bytes) const
{
    const QByteArray path = pathOf(fd);
    const QByteArray attribute = path.sliced(path.lastIndexOf('/') + 1);
    const QByteArray value = bytes.toByteArray().trimmed();
    const bool byAddress = attribute == "unbind" || attribute == "drivers_probe";
    const qsizetype at = path.lastIndexOf("/0000:");
    const QByteArray address = byAddress ? value : path.sliced(at + 1, gpu.size());
    bool ignored = false;
    const int fault = faultOf(attribute, address, ignored);
    if (fault == EAGAIN)
        return bytes.size() - 1;
    if (fault != 0) {
        errno = fault;
        return -1;
    }
    if (ignored)
        return bytes.size();
    if (attribute == "unbind") {
        // pm_runtime_forbid() of vfio_pci_core_unregister_device()
        if (isVfio(driverOf(address)))
            m_tree.file(directoryOf(address) + "/power/control", "on\n");
        m_tree.remove(directoryOf(address) + "/driver");
        m_tree.remove(directoryOf(address) + "/turnout");
    } else if (attribute == "drivers_probe") {
        bind(address);
    } else {
        const bool cleared = attribute == "driver_override" && value.isEmpty();
        m_tree.file(path.sliced(m_tree.path().toUtf8().size() + 1), (cleared ? QByteArray("(null)") : value) + '\n');
    }
    QFile log(m_tree.path("simulated/writes"));
    if (log.open(QIODevice::Append))
        log.write(attribute + ' ' + address + (byAddress ? QByteArray() : ' ' + value) + '\n');
    return bytes.size();
}

/// The simulated initramfs is a copy of the rules.
int SimulatedKernel::rebuild() const
{
    bool ignored = false;
    const int fault = faultOf("initramfs", "rebuild", ignored);
    m_tree.file("simulated/rebuilds", read("simulated/rebuilds") + '.');
    if (fault == 0)
        m_tree.file("simulated/initramfs", read(core::udevRulesFile));
    return fault;
}

int SimulatedKernel::load(const QByteArray &module) const
{
    bool ignored = false;
    if (const int fault = faultOf("modprobe", module, ignored); fault != 0 || ignored)
        return fault;
    m_tree.file("sys/module/" + module + "/refcnt", "0\n");
    addDriver(module == "vfio_pci" ? QByteArray("vfio-pci") : module);
    return 0;
}

qsizetype SimulatedKernel::rebuilds() const
{
    return read("simulated/rebuilds").size();
}

QByteArray SimulatedKernel::state() const
{
    QByteArray text;
    for (const QByteArray &address : {gpu, sound}) {
        const QByteArray at = directoryOf(address);
        text += address.sliced(5) + " driver=" + driverOf(address) + " override=" + read(at + "/driver_override") + " control=" + read(at + "/power/control")
            + " vga=" + read(at + "/turnout/vga_access") + " idle=" + read(at + "/turnout/idle_state") + " methods=" + read(at + "/reset_method")
            + " d3cold=" + read(at + "/d3cold_allowed") + '\n';
    }
    return text;
}

QList<QByteArray> SimulatedKernel::writes() const
{
    const QByteArray text = read("simulated/writes");
    return text.isEmpty() ? QList<QByteArray>() : text.split('\n');
}
