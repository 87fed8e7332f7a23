// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "snapshotjson.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{

/// In place of removed text, so that a reader of the report sees that there was something.
constexpr QStringView masked = u"…";

bool startsWithAny(QStringView text, std::initializer_list<QStringView> starts)
{
    return std::ranges::any_of(starts, [text](QStringView start) {
        return text.startsWith(start);
    });
}

QRegularExpression wholly(QStringView pattern)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern));
}

/// Kernel parameters whose values say how the hardware is set up, which a report needs. This lists what to keep, because
/// the parameters that identify a machine cannot be listed: root=, resume=, ip=, nfsroot=, rd.luks.uuid=,
/// systemd.hostname=, and those of init systems and modules. Documentation/admin-guide/kernel-parameters.txt.
bool isAboutHardware(QStringView key)
{
    static constexpr QStringView exact[] = {
        u"iommu",
        u"intel_iommu",
        u"amd_iommu",
        u"iommu.passthrough",
        u"iommu.strict",
        u"intremap",
        u"efi",
        u"clocksource",
        u"tsc",
        u"maxcpus",
        u"nr_cpus",
        u"pci",
        u"pcie_aspm",
        u"pcie_ports",
        u"pcie_port_pm",
        u"pcie_acs_override",
        u"video",
        u"vga",
        u"mitigations",
        u"lockdown",
        u"hugepages",
        u"hugepagesz",
        u"default_hugepagesz",
        u"isolcpus",
        u"nohz_full",
        u"rcu_nocbs",
        u"module_blacklist",
        u"modprobe.blacklist",
        u"initcall_blacklist",
        u"rd.driver.pre",
        u"rd.driver.post",
        u"rd.driver.blacklist",
        u"rdblacklist",
        u"console",
        u"loglevel",
        u"processor.max_cstate",
        u"intel_idle.max_cstate",
        u"module.sig_enforce",
    };
    return std::ranges::find(exact, key) != std::end(exact)
        || startsWithAny(key,
                         {u"vfio.",
                          u"vfio_pci.",
                          u"vfio-pci.",
                          u"vfio_iommu_type1.",
                          u"vfio-iommu-type1.",
                          u"turnout_vfio_pci.",
                          u"kvm.",
                          u"kvm_intel.",
                          u"kvm_amd.",
                          u"kvm-intel.",
                          u"kvm-amd.",
                          u"nvidia.",
                          u"nvidia_",
                          u"nvidia-",
                          u"nouveau.",
                          u"amdgpu.",
                          u"radeon.",
                          u"i915.",
                          u"xe.",
                          u"ast.",
                          u"efifb",
                          u"vesafb",
                          u"simplefb",
                          u"video_",
                          u"snd_hda_intel.",
                          u"acpi"});
}

/// "1", "on", "n": too little to identify a machine. More digits may be a PIN.
bool isPlainSetting(QStringView value)
{
    static const QRegularExpression plain = wholly(u"[0-9]|on|off|yes|no|y|n|auto|force|true|false");
    return plain.matchView(value).hasMatch();
}

/// "10de:1f02,10de:10f9", "ttyS0,115200n8", "HDMI-A-1:1920x1080@60": a setting of hardware, and no path, no address of a
/// network card, and nothing as long and mixed as a serial number.
bool isHardwareSetting(QStringView value)
{
    static const QRegularExpression plain = wholly(u"([A-Za-z0-9_.,:;+*!^-]|@[0-9])*");
    static const QRegularExpression telling(u"([0-9a-f]{2}[:-]){5}|(?=[a-z]*[0-9])(?=[0-9]*[a-z])[0-9a-z]{10}"_s, QRegularExpression::CaseInsensitiveOption);
    return plain.matchView(value).hasMatch() && !telling.matchView(value).hasMatch();
}

bool isKey(QStringView word)
{
    static const QRegularExpression plain = wholly(u"[A-Za-z][A-Za-z0-9_.-]{0,31}");
    return plain.matchView(word).hasMatch();
}

