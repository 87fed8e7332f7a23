// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "newdomaindraft.h"

#include <KLocalizedString>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
constexpr quint64 leastMebibytes = 512;
constexpr quint64 mostMebibytes = quint64(64) * 1024 * 1024;
constexpr int mostPorts = 200;

std::optional<Error> objectionToName(const NewDomain &wish)
{
    const bool isValid = !wish.name.isEmpty() && wish.name.size() <= 255 && wish.name == wish.name.trimmed() && std::ranges::all_of(wish.name, [](QChar c) {
        return c.isPrint() && c != u'/';
    });
    if (isValid && wish.name != "."_L1 && wish.name != ".."_L1)
        return {};
    return Error{i18nc("@info", "“%1” cannot be the name of a VM.", wish.name.left(60)), {}, i18nc("@info", "Choose a name without slashes and line breaks.")};
}

std::optional<Error> objectionToMemory(const NewDomain &wish, const DomainTarget &target)
{
    if (wish.mebibytes < leastMebibytes || wish.mebibytes > mostMebibytes)
        return Error{i18nc("@info %1 is a number", "A VM with %1 MiB of memory is not possible.", wish.mebibytes),
                     {},
                     i18nc("@info", "Choose 512 MiB to 64 TiB.")};
    if (wish.hugepageKib == 0)
        return {};
    if (wish.mebibytes * 1024 % wish.hugepageKib != 0)
        return Error{i18nc("@info %1 and %2 are numbers", "%1 MiB of memory are not a whole number of pages of %2 KiB.", wish.mebibytes, wish.hugepageKib),
                     {},
                     i18nc("@info", "Choose a multiple of the size of a page.")};
    const bool isKnown = target.host && !target.host->pages.isEmpty();
    if (isKnown && std::ranges::find(target.host->pages, wish.hugepageKib, &HostPages::kibibytes) == target.host->pages.end())
        return Error{i18nc("@info %1 is a number", "The host has no hugepages of %1 KiB.", wish.hugepageKib),
                     i18nc("@info", "Its CPU or its kernel does not offer that size."),
                     i18nc("@info", "Choose 2M, or 1G if the CPU has pages of 1 GiB.")};
    return {};
}

std::optional<Error> objectionToCpus(const NewDomain &wish, const DomainTarget &target)
{
    if (!wish.vcpus)
        return {};
    const int most = target.host && !target.host->cpus.isEmpty() ? int(target.host->cpus.size()) : 1024;
    if (*wish.vcpus >= 1 && *wish.vcpus <= most)
        return {};
    return Error{i18nc("@info %1 is a number", "A VM with %1 vCPUs is not possible on this host.", *wish.vcpus),
                 {},
                 i18nc("@info %1 is a number", "Choose 1 to %1 vCPUs.", most)};
}

std::optional<Error> objectionToFirmware(const NewDomainDraft &draft)
{
    const DomainCapabilities &offered = draft.target.domain;
    if (draft.wish.firmware == GuestFirmware::Bios)
        return draft.secureBoot ? std::optional<Error>({i18nc("@info", "Secure Boot requires UEFI."), {}, i18nc("@info", "Remove the option for BIOS.")})
                                : std::nullopt;
    if (!offered.hasEfi)
        return Error{i18nc("@info", "The host has no UEFI firmware for VMs."),
                     i18nc("@info", "Its libvirt lists none."),
                     i18nc("@info", "Install OVMF: the package ovmf on Debian, edk2-ovmf elsewhere.")};
    if (draft.secureBoot && !offered.hasSecureBoot)
        return Error{i18nc("@info", "The host has no firmware with Secure Boot for VMs."),
                     draft.wish.secureBoot ? QString() : i18nc("@info", "Windows 11 expects it."),
                     i18nc("@info", "Install an OVMF with Secure Boot, or use --secure-boot off.")};
    return {};
}

std::optional<Error> objectionToTpm(const NewDomainDraft &draft)
{
    if (!draft.tpm || (!draft.target.domain.tpmModels.isEmpty() && draft.target.domain.tpmVersions.contains(u"2.0"_s)))
        return {};
    return Error{i18nc("@info", "The host cannot emulate a TPM 2.0."),
                 draft.wish.tpm ? QString() : i18nc("@info", "Windows 11 expects one."),
                 i18nc("@info", "Install swtpm, or use --tpm off.")};
}

std::optional<Error> objectionToGraphics(const NewDomainDraft &draft)
{
    const QString type = draft.graphics == GuestGraphics::Spice ? u"spice"_s : u"vnc"_s;
    if (draft.graphics != GuestGraphics::None && !draft.target.domain.graphics.contains(type))
        return Error{i18nc("@info %1 is spice or vnc", "The host's QEMU does not offer %1.", type),
                     {},
                     i18nc("@info %1 is a list of words",
                           "Choose one of these for --graphics: %1",
                           (draft.target.domain.graphics + QStringList{u"none"_s}).join(u", "_s))};
    if (draft.wish.audio == GuestAudio::Spice && draft.graphics != GuestGraphics::Spice)
        return Error{i18nc("@info", "Audio by SPICE requires SPICE graphics."), {}, i18nc("@info", "Use --graphics spice, or --audio pipewire.")};
    const QStringList &audio = draft.target.domain.audioTypes;
    if (draft.wish.audio == GuestAudio::PipeWire && (draft.target.isAssumed || (!audio.isEmpty() && !audio.contains(u"pipewire"_s))))
        return Error{i18nc("@info", "The host's QEMU does not offer audio by PipeWire."),
                     i18nc("@info", "It requires libvirt 9.10 and QEMU's module for PipeWire."),
                     i18nc("@info", "Install the module (qemu-system-modules-spice or qemu-system-gui), or use --audio spice.")};
    return {};
}

