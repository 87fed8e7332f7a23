// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#pragma once

#include "pciaddress.h"
#include "core/reading.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <array>
#include <optional>

namespace core
{

/// A base address register that decodes something, from the sysfs `resource` file (drivers/pci/pci-sysfs.c,
/// resource_show). Index 0 to 5; the expansion ROM (6) is Function::rom.
struct Bar {
    enum class Kind : quint8 { Io, Memory32, Memory64 };
    quint8 index = 0;
    Kind kind = Kind::Memory32;
    bool prefetchable = false;
    quint64 address = 0; ///< CPU physical address or I/O port; 0 when the reader may not see it
    quint64 size = 0; ///< bytes

    bool operator==(const Bar &) const = default;
};

/// Speed in MT/s per lane (2500, 5000, 8000, 16000, 32000, 64000), width in lanes; 0 where the link is down.
struct LinkState {
    quint32 speed = 0;
    quint8 width = 0;

    bool operator==(const LinkState &) const = default;
};

/// PCI Express Capabilities Register, Device/Port Type (PCIe 6.0, 7.5.3.2).
enum class PcieType : quint8 {
    Endpoint = 0x0,
    LegacyEndpoint = 0x1,
    RootPort = 0x4,
    UpstreamPort = 0x5,
    DownstreamPort = 0x6,
    PcieToPciBridge = 0x7,
    PciToPcieBridge = 0x8,
    RootComplexEndpoint = 0x9,
    RootComplexEventCollector = 0xa,
};

/// Access Control Services: what the function can do and what is switched on (PCIe 6.0, 7.7.11), raw bits.
struct Acs {
    enum Bit : quint16 {
        SourceValidation = 0x01,
        TranslationBlocking = 0x02,
        RequestRedirect = 0x04,
        CompletionRedirect = 0x08,
        UpstreamForwarding = 0x10,
        EgressControl = 0x20,
        DirectTranslated = 0x40,
    };
    quint16 capability = 0;
    quint16 control = 0;

    bool operator==(const Acs &) const = default;
};

struct Sriov {
    quint16 totalVfs = 0;
    quint16 numVfs = 0;

    bool operator==(const Sriov &) const = default;
};

/// One entry of the Resizable BAR capability (PCIe 6.0, 7.8.6). Bit n of `sizes` stands for 1 MB << n.
struct ResizableBar {
    quint8 index = 0;
    quint64 sizes = 0;
    quint8 current = 0; ///< the current bit number

    bool operator==(const ResizableBar &) const = default;
};

/// Values from the capability lists in config space. Unprivileged users see only the 64-byte header.
struct Capabilities {
    std::optional<PcieType> pcieType; ///< none: a conventional PCI function
    std::optional<Acs> acs;
    bool powerManagement = false;
    bool noSoftReset = false; ///< PM: D3hot to D0 keeps the state, so a PM reset resets nothing
    bool flr = false; ///< Function Level Reset, PCIe or Advanced Features
    bool ari = false;
    std::optional<Sriov> sriov;
    QList<ResizableBar> resizableBars;
    std::optional<quint16> msixVectors;
    std::optional<bool> hotPlug; ///< Hot-Plug Capable; ports with a slot only

    bool operator==(const Capabilities &) const = default;
};

/// Documentation/power/runtime_pm.rst; the values of power/runtime_status.
enum class RuntimeStatus : quint8 { Active, Suspended, Suspending, Resuming, Error, Unsupported };

struct RuntimePm {
    Reading<RuntimeStatus> status;
    Reading<bool> automatic; ///< power/control: true "auto", false "on"
    Reading<quint64> activeMs; ///< power/runtime_active_time
    Reading<quint64> suspendedMs; ///< power/runtime_suspended_time

    bool operator==(const RuntimePm &) const = default;
};

struct BusRange {
    quint8 secondary = 0;
    quint8 subordinate = 0;

    bool operator==(const BusRange &) const = default;
};

struct Connector {
    QString name; ///< "HDMI-A-1"
    QString status; ///< connected, disconnected, unknown
    bool enabled = false; ///< scanned out now

    bool operator==(const Connector &) const = default;
};

struct NetworkInterface {
    QString name;
    QString mac;
    bool up = false; ///< operstate is up

    bool operator==(const NetworkInterface &) const = default;
};

/// A disk and its uses, including those of its partitions and of the devices stacked above them (dm, md).
struct BlockDevice {
    QString name; ///< "nvme0n1"
    QString serial;
    quint64 size = 0; ///< bytes
    Reading<QStringList> mounts; ///< mount points
    bool swap = false;
    QStringList uses = {}; ///< what else is active on it: "ZFS rpool", "LVM pve-root", "RAID md127"
    QStringList possibleUses = {}; ///< of Machine::storagePools, those it may belong to

    bool operator==(const BlockDevice &) const = default;
};

struct UsbInput {
    enum class Kind : quint8 { Keyboard, Mouse, Other };
    QString name;
    Kind kind = Kind::Other;

    bool operator==(const UsbInput &) const = default;
};

struct UsbBus {
    quint16 number = 0;
    QStringList devices; ///< product names, root hub left out
    QList<UsbInput> inputs;

    bool operator==(const UsbBus &) const = default;
};

/// A process that holds a device node of a function open.
struct Holder {
    qint64 pid = 0;
    QString command;
    QString node; ///< "/dev/dri/card0", by the name that the kernel gives it
    /// Where systemd put it (proc_pid_cgroup): "/system.slice/nvidia-persistenced.service"; empty: not known
    QString controlGroup{};