/// Parameters of the kernel without a value; any other word may be a name.
bool isPlainSwitch(QStringView word)
{
    static constexpr QStringView known[] = {
        u"quiet", u"splash", u"rhgb",     u"ro",     u"rw",      u"nomodeset", u"debug",      u"single",   u"rescue",     u"emergency",
        u"nosmt", u"nosmp",  u"nokaslr",  u"noapic", u"nolapic", u"noacpi",    u"nointremap", u"nox2apic", u"threadirqs", u"nohz",
        u"noefi", u"nofb",   u"nosplash", u"0",      u"1",       u"2",         u"3",          u"4",        u"5",
    };
    return std::ranges::find(known, word) != std::end(known);
}

QString anonymizedParameter(QStringView parameter)
{
    const qsizetype equals = parameter.indexOf(u'=');
    if (equals < 0)
        return isPlainSwitch(parameter) ? parameter.toString() : masked.toString();
    const QStringView key = parameter.first(equals);
    const QStringView value = parameter.sliced(equals + 1);
    if (!isKey(key))
        return masked.toString();
    const bool keep = value.isEmpty() || isPlainSetting(value) || (isAboutHardware(key) && isHardwareSetting(value));
    return keep ? parameter.toString() : QString(key + u'=' + masked);
}

/// Parameters are separated by white space that is not within double quotes (kernel: lib/cmdline.c, next_arg). What
/// follows "--" is for init, and may be anything.
QString anonymizedCommandLine(const QString &commandLine)
{
    QStringList parameters;
    static const QRegularExpression parameter(QStringLiteral("(?:[^\\s\"]|\"[^\"]*(?:\"|$))+"));
    for (auto it = parameter.globalMatch(commandLine); it.hasNext();) {
        const QStringView next = it.next().capturedView();
        if (next == u"--") {
            parameters += u"-- …"_s;
            break;
        }
        parameters += anonymizedParameter(next);
    }
    return parameters.join(u' ');
}

/// "/home/anna/work" to "/home/…".
QString anonymizedMount(const QString &path)
{
    if (!path.startsWith(u'/'))
        return masked.toString();
    const qsizetype below = path.indexOf(u'/', 1);
    return below < 0 ? path : QString(path.first(below + 1) + masked);
}

/// The program without its arguments and directory: "/usr/lib/xorg/Xorg :0 -auth ..." to "Xorg". A path outside the
/// system's directories belongs to a user, and white space in it would pass for the end of the program.
QString anonymizedCommand(const QString &command)
{
    const auto end = std::ranges::find_if(command, [](QChar c) {
        return c.isSpace() || !c.isPrint();
    });
    const QString program = command.first(std::distance(command.begin(), end));
    if (startsWithAny(program, {u"/usr/", u"/bin/", u"/sbin/", u"/lib/", u"/lib64/", u"/opt/", u"/nix/store/", u"/gnu/store/", u"/snap/"}))
        return program.section(u'/', -1);
    return program.contains(u'/') || program.contains(u'\\') ? masked.toString() : program;
}

/// "/system.slice/lactd.service" stays; sessions, containers and VMs have names that users chose.
QString anonymizedControlGroup(const QString &path)
{
    static const QRegularExpression ofSystemd(u"^((user|system|app|session|background|machine|qemu)\\.slice|user-\\d+\\.slice|user@\\d+\\.service|[A-Za-z0-9_.-]+\\.service)$"_s);
    QStringList parts = path.split(u'/');
    for (QString &part : parts) {
        if (!part.isEmpty() && !ofSystemd.match(part).hasMatch())
            part = masked.toString();
    }
    return parts.join(u'/');
}

/// Administrators name the files of modprobe.d.
ManagerSetting anonymizedSetting(ManagerSetting setting)
{
    static const QRegularExpression plain(u"^([0-9a-fA-F:.]+|[0-9]+\\.conf|supergfxd\\.conf|pci\\.cfg|[a-z-]+\\.service)$"_s);
    const qsizetype slash = setting.file.lastIndexOf(u'/');
    if (!plain.match(setting.file.sliced(slash + 1)).hasMatch())
        setting.file = setting.file.first(slash + 1) + masked;
    static const QRegularExpression word(
        u"^(options|softdep|pre:|post:|map|active|generated|[A-Z][A-Za-z]+|[a-z0-9]+[-_](pci|drm|intel)|nvidia|nouveau|amdgpu|i915|xe|radeon|hostpci\\d+:|ids=[0-9a-fA-F:,]+|[0-9a-fA-F]{4}:[0-9a-fA-F:.]+)$"_s);
    QStringList words = setting.setting.split(u' ');
    for (QString &part : words) {
        if (!word.match(part).hasMatch())
            part = masked.toString();
    }
    setting.setting = words.join(u' ');
    return setting;
}

