// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "functionreader.h"

#include "configfile.h"
#include "functionentries.h"
#include "vfioreader.h"

#include "core/pci/pciclass.h"

#include <algorithm>
#include <limits>

namespace host
{

namespace
{
using core::Reading;
using core::Unread;
using enum Attribute;
using Link = FunctionEntries::Link;

constexpr quint32 pciBridgeClass = 0x0604; // include/linux/pci_ids.h PCI_CLASS_BRIDGE_PCI

Reading<core::RuntimeStatus> runtimeStatus(std::string_view word)
{
    using enum core::RuntimeStatus;
    constexpr std::array<std::pair<std::string_view, core::RuntimeStatus>, 6> keywords{{
        {"active", Active},
        {"suspended", Suspended},
        {"suspending", Suspending},
        {"resuming", Resuming},
        {"error", Error},
        {"unsupported", Unsupported},
    }};
    const auto *const found = std::ranges::find(keywords, word, [](const auto &entry) {
        return entry.first;
    });
    if (found == keywords.end())
        return Unread::Malformed;
    return found->second;
}

/// A state that is not known or malformed counts as suspended: better one value less than a wake-up.
bool countsAsSuspended(const core::Function &function)
{
    const auto &status = function.runtimePm.status;
    if (status && (*status == core::RuntimeStatus::Suspended || *status == core::RuntimeStatus::Suspending))
        return true;
    const bool statusUnclear = !status && status.why() != Unread::Absent;
    return statusUnclear || (function.powerState && function.powerState->startsWith(QLatin1String("D3")));
}

/// One function while it is read.
class Visit
{
public:
    Visit(Directory directory, Identities &identities, StringPool &strings)
        : m_directory(std::move(directory))
        , m_entries(m_directory)
        , m_identities(identities)
        , m_strings(strings)
    {
    }

    core::Function read(const FunctionLocation &location, bool isAboveSuspended);
    bool isSuspended() const
    {
        return m_suspended;
    }
    bool vanished() const
    {
        return m_vanished;
    }

private:
    void readPowerState();
    void readConfig();
    void readLink();
    void readIdentity();
    void readSettings();
    void readTurnoutDriver();
    void readResources();
    void readSriov();
    void followLinks();
    Reading<core::BusRange> busesFromNames() const;

    Reading<std::string_view> text(Attribute attribute);
    Reading<QString> string(Attribute attribute);
    Reading<bool> flag(Attribute attribute);
    template<typename Number>
    Reading<Number> number(Attribute attribute);
    Reading<core::LinkState> linkState(Attribute speed, Attribute width);
    std::optional<std::string_view> linkTarget(Link link) const;