/// Whether a device node is the disk or a partition of it: sda1 of sda, nvme0n1p1 of nvme0n1.
bool isOn(const QString &node, const QString &disk)
{
    if (!node.startsWith(disk))
        return false;
    QStringView rest = QStringView(node).sliced(disk.size());
    if (!rest.isEmpty() && !disk.isEmpty() && disk.back().isDigit()) {
        if (!rest.startsWith(u'p'))
            return false;
        rest = rest.sliced(1);
    }
    return std::ranges::all_of(rest, [](QChar c) {
        return c.isDigit();
    });
}

std::optional<Error> objectionToDisk(const NewDomainDraft &draft)
{
    const GuestDisk &disk = draft.wish.disk;
    if (disk.kind != GuestDisk::Kind::None && !disk.path.startsWith(u'/'))
        return Error{i18nc("@info %1 is a file", "“%1” is not an absolute path.", disk.path), {}, i18nc("@info", "Name the disk by its full path.")};
    if (disk.kind != GuestDisk::Kind::BlockDevice)
        return {};
    const QString name = (disk.node.isEmpty() ? disk.path : disk.node).section(u'/', -1);
    for (const Function &function : draft.snapshot.functions) {
        for (const BlockDevice &device : function.blockDevices) {
            if (isOn(name, device.name) && (device.swap || !device.mounts.valueOr({}).isEmpty()))
                return Error{i18nc("@info %1 is a device", "The host uses %1.", disk.path),
                             i18nc("@info %1 is a list of folders",
                                   "It is mounted at %1.",
                                   device.swap ? i18nc("@info", "swap") : device.mounts.valueOr({}).join(u", "_s)),
                             i18nc("@info", "Choose a disk that the host does not use.")};
        }
    }
    return {};
}

std::optional<Error> objectionToFiles(const NewDomain &wish)
{
    QStringList files = wish.evdev;
    for (const QString &file : {wish.installer, wish.virtioDrivers, wish.hostdev.rom}) {
        if (!file.isEmpty())
            files += file;
    }
    for (const QString &file : std::as_const(files)) {
        if (!file.startsWith(u'/'))
            return Error{i18nc("@info %1 is a file", "“%1” is not an absolute path.", file), {}, i18nc("@info", "Name the file by its full path.")};
    }
    for (const QString &uuid : wish.mdevs) {
        if (QUuid::fromString(uuid).isNull())
            return Error{i18nc("@info", "“%1” is not a UUID.", uuid.left(60)),
                         {},
                         i18nc("@info", "Copy the name of the mediated device from /sys/bus/mdev/devices.")};
    }
    return {};
}

std::optional<Error> objectionToHostdevs(const NewDomainDraft &draft)
{
    const HostdevOptions &options = draft.wish.hostdev;
    if (options.usesIommufd && !draft.target.domain.hasIommufd)
        return Error{i18nc("@info", "The host's libvirt does not offer iommufd."),
                     i18nc("@info", "It requires libvirt 12.1; older versions ignore it without a message."),
                     i18nc("@info", "Remove --iommufd.")};
    if (options.hidesRom && !options.rom.isEmpty())
        return Error{i18nc("@info", "A ROM cannot be both a file and off."), {}, i18nc("@info", "Use --rom once.")};
    if (draft.wish.freePorts < 0 || draft.ports > mostPorts)
        return Error{i18nc("@info %1 is a number", "%1 root ports are not possible.", draft.ports),
                     {},
                     i18nc("@info %1 is a number", "Choose fewer; a VM has at most %1.", mostPorts)};
    const std::optional<int> bits = draft.wish.maxPhysicalBits;
    if (bits && (*bits < 32 || *bits > 64 || !draft.target.domain.hasHostPassthrough))
        return Error{i18nc("@info %1 is a number", "%1 bits are not possible for a physical address of the VM.", *bits),
                     {},
                     i18nc("@info", "Choose 32 to 64, on a host with KVM.")};
    if (const std::optional<LookingGlass> &screen = draft.wish.lookingGlass;
        screen && (screen->width < 1 || screen->height < 1 || screen->width > 32768 || screen->height > 32768))
        return Error{i18nc("@info", "Looking Glass cannot transfer a screen of that size."), {}, i18nc("@info", "Choose a size such as 2560x1440.")};
    return {};
}
}

std::optional<Error> objectionTo(const NewDomainDraft &draft)
{
    for (const std::optional<Error> &objection : {objectionToName(draft.wish),
                                                  objectionToMemory(draft.wish, draft.target),
                                                  objectionToCpus(draft.wish, draft.target),
                                                  objectionToFirmware(draft),
                                                  objectionToTpm(draft),
                                                  objectionToGraphics(draft),
                                                  objectionToDisk(draft),
                                                  objectionToFiles(draft.wish),
                                                  objectionToHostdevs(draft)}) {
        if (objection)
            return objection;
    }
    return {};
}

}