/// Names that the kernel and systemd assign (systemd.net-naming-scheme(7)). Users chose all others, or, as in
/// enx001122334455, they contain the MAC address.
QString anonymizedInterface(const QString &name)
{
    static const QRegularExpression automatic = wholly(u"(eth|wlan|wwan|ib|usb)[0-9]{1,3}|(en|wl|ww|ib|sl)(P[0-9]{1,5})?[ospv][0-9]{1,5}(n?[a-z][0-9]{1,5})*");
    return automatic.match(name).hasMatch() ? name : masked.toString();
}

/// Disks as the kernel names them; names that users chose are masked.
QString anonymizedDisk(const QString &name)
{
    static const QRegularExpression automatic = wholly(u"(sd|vd|xvd|hd)[a-z]{1,4}|(nvme[0-9]{1,4}(c[0-9]{1,4})?n|mmcblk|sr|md|dm-|loop|nbd|pmem)[0-9]{1,4}");
    return automatic.match(name).hasMatch() ? name : masked.toString();
}

/// Other texts can contain the host name: a kernel built on the machine, a vendor's label.
void maskHostName(Machine &machine)
{
    if (machine.hostName.isEmpty())
        return;
    const QRegularExpression name(u"\\b%1\\b"_s.arg(QRegularExpression::escape(machine.hostName)), QRegularExpression::CaseInsensitiveOption);
    for (QString *text : {&machine.kernel, &machine.vendor, &machine.product, &machine.operatingSystem, &machine.commandLine})
        text->replace(name, masked.toString());
}

void anonymize(UsbBus &bus)
{
    // Phones and tablets contain their owner's name. The rules need only the number and kind of devices.
    bus.devices.fill(masked.toString());
    for (UsbInput &input : bus.inputs)
        input.name = masked.toString();
}

/// "ZFS tank" to "ZFS …": users name pools and volumes.
void maskNames(QStringList &uses)
{
    static constexpr QLatin1StringView kinds[] = {"ZFS "_L1, "RAID "_L1, "device mapper "_L1};
    for (QString &use : uses) {
        const auto *const kind = std::ranges::find_if(kinds, [&use](QLatin1StringView start) {
            return use.startsWith(start);
        });
        use = (kind == std::end(kinds) ? QLatin1StringView() : *kind) + masked;
    }
    uses.removeDuplicates();
}

void anonymize(Function &function)
{
    for (NetworkInterface &interface : function.networkInterfaces) {
        interface.name = anonymizedInterface(interface.name);
        interface.mac.clear();
    }
    for (BlockDevice &disk : function.blockDevices) {
        disk.name = anonymizedDisk(disk.name);
        disk.serial.clear();
        if (disk.mounts) {
            QStringList mounts = *disk.mounts;
            std::ranges::transform(mounts, mounts.begin(), anonymizedMount);
            disk.mounts = mounts;
        }
        maskNames(disk.uses);
        maskNames(disk.possibleUses);
    }
    for (UsbBus &bus : function.usbBuses)
        anonymize(bus);
    if (function.holders) {
        Holders holders = *function.holders;
        for (Holder &holder : holders.processes) {
            holder.command = anonymizedCommand(holder.command);
            if (!holder.node.startsWith("/dev/"_L1))
                holder.node = masked.toString();
            holder.controlGroup = anonymizedControlGroup(holder.controlGroup);
        }
        function.holders = holders;
    }
}

}

Snapshot anonymized(Snapshot snapshot)
{
    maskHostName(snapshot.machine);
    snapshot.machine.hostName.clear();
    maskNames(snapshot.machine.storagePools);
    snapshot.machine.commandLine = anonymizedCommandLine(snapshot.machine.commandLine);
    std::ranges::transform(snapshot.machine.managerSettings, snapshot.machine.managerSettings.begin(), anonymizedSetting);
    for (Function &function : snapshot.functions)
        anonymize(function);
    return snapshot;
}

}