    Directory m_directory;
    FunctionEntries m_entries;
    Identities &m_identities;
    StringPool &m_strings;
    core::Function m_function;
    bool m_suspended = false;
    bool m_vanished = false;
};

core::Function Visit::read(const FunctionLocation &location, bool isAboveSuspended)
{
    m_function.address = location.address;
    m_function.parent = location.parent;
    readIdentity();
    readPowerState();
    m_suspended = isAboveSuspended || countsAsSuspended(m_function);
    m_directory.setWakefulness(m_suspended ? Wakefulness::Suspended : Wakefulness::Active);
    // Immediately, before the function may be suspended: see mayOpen().
    readConfig();
    readSettings();
    readTurnoutDriver();
    readResources();
    readSriov();
    followLinks();
    readVfio(m_directory, m_entries, m_function);
    return std::move(m_function);
}

void Visit::readPowerState()
{
    m_function.powerState = string(PowerState);
    if (!m_entries.hasPower())
        return;
    core::RuntimePm &pm = m_function.runtimePm;
    pm.activeMs = number<quint64>(RuntimeActiveTime);
    pm.suspendedMs = number<quint64>(RuntimeSuspendedTime);
    const auto control = text(RuntimeControl);
    if (!control)
        pm.automatic = control.why();
    else if (*control == "auto" || *control == "on")
        pm.automatic = *control == "auto";
    else
        pm.automatic = Unread::Malformed;
    const auto status = text(RuntimeStatus);
    pm.status = status ? runtimeStatus(*status) : status.why();
}

void Visit::readConfig()
{
    const bool bridge = m_function.classCode >> 8 == pciBridgeClass;
    const auto file = m_entries.has(Config) ? m_directory.open(Config) : Reading<FileDescriptor>();
    if (!file) {
        m_vanished = m_vanished || file.why() == Unread::Vanished;
        m_function.multifunction = file.why();
        m_function.capabilities = file.why();
        m_function.buses = bridge ? busesFromNames() : Unread::Absent;
        m_function.revision = number<quint8>(Revision).valueOr(0);
        readLink();
        return;
    }
    ConfigFile config(file->get());
    const auto header = core::decodeHeader(config);
    m_function.multifunction = header ? Reading<bool>(header->multifunction) : header.why();
    m_function.revision = header ? header->revision : number<quint8>(Revision).valueOr(0);
    m_function.capabilities = core::decodeCapabilities(config);
    const auto link = core::decodeLink(config);
    if (link && link->now.speed) {
        m_function.linkNow = link->now;
        m_function.linkMax = link->max.speed ? Reading<core::LinkState>(link->max) : Unread::Absent;
    } else {
        readLink();
    }
    if (!header && bridge)
        m_function.buses = busesFromNames();
    else if (header && header->buses)
        m_function.buses = *header->buses;
}

/// The name of the secondary bus's directory, "pci_bus/0000:01", has its number while the bridge is suspended. The
/// subordinate number is at least that one; the caller widens it by the functions below.
Reading<core::BusRange> Visit::busesFromNames() const
{
    Reading<core::BusRange> range = Unread::Suspended;
    if (!m_entries.hasBus())
        return range;
    m_directory.child("pci_bus").forEachEntry([&](const char *name) {
        std::string_view number = name;
        number.remove_prefix(std::min(number.rfind(':') + 1, number.size()));
        const auto bus = unsignedNumber(number, 16);
        if (bus && *bus <= std::numeric_limits<quint8>::max())
            range = core::BusRange{quint8(*bus), quint8(*bus)};
    });
    return range;
}

/// Where config space shows no link: without permission to read all of it, and of functions without one.
void Visit::readLink()
{
    m_function.linkNow = linkState(CurrentLinkSpeed, CurrentLinkWidth);
    m_function.linkMax = linkState(MaxLinkSpeed, MaxLinkWidth);
}

Reading<core::LinkState> Visit::linkState(Attribute speed, Attribute width)
{
    const auto speedText = text(speed);
    const auto mega = speedText ? linkSpeed(*speedText) : std::nullopt;
    const auto lanes = number<quint8>(width);
    if (!speedText)
        return speedText.why();
    if (!lanes)
        return lanes.why();
    if (!mega)
        return Unread::Malformed;
    constexpr quint8 unknownWidth = 0xff; // include/linux/pci.h PCIE_LNK_WIDTH_UNKNOWN
    return core::LinkState{*mega, *lanes == unknownWidth ? quint8(0) : *lanes};
}

void Visit::readIdentity()
{
    const auto modalias = text(Modalias);
    const Identity *identity = modalias ? m_identities.of(*modalias) : nullptr;
    if (!identity)
        return;
    m_function.vendor = identity->ids.vendor;
    m_function.device = identity->ids.device;
    m_function.subVendor = identity->ids.subVendor;
    m_function.subDevice = identity->ids.subDevice;
    m_function.classCode = identity->ids.classCode;
    m_function.modalias = identity->modalias;
    m_function.vendorName = identity->vendorName;
    m_function.deviceName = identity->deviceName;
    m_function.subsystemName = identity->subsystemName;
    m_function.className = identity->className;
    m_function.moduleCandidates = identity->moduleCandidates;
    if (!core::staysWithHost(m_function))
        m_function.vfioCandidates = identity->vfioCandidates;
}

void Visit::readSettings()
{
    m_function.driverOverride = string(DriverOverride);
    if (m_function.driverOverride && (m_function.driverOverride->isEmpty() || *m_function.driverOverride == QLatin1String("(null)")))
        m_function.driverOverride = Unread::Absent;
    const auto node = text(NumaNode);
    const auto nodeNumber = node ? signedNumber(*node) : std::nullopt;
    if (!node)
        m_function.numaNode = node.why();
    else if (nodeNumber && *nodeNumber >= -1 && *nodeNumber <= std::numeric_limits<qint32>::max())
        m_function.numaNode = qint32(*nodeNumber);
    else
        m_function.numaNode = Unread::Malformed;
    m_function.bootVga = flag(BootVga);
    m_function.d3coldAllowed = flag(D3coldAllowed);
    m_function.removable = string(Removable);
    const auto methods = text(ResetMethod);
    m_function.resetMethods = methods ? Reading<QStringList>(m_strings.keywords(*methods)) : methods.why();
}

void Visit::readTurnoutDriver()
{
    if (!m_entries.hasTurnout())
        return;
    core::TurnoutDriver &driver = m_function.turnoutDriver.emplace();
    const auto vga = text(TurnoutVgaAccess);
    if (!vga)
        driver.vgaAccess = vga.why();
    else if (*vga == "on" || *vga == "off")
        driver.vgaAccess = *vga == "on";
    else
        driver.vgaAccess = Unread::Malformed;
    driver.idleState = string(TurnoutIdleState);
    driver.inUse = flag(TurnoutInUse);
    driver.openCount = number<quint64>(TurnoutOpenCount);
    driver.requestCount = number<quint64>(TurnoutRequestCount);
    driver.suspendCount = number<quint64>(TurnoutSuspendCount);
    driver.wakeCount = number<quint64>(TurnoutWakeCount);
    driver.suspendedMs = number<quint64>(TurnoutSuspendedTime);
    driver.wakeFailures = number<quint64>(TurnoutWakeFailures);
    driver.opregion = string(TurnoutOpregion);
}

void Visit::readResources()
{
    const auto lines = text(Resource);
    auto found = lines ? resources(*lines) : std::nullopt;
    if (!found)
        return;
    m_function.bars = std::move(found->bars);
    m_function.rom = found->rom;
}

void Visit::readSriov()
{
    if (!m_entries.has(SriovTotalvfs))
        return;
    const auto total = number<quint16>(SriovTotalvfs);
    const auto enabled = number<quint16>(SriovNumvfs);
    if (total && enabled)
        m_function.sriov = core::Sriov{*total, *enabled};
    else
        m_function.sriov = total ? enabled.why() : total.why();
}

void Visit::followLinks()
{
    if (const auto driver = linkTarget(Link::Driver))
        m_function.driver = m_strings.string(*driver);
    const auto group = linkTarget(Link::IommuGroup);
    const auto groupNumber = group ? unsignedNumber(*group) : std::nullopt;
    if (groupNumber && *groupNumber <= std::numeric_limits<quint32>::max())
        m_function.group = core::IommuGroupId(*groupNumber);
    if (const auto physical = linkTarget(Link::PhysicalFunction))
        m_function.physicalFunction = pciAddress(*physical);
    m_function.suppliers = m_entries.suppliers();
    std::ranges::sort(m_function.suppliers);
}

std::optional<std::string_view> Visit::linkTarget(Link link) const
{
    const auto target = m_entries.has(link) ? m_directory.link(name(link)) : std::nullopt;
    return target ? std::optional(baseName(*target)) : std::nullopt;
}

/// Attributes that the listing lacks are not tried. Where one that it has is missing now, the whole function is probably
/// vanishing.
Reading<std::string_view> Visit::text(Attribute attribute)
{
    const bool inDirectory = m_entries.has(attribute);
    if (!inDirectory && std::string_view(row(attribute).name).find('/') == std::string_view::npos)
        return Unread::Absent;
    const auto read = m_directory.read(attribute);
    if (!read && (read.why() == Unread::Vanished || (inDirectory && read.why() == Unread::Absent)))
        m_vanished = true;
    return read;
}

Reading<QString> Visit::string(Attribute attribute)
{
    const auto read = text(attribute);
    return read ? Reading<QString>(m_strings.string(*read)) : read.why();
}

Reading<bool> Visit::flag(Attribute attribute)
{
    const auto value = number<quint8>(attribute);
    if (!value)
        return value.why();
    return *value <= 1 ? Reading<bool>(*value == 1) : Unread::Malformed;
}

template<typename Number>
Reading<Number> Visit::number(Attribute attribute)
{
    const auto read = text(attribute);
    if (!read)
        return read.why();
    const auto value = unsignedNumber(*read, read->starts_with("0x") ? 16 : 10);
    if (!value || *value > std::numeric_limits<Number>::max())
        return Unread::Malformed;
    return Number(*value);
}
}

std::optional<FunctionReader::Result> FunctionReader::read(const FunctionLocation &location, bool isAboveSuspended)
{
    const QByteArray name = location.address.toString().toLatin1();
    Directory directory = m_devices.child(name.constData());
    if (!directory.isOpen())
        return std::nullopt;
    directory.setBlocked(location.blocked);
    Visit visit(std::move(directory), m_identities, m_strings);
    Result result{visit.read(location, isAboveSuspended), visit.isSuspended()};
    if (visit.vanished() && !m_devices.has(name.constData()))
        return std::nullopt;
    return result;
}

}
