// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "generatedmachine.h"

#include "knownids.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fixture
{

namespace
{

using namespace ids;

constexpr quint16 isolating = core::Acs::SourceValidation | core::Acs::RequestRedirect | core::Acs::CompletionRedirect | core::Acs::UpstreamForwarding;
constexpr int busesPerComplex = 64;
constexpr int complexesPerDomain = 256 / busesPerComplex;
constexpr int virtualFunctions = 8; ///< of each of the two ports of a NIC
constexpr quint64 kilobyte = 1024;
constexpr quint64 megabyte = 1024 * kilobyte;

class Generator
{
public:
    explicit Generator(size_t count)
        : m_count(count)
    {
    }

    Machine run()
    {
        for (int complex = 0; m_functions.size() < m_count; ++complex)
            addComplex(complex);
        m_functions.resize(m_count); // parents come before their children, so none is orphaned
        std::ranges::sort(m_functions, {}, &Function::address);
        return Machine{.title = u"Generated machine of %1 functions"_s.arg(m_count),
                       .kernel = u"6.12.0-generated"_s,
                       .access = Access::Full,
                       .groupType = "DMA-FQ",
                       .moreAliases = otherAliases(),
                       .functions = std::move(m_functions)};
    }

private:
    Function &add(const Id &id, int bus, int device, int function, const QString &driver = {})
    {
        Function &added = m_functions.emplace_back();
        added.address = {m_domain, static_cast<quint8>(bus), static_cast<quint8>(device), static_cast<quint8>(function)};
        added.classCode = id.classCode;
        added.vendor = id.vendor;
        added.device = id.device;
        added.driver = driver;
        added.attributes = {
            {"numa_node", "0"},
            {"local_cpulist", "0-15"},
            {"enable", "1"},
            {"driver_override", "(null)"},
            {"broken_parity_status", "0"},
            {"msi_bus", "1"},
            {"dma_mask_bits", "64"},
            {"consistent_dma_mask_bits", "64"},
            {"power/control", "auto"},
            {"power/runtime_enabled", "enabled"},
            {"power/runtime_usage", "0"},
            {"local_cpus", "ffff"},
            {"remove", ""},
            {"rescan", ""},
        };
        addGroup(added);
        return added;
    }

    /// A group of its own, unless `m_sharedGroup` is set.
    void addGroup(Function &function)
    {
        function.group = m_sharedGroup ? *m_sharedGroup : m_nextGroup++;
    }

    void addPower(Function &function, bool suspended = false)
    {
        function.pm = true;
        function.d3 = suspended;
        if (!suspended)
            function.attributes.emplaceBack("power/runtime_status", "active");
        function.attributes.emplaceBack("power/runtime_active_time", suspended ? "81734" : "7364512");
        function.attributes.emplaceBack("power/runtime_suspended_time", suspended ? "7364512" : "0");
        function.attributes.emplaceBack("d3cold_allowed", "1");
    }

    void addPcie(Function &function, core::PcieType type)
    {
        function.pcieType = type;
        function.link = core::LinkState{.speed = 16000, .width = 16};
        function.linkMax = function.link;
        function.attributes.emplaceBack("ari_enabled", "0");
        addPower(function);
    }

    Function &addEndpoint(const Id &id, int bus, int device, int function, const QString &driver, quint64 bar)
    {
        Function &added = add(id, bus, device, function, driver);
        addPcie(added, core::PcieType::Endpoint);
        added.subVendor = 0x1043;
        added.subDevice = 0x8815;
        added.flr = true;
        added.msix = true;
        if (!driver.isEmpty())
            added.modules = {driver};
        added.bars.append({.index = 0, .size = bar});
        added.attributes.emplaceBack("reset_method", "flr bus");
        added.attributes.emplaceBack("reset", "");
        added.attributes.emplaceBack("resource0", "");
        return added;
    }

    /// A root or switch port to bus `secondary`; set `subordinate` once its children exist.
    size_t addPort(const Id &id, core::PcieType type, int bus, int device, int function, bool acs)
    {
        Function &added = add(id, bus, device, function, u"pcieport"_s);
        addPcie(added, type);
        if (acs)
            added.acs = isolating;
        const int secondary = ++m_lastBus;
        added.buses = core::BusRange{static_cast<quint8>(secondary), static_cast<quint8>(secondary)};
        return m_functions.size() - 1;
    }

    void closePort(size_t port)
    {
        m_functions[port].buses->subordinate = static_cast<quint8>(m_lastBus);
    }

    int secondary(size_t port) const
    {
        return m_functions[port].buses->secondary;
    }

    void addGpu(int bus, bool withUsb)
    {
        const bool suspended = m_gpus % 4 == 3;
        m_sharedGroup = m_nextGroup++;
        Function &display = addEndpoint(gpu, bus, 0, 0, u"nouveau"_s, 16 * megabyte);
        if (suspended)
            putToSleep(display);
        display.pcieType = core::PcieType::LegacyEndpoint;
        display.vga = display.rom = display.resizableBar = true;
        display.modules = {u"nvidiafb"_s, u"nouveau"_s};
        display.bars.append({.index = 1, .size = 256 * megabyte, .prefetchable = true});
        display.bars.append({.index = 3, .size = 32 * megabyte, .prefetchable = true});
        display.attributes.emplaceBack("boot_vga", m_gpus == 0 ? "1" : "0");
        addDrm(display);
        Function &sound = addEndpoint(gpuAudio, bus, 0, 1, u"snd_hda_intel"_s, 16 * kilobyte);
        if (suspended)
            putToSleep(sound);
        addSound(sound);
        if (withUsb) {
            addUsb(addEndpoint(gpuUsb, bus, 0, 2, u"xhci_hcd"_s, 256 * kilobyte));
            addEndpoint(gpuUcsi, bus, 0, 3, u"i2c_nvidia_gpu"_s, 4 * kilobyte);
        }
        m_sharedGroup.reset();
        ++m_gpus;
    }

    static void putToSleep(Function &function)
    {
        function.d3 = true;
        function.attributes.removeIf([](const auto &attribute) {
            return attribute.first == "power/runtime_status";
        });
    }

    void addDrm(Function &function)
    {
        const QByteArray card = "drm/card" + QByteArray::number(m_gpus);
        const QByteArray render = "drm/renderD" + QByteArray::number(128 + m_gpus);
        function.classDevices.append({"drm", card});
        function.classDevices.append({"drm", render});
        for (const char *name : {"DP-1", "DP-2", "HDMI-A-1"}) {
            const QByteArray connector = card + '/' + card.mid(4) + '-' + name;
            const bool used = m_gpus == 0 && name[0] == 'H';
            function.classDevices.append({"drm", connector});
            function.attributes.emplaceBack(connector + "/status", used ? "connected" : "disconnected");
            function.attributes.emplaceBack(connector + "/enabled", used ? "enabled" : "disabled");
        }
    }

    void addSound(Function &function)
    {
        const QByteArray card = "sound/card" + QByteArray::number(m_sounds++);
        function.classDevices.append({"sound", card});
        function.attributes.emplaceBack(card + "/id", "HDMI");
    }

    void addNetwork(Function &function)
    {
        const QByteArray name = "net/eth" + QByteArray::number(m_networks);
        function.classDevices.append({"net", name});
        function.attributes.append(
            {name + "/address", "02:00:00:00:" + QByteArray::number(m_networks / 90 + 10) + ':' + QByteArray::number(m_networks % 90 + 10)});
        function.attributes.emplaceBack(name + "/operstate", m_networks == 0 ? "up" : "down");
        ++m_networks;
    }

    void addNvme(int bus)
    {
        Function &function = addEndpoint(nvme, bus, 0, 0, u"nvme"_s, 16 * kilobyte);
        const QByteArray controller = "nvme" + QByteArray::number(m_nvmes++);
        const QByteArray disk = "nvme/" + controller + '/' + controller + "n1";
        function.attributes.emplaceBack("nvme/" + controller + "/serial", "S0" + controller);
        function.classDevices.append({"block", disk});
        function.attributes.emplaceBack(disk + "/size", "1953525168");
        for (const char *partition : {"p1", "p2"}) {
            const QByteArray at = disk + '/' + controller + "n1" + partition;
            function.classDevices.append({"block", at});
            function.attributes.emplaceBack(at + "/size", "976762584");
            function.attributes.emplaceBack(at + "/partition", partition + 1);
        }
    }

    void addUsb(Function &function)
    {
        for (int hub = 0; hub < 2; ++hub) {
            const QByteArray name = "usb" + QByteArray::number(++m_usbBuses);
            function.attributes.emplaceBack(name + "/busnum", QByteArray::number(m_usbBuses));
            function.attributes.emplaceBack(name + "/product", "xHCI Host Controller");
        }
    }

    void addComplex(int number)
    {
        m_domain = number / complexesPerDomain;
        const int root = number % complexesPerDomain * busesPerComplex;
        m_lastBus = root;
        add(hostBridge, root, 0, 0).group.reset();
        add(iommu, root, 0, 2).group.reset();
        for (int device = 1; device <= 8; ++device)
            add(dummyBridge, root, device, 0);
        addGpuSwitch(root);
        const size_t gpuPort = addPort(rootPort, core::PcieType::RootPort, root, 2, 1, true);
        addGpu(secondary(gpuPort), true);
        for (int function = 1; function <= 4; ++function)
            addNvme(secondary(addPort(rootPort, core::PcieType::RootPort, root, 3, function, true)));
        addNic(root);
        addChipset(root);
        addConventionalBus(root);
        addInternal(root);
        m_sharedGroup = m_nextGroup++;
        add(smbus, root, 0x14, 0, u"piix4_smbus"_s);
        add(isaBridge, root, 0x14, 3);
        m_sharedGroup = m_nextGroup++;
        for (int function = 0; function < 8; ++function)
            add(dataFabric, root, 0x18, function, function == 3 ? u"k10temp"_s : QString());
        m_sharedGroup.reset();
    }

    void addGpuSwitch(int root)
    {
        const size_t port = addPort(rootPort, core::PcieType::RootPort, root, 1, 1, true);
        const size_t up = addPort(switchUp, core::PcieType::UpstreamPort, secondary(port), 0, 0, false);
        for (int device = 0; device < 4; ++device)
            addGpu(secondary(addPort(switchDown, core::PcieType::DownstreamPort, secondary(up), device, 0, true)), false);
        closePort(up);
        closePort(port);
    }

    void addNic(int root)
    {
        const int bus = secondary(addPort(rootPort, core::PcieType::RootPort, root, 4, 1, true));
        for (int function = 0; function < 2; ++function) {
            Function &port = addEndpoint(nic, bus, 0, function, u"ixgbe"_s, 4 * megabyte);
            port.ari = true;
            port.enabledVfs = virtualFunctions;
            port.attributes.emplaceBack("sriov_totalvfs", "64");
            addNetwork(port);
        }
        // With ARI the eight bits of device and function are one number (drivers/pci/iov.c, pci_iov_virtfn_devfn).
        for (int i = 0; i < 2 * virtualFunctions; ++i) {
            const int devfn = 2 + i;
            Function &added = addEndpoint(nicVirtual, bus, devfn / 8, devfn % 8, u"ixgbevf"_s, 16 * kilobyte);
            added.physicalFunction = core::PciAddress{m_domain, static_cast<quint8>(bus), 0, static_cast<quint8>(i % 2)};
            addNetwork(added);
        }
    }

    void addChipset(int root)
    {
        const size_t port = addPort(rootPort, core::PcieType::RootPort, root, 5, 1, true);
        m_sharedGroup = m_nextGroup++;
        const size_t up = addPort(switchUp, core::PcieType::UpstreamPort, secondary(port), 0, 0, false);
        for (int device = 0; device < 6; ++device) {
            const int bus = secondary(addPort(chipsetDown, core::PcieType::DownstreamPort, secondary(up), device, 0, false));
            switch (device) {
            case 0:
                addUsb(addEndpoint(usb, bus, 0, 0, u"xhci_hcd"_s, 32 * kilobyte));
                break;
            case 1:
                addEndpoint(sata, bus, 0, 0, u"ahci"_s, 2 * kilobyte);
                break;
            case 2:
                addNetwork(addEndpoint(nic, bus, 0, 0, u"ixgbe"_s, 4 * megabyte));
                break;
            case 3:
                addNetwork(addEndpoint(wifi, bus, 0, 0, u"iwlwifi"_s, 16 * kilobyte));
                break;
            case 4:
                addNvme(bus);
                break;
            case 5:
                break; // an empty slot
            }
        }
        m_sharedGroup.reset();
        closePort(up);
        closePort(port);
    }

    void addConventionalBus(int root)
    {
        const size_t port = addPort(rootPort, core::PcieType::RootPort, root, 6, 1, true);
        m_sharedGroup = m_nextGroup++;
        const size_t bridge = addPort(pcieToPci, core::PcieType::PcieToPciBridge, secondary(port), 0, 0, false);
        Function &card = add(soundCard, secondary(bridge), 0, 0, u"snd_hda_intel"_s);
        card.bars.append({.index = 0, .size = 16 * kilobyte});
        addPower(card);
        addSound(card);
        m_sharedGroup.reset();
        closePort(port);
    }

    void addInternal(int root)
    {
        const int bus = secondary(addPort(rootPort, core::PcieType::RootPort, root, 7, 1, true));
        const auto internal = [&](const Id &id, int function, const QString &driver) -> Function & {
            Function &added = addEndpoint(id, bus, 0, function, driver, megabyte);
            added.acs = 0;
            return added;
        };
        internal(reserved, 0, {});
        internal(crypto, 1, u"ccp"_s);
        addUsb(internal(usb, 2, u"xhci_hcd"_s));
        addUsb(internal(usb, 3, u"xhci_hcd"_s));
        addSound(internal(audio, 4, u"snd_hda_intel"_s));
        internal(sata, 5, u"ahci"_s);
        internal(sata, 6, u"ahci"_s);
    }

    /// As many PCI aliases as in a distribution's kernel.
    static QByteArray otherAliases()
    {
        QByteArray lines;
        for (int i = 0; i < 14000; ++i) {
            const QByteArray device = QByteArray::number(i, 16).toUpper().rightJustified(8, '0');
            lines += "alias pci:v0000EEEEd" + device + "sv*sd*bc*sc*i* module_" + QByteArray::number(i / 12) + '\n';
        }
        return lines;
    }

    const size_t m_count;
    std::vector<Function> m_functions;
    quint32 m_domain = 0;
    int m_lastBus = 0;
    quint32 m_nextGroup = 0;
    std::optional<quint32> m_sharedGroup;
    int m_gpus = 0;
    int m_sounds = 0;
    int m_networks = 0;
    int m_nvmes = 0;
    int m_usbBuses = 0;
};

}

Machine generateMachine(size_t count)
{
    return Generator(count).run();
}

}