    bool operator==(const Holder &) const = default;
};

struct Holders {
    QList<Holder> processes;
    bool complete = false; ///< false: processes of other users could not be inspected

    bool operator==(const Holders &) const = default;
};

/// A share of a function that its driver offers to a VM (Documentation/driver-api/vfio-mediated-device.rst).
struct MediatedDevice {
    QString uuid;
    QString type; ///< "nvidia-63"; empty: not known
    std::optional<IommuGroupId> group; ///< its own, apart from the function's
    QString vfioDevice; ///< "vfio3", its node below /dev/vfio/devices; empty: none

    bool operator==(const MediatedDevice &) const = default;
};

/// A VFIO driver's module whose "vfio_pci:" alias in modules.alias matches a function.
struct VfioCandidate {
    QString module; ///< "turnout_vfio_pci"
    quint8 wildcards = 0; ///< in the alias's pattern: fewer match more closely

    bool operator==(const VfioCandidate &) const = default;
};

/// The attributes of turnout_vfio_pci for a bound function (kmod/ABI/sysfs-bus-pci-devices-turnout). Counters start at
/// 0 with each bind.
struct TurnoutDriver {
    Reading<bool> vgaAccess; ///< false: the function does not decode legacy VGA
    Reading<QString> idleState; ///< "d0", "d3hot", "d3cold"
    Reading<bool> inUse; ///< the device is open
    Reading<quint64> openCount;
    Reading<quint64> requestCount;
    Reading<quint64> suspendCount;
    Reading<quint64> wakeCount;
    Reading<quint64> suspendedMs;
    Reading<quint64> wakeFailures;
    Reading<QString> opregion; ///< "none", or version and size in bytes as "2.1 14336"

    bool operator==(const TurnoutDriver &) const = default;
};

/// How the host used a function before Turnout assigned it.
struct HostDriverState {
    QString driver; ///< empty: none was bound
    QString driverOverride; ///< empty: none was set
    Reading<bool> automatic; ///< power/control
    Reading<bool> d3coldAllowed; ///< d3cold_allowed

    bool operator==(const HostDriverState &) const = default;
};

/// All that is known about one PCI function. Immutable once in a Snapshot.
struct Function {
    PciAddress address;
    std::optional<PciAddress> parent; ///< the bridge above; none on a root bus
    quint32 classCode = 0; ///< 24 bits: base class, subclass, programming interface
    quint16 vendor = 0;
    quint16 device = 0;
    quint16 subVendor = 0; ///< 0 with subDevice 0: none
    quint16 subDevice = 0;
    quint8 revision = 0;

    QString vendorName; ///< from pci.ids; empty where not listed
    QString deviceName;
    QString subsystemName;
    QString className;

    Reading<QString> driver; ///< Absent: no driver is bound
    Reading<QString> driverOverride; ///< Absent: none is set
    QStringList moduleCandidates; ///< modules whose alias matches, best match first
    QString modalias;
    QList<VfioCandidate> vfioCandidates; ///< fewest wildcards first; none for bridges, which stay with the host
    std::optional<HostDriverState> hostDriver; ///< recorded by the helper where Turnout assigned the function
    std::optional<TurnoutDriver> turnoutDriver; ///< bound to turnout_vfio_pci

    std::optional<IommuGroupId> group;
    Reading<qint32> numaNode; ///< -1: the machine reports none
    QList<Bar> bars;
    std::optional<quint64> rom; ///< size of the expansion ROM in bytes
    Reading<bool> bootVga; ///< Absent: not a VGA controller
    Reading<QStringList> resetMethods; ///< in the order the kernel tries them; known and empty: none

    Reading<QString> powerState; ///< "D0", "D3hot", "D3cold", "unknown"
    RuntimePm runtimePm;
    Reading<bool> d3coldAllowed;
    Reading<QString> removable; ///< "removable", "fixed"; Absent: the firmware does not tell

    Reading<LinkState> linkNow;
    Reading<LinkState> linkMax;

    Reading<BusRange> buses; ///< bridges only, else Absent
    Reading<bool> multifunction; ///< header type bit 7
    Reading<Capabilities> capabilities;
    Reading<Sriov> sriov; ///< from sysfs; Absent: not SR-IOV capable
    std::optional<PciAddress> physicalFunction; ///< set on a virtual function
    QList<PciAddress> suppliers; ///< functions that this one needs active (device links), like a GPU for its audio

    QStringList drmNodes; ///< "card0", "renderD128"
    QList<Connector> connectors;
    QStringList framebuffers; ///< "fb0"
    /// What reserves memory of a display function for the firmware's framebuffer: "BOOTFB", "efifb" (/proc/iomem). Known
    /// and empty: nothing.
    Reading<QString> firmwareFramebuffer;
    QStringList soundCards; ///< "card1"
    QList<NetworkInterface> networkInterfaces;
    QList<BlockDevice> blockDevices;
    QList<UsbBus> usbBuses;
    QStringList deviceNodes; ///< other nodes below /dev that the driver made: "accel/accel0", "drm_dp_aux0", "i2c-4"
    QString vfioDevice; ///< "vfio3": its driver registered it with VFIO (drivers/vfio/vfio_main.c); empty: not, or not known
    QList<MediatedDevice> mediatedDevices; ///< by uuid
    Reading<Holders> holders; ///< scanned only for GPUs and what may go along with them, else Absent

    bool operator==(const Function &) const = default;
};

}
