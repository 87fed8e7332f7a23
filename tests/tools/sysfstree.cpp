// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "sysfstree.h"

#include "configspace.h"
#include "layout.h"
#include "treewriter.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fixture
{

namespace
{

constexpr quint32 iommuClass = 0x080600;
constexpr quint16 amd = 0x1022;

QByteArray hex(quint64 value, int digits)
{
    return QByteArray::number(value, 16).rightJustified(digits, '0');
}

QByteArray hexLine(quint64 value, int digits)
{
    return "0x" + hex(value, digits) + '\n';
}

QByteArray upperHex(quint64 value, int digits)
{
    return hex(value, digits).toUpper();
}

/// drivers/pci/pci-sysfs.c, modalias_show()
QByteArray modalias(const Function &function)
{
    return "pci:v" + upperHex(function.vendor, 8) + 'd' + upperHex(function.device, 8) + "sv" + upperHex(function.subVendor, 8) + "sd"
        + upperHex(function.subDevice, 8) + "bc" + upperHex(function.classCode >> 16, 2) + "sc" + upperHex(function.classCode >> 8 & 0xff, 2) + 'i'
        + upperHex(function.classCode & 0xff, 2);
}

/// drivers/pci/pci-driver.c, pci_uevent()
QByteArray uevent(const Function &function)
{
    QByteArray text;
    if (!function.driver.isEmpty())
        text += "DRIVER=" + function.driver.toLatin1() + '\n';
    return text + "PCI_CLASS=" + upperHex(function.classCode, 1) + "\nPCI_ID=" + upperHex(function.vendor, 4) + ':' + upperHex(function.device, 4)
        + "\nPCI_SUBSYS_ID=" + upperHex(function.subVendor, 4) + ':' + upperHex(function.subDevice, 4)
        + "\nPCI_SLOT_NAME=" + function.address.toString().toLatin1() + "\nMODALIAS=" + modalias(function) + '\n';
}

/// drivers/pci/pci-sysfs.c, resource_show(): bridges show their windows too.
QByteArray resourceText(const Function &function, const Placement &placement)
{
    QByteArray text;
    const int lines = function.buses ? resourceCount : bridgeWindows;
    for (int i = 0; i < lines; ++i) {
        const Resource &resource = placement.resources[i];
        const quint64 last = resource.size > 0 ? resource.start + resource.size - 1 : 0;
        text += "0x" + hex(resource.start, 16) + " 0x" + hex(last, 16) + ' ' + hexLine(resource.flags, 16);
    }
    return text;
}

/// pci_speed_string(), drivers/pci/probe.c
QByteArray speedText(quint32 megatransfers)
{
    return QByteArray::number(megatransfers / 1000.0, 'f', 1) + " GT/s PCIe\n";
}

class SysfsTree
{
public:
    SysfsTree(const Machine &machine, const QString &root)
        : m_machine(machine)
        , m_placements(layOut(machine))
        , m_writer(QFile::encodeName(root))
    {
    }

    std::optional<core::Error> write(const QByteArray &pciIds)
    {
        for (const char *path : {"sys/bus/pci/devices", "sys/bus/pci/drivers", "sys/kernel/iommu_groups", "sys/class/iommu", "sys/module"})
            m_writer.directory(path);
        for (size_t i = 0; i < m_machine.functions.size(); ++i)
            writeFunction(m_machine.functions[i], m_placements[i]);
        writeIommuUnits();
        writeMachine();
        writeModules();
        m_writer.file("usr/share/misc/pci.ids", pciIds);
        return m_writer.error();
    }

private:
    void writeFunction(const Function &function, const Placement &placement)
    {
        writeIdentity(function, placement);
        writeState(function, placement.path);
        writeLinks(function, placement.path);
        for (const auto &[name, value] : function.attributes)
            m_writer.file(placement.path + '/' + name, value + '\n');
        for (const ClassDevice &device : function.classDevices) {
            const QByteArray name = device.directory.mid(device.directory.lastIndexOf('/') + 1);
            m_writer.directory(placement.path + '/' + device.directory);
            m_writer.link("sys/class/" + device.className + '/' + name, placement.path + '/' + device.directory);
        }
    }

    void writeIdentity(const Function &function, const Placement &placement)
    {
        const QByteArray at = placement.path + '/';
        m_writer.file(at + "vendor", hexLine(function.vendor, 4));
        m_writer.file(at + "device", hexLine(function.device, 4));
        m_writer.file(at + "subsystem_vendor", hexLine(function.subVendor, 4));
        m_writer.file(at + "subsystem_device", hexLine(function.subDevice, 4));
        m_writer.file(at + "class", hexLine(function.classCode, 6));
        m_writer.file(at + "revision", hexLine(function.revision, 2));
        m_writer.file(at + "modalias", modalias(function) + '\n');
        m_writer.file(at + "uevent", uevent(function));
        m_writer.file(at + "irq", "0\n"); // not in a dump, but libpci refuses a function without it
        m_writer.file(at + "resource", resourceText(function, placement));
        m_writer.file(at + "config", configSpace(function, placement, m_machine.access));
        if (function.rom)
            m_writer.file(at + "rom", {});
        if (function.buses) {
            m_writer.file(at + "secondary_bus_number", QByteArray::number(function.buses->secondary) + '\n');
            m_writer.file(at + "subordinate_bus_number", QByteArray::number(function.buses->subordinate) + '\n');
            m_writer.directory(at + "pci_bus/" + busName(function.address.domain, function.buses->secondary));
        }
    }

    /// Power and link from the dump; a function without the PM capability has no power state.
    void writeState(const Function &function, const QByteArray &path)
    {
        if (function.pm)
            m_writer.file(path + "/power_state", function.d3 ? "D3hot\n" : "D0\n");
        if (function.d3)
            m_writer.file(path + "/power/runtime_status", "suspended\n");
        if (function.link)
            writeLink(path + "/current_link_", *function.link);
        if (function.linkMax)
            writeLink(path + "/max_link_", *function.linkMax);
        if (function.enabledVfs)
            m_writer.file(path + "/sriov_numvfs", QByteArray::number(*function.enabledVfs) + '\n');
    }

    void writeLink(const QByteArray &prefix, const core::LinkState &link)
    {
        m_writer.file(prefix + "speed", speedText(link.speed));
        m_writer.file(prefix + "width", QByteArray::number(link.width) + '\n');
    }

    void writeLinks(const Function &function, const QByteArray &path)
    {
        const QByteArray address = function.address.toString().toLatin1();
        m_writer.link("sys/bus/pci/devices/" + address, path);
        m_writer.link(path + "/subsystem", "sys/bus/pci");
        if (!function.driver.isEmpty()) {
            const QByteArray driver = "sys/bus/pci/drivers/" + function.driver.toLatin1();
            m_writer.link(path + "/driver", driver);
            m_writer.link(driver + '/' + address, path);
        }
        if (function.physicalFunction)
            writeVirtualFunction(*function.physicalFunction, path);
        if (function.group) {
            const QByteArray group = "sys/kernel/iommu_groups/" + QByteArray::number(*function.group);
            m_writer.link(path + "/iommu_group", group);
            m_writer.link(group + "/devices/" + address, path);
            if (!m_groups.contains(*function.group)) {
                // The x86 message window, in every group of both vendors' drivers.
                m_writer.file(group + "/reserved_regions", "0x00000000fee00000 0x00000000feefffff msi\n");
                if (!m_machine.groupType.isEmpty())
                    m_writer.file(group + "/type", m_machine.groupType + '\n');
                m_groups.insert(*function.group);
            }
        }
    }

    /// drivers/pci/iov.c, pci_iov_sysfs_link(). A physical function comes before its virtual ones, whose numbers
    /// follow address order.
    void writeVirtualFunction(const core::PciAddress &physical, const QByteArray &path)
    {
        const auto found = std::ranges::lower_bound(m_machine.functions, physical, {}, &Function::address);
        const QByteArray &physicalPath = m_placements[found - m_machine.functions.begin()].path;
        const QByteArray number = QByteArray::number(m_virtualFunctions[physical]++);
        m_writer.link(path + "/physfn", physicalPath);
        m_writer.link(physicalPath + "/virtfn" + number, path);
    }

    /// AMD's IOMMUs are PCI functions; Intel's are not, so assume one.
    void writeIommuUnits()
    {
        if (m_groups.isEmpty())
            return;
        int units = 0;
        for (size_t i = 0; i < m_machine.functions.size(); ++i) {
            if (m_machine.functions[i].classCode == iommuClass)
                writeIommuUnit(m_placements[i].path + "/iommu/ivhd" + QByteArray::number(units++));
        }
        if (units == 0)
            writeIommuUnit("sys/devices/virtual/iommu/dmar0");
    }

    void writeIommuUnit(const QByteArray &path)
    {
        m_writer.directory(path);
        m_writer.link("sys/class/iommu" + path.mid(path.lastIndexOf('/')), path);
    }

    void writeMachine()
    {
        m_writer.file("sys/devices/virtual/dmi/id/product_name", m_machine.title.toUtf8() + '\n');
        m_writer.link("sys/class/dmi/id", "sys/devices/virtual/dmi/id");
        m_writer.file("proc/sys/kernel/osrelease", m_machine.kernel.toUtf8() + '\n');
        const bool isAmd = m_machine.functions.front().vendor == amd;
        m_writer.file("proc/cpuinfo", QByteArray("processor\t: 0\nvendor_id\t: ") + (isAmd ? "AuthenticAMD" : "GenuineIntel") + "\n\n");
    }

    /// Exact aliases for the modules the dump names, and the VFIO modules, which every distribution's kernel has.
    void writeModules()
    {
        QByteArray aliases;
        QSet<QByteArray> seen;
        for (const Function &function : m_machine.functions) {
            for (const QString &module : function.modules) {
                const QByteArray line =
                    "alias pci:v" + upperHex(function.vendor, 8) + 'd' + upperHex(function.device, 8) + "sv*sd*bc*sc*i* " + module.toLatin1() + '\n';
                if (!seen.contains(line))
                    aliases += line;
                seen.insert(line);
            }
        }
        const QByteArray modules = "lib/modules/" + m_machine.kernel.toUtf8();
        aliases += m_machine.moreAliases + "alias vfio_pci:v*d*sv*sd*bc*sc*i* vfio_pci\n";
        m_writer.file(modules + "/modules.alias", aliases);
        m_writer.file(modules + "/modules.dep", "kernel/drivers/vfio/pci/vfio-pci.ko:\nkernel/drivers/vfio/vfio_iommu_type1.ko:\n");
        const bool vfioInUse = std::ranges::any_of(m_machine.functions, [](const Function &function) {
            return function.driver == "vfio-pci"_L1;
        });
        if (vfioInUse)
            m_writer.directory("sys/module/vfio_pci");
    }

    const Machine &m_machine;
    const std::vector<Placement> m_placements;
    TreeWriter m_writer;
    QSet<quint32> m_groups;
    QHash<core::PciAddress, int> m_virtualFunctions; ///< written so far, by physical function
};

}

core::Result<size_t> writeTree(const Machine &machine, const QString &root, const QString &pciIds)
{
    QDir directory(root);
    if (directory.exists() && !directory.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
        return core::Error{.what = u"%1 is not empty."_s.arg(root), .why = {}, .remedy = u"Name a directory that does not exist yet."_s};
    }
    if (!directory.mkpath(u"."_s))
        return core::Error{.what = u"%1 could not be made."_s.arg(root), .why = {}, .remedy = {}};
    QFile ids(pciIds);
    if (!ids.open(QIODevice::ReadOnly))
        return core::Error{.what = u"%1 could not be read."_s.arg(pciIds), .why = ids.errorString(), .remedy = {}};
    if (const auto error = SysfsTree(machine, root).write(ids.readAll()))
        return *error;
    return machine.functions.size();
}

}
