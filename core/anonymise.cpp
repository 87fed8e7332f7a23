// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "snapshotjson.h"

#include <QRegularExpression>

#include <algorithm>

namespace core
{

namespace
{

/// Stands for what was taken out, so that a reader of the report sees that there was something.
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

/// Kernel parameters whose values say how the hardware is set up, which is what a report is for. A list of what to
/// keep, because nobody can list everything that identifies: root=, resume=, ip=, nfsroot=, rd.luks.uuid=,
/// systemd.hostname=, and whatever init systems and modules invent. Documentation/admin-guide/kernel-parameters.txt.
bool isAboutHardware(QStringView key)
{
    static constexpr QStringView exact[] = {
        u"iommu",
        u"intel_iommu",
        u"amd_iommu",
        u"iommu.passthrough",
        u"iommu.strict",
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
    return std::ranges::find(exact, key) != std::end(exact) || startsWithAny(key, {u"vfio",
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

/// "7", "0x1f", "on", "n": too little to say whose machine it is.
bool isPlainSetting(QStringView value)
{
    static const QRegularExpression plain = wholly(u"-?[0-9]{1,4}|0x[0-9a-f]{1,4}|on|off|yes|no|y|n|auto|force|true|false");
    return plain.matchView(value).hasMatch();
}

/// A bare word such as "quiet" stays; a path, an address or an identifier does not.
bool isPlainSwitch(QStringView word)
{
    static const QRegularExpression plain = wholly(u"[A-Za-z][A-Za-z0-9_.-]{0,31}|[0-9]|--?");
    return plain.matchView(word).hasMatch();
}

QString anonymisedParameter(QStringView parameter)
{
    const qsizetype equals = parameter.indexOf(u'=');
    if (equals < 0)
        return isPlainSwitch(parameter) ? parameter.toString() : masked.toString();
    const QStringView key = parameter.first(equals);
    const QStringView value = parameter.sliced(equals + 1);
    if (!isPlainSwitch(key))
        return masked.toString();
    const bool keep = value.isEmpty() || isPlainSetting(value) || (isAboutHardware(key) && !value.contains(u'/') && !value.contains(u'"'));
    return keep ? parameter.toString() : QString(key + u'=' + masked);
}

/// Parameters are separated by white space that is not within double quotes (kernel: lib/cmdline.c, next_arg).
QString anonymisedCommandLine(const QString &commandLine)
{
    QStringList parameters;
    static const QRegularExpression parameter(QStringLiteral("(?:[^\\s\"]|\"[^\"]*(?:\"|$))+"));
    for (auto it = parameter.globalMatch(commandLine); it.hasNext();)
        parameters += anonymisedParameter(it.next().capturedView());
    return parameters.join(u' ');
}

/// "/home/anna/work" to "/home/…".
QString anonymisedMount(const QString &path)
{
    if (!path.startsWith(u'/'))
        return masked.toString();
    const qsizetype below = path.indexOf(u'/', 1);
    return below < 0 ? path : QString(path.first(below + 1) + masked);
}

/// The program without its arguments and directory: "/usr/lib/xorg/Xorg :0 -auth ..." to "Xorg". A path outside the
/// system's own directories is somebody's, and white space in it would pass for the end of the program.
QString anonymisedCommand(const QString &command)
{
    const QString program = command.section(u' ', 0, 0);
    if (startsWithAny(program, {u"/usr/", u"/bin/", u"/sbin/", u"/lib/", u"/lib64/", u"/opt/", u"/nix/store/", u"/gnu/store/", u"/snap/"}))
        return program.section(u'/', -1);
    return program.contains(u'/') || program.contains(u'\\') ? masked.toString() : program;
}

/// Names the kernel and systemd give by themselves (systemd.net-naming-scheme(7)). All others were chosen by a person or,
/// as enx001122334455, are made of the MAC address.
QString anonymisedInterface(const QString &name)
{
    static const QRegularExpression automatic = wholly(u"(eth|wlan|wwan|ib|usb)[0-9]{1,3}|(en|wl|ww|ib|sl)(P[0-9]{1,5})?[ospv][0-9]{1,5}(n?[a-z][0-9]{1,5})*");
    return automatic.match(name).hasMatch() ? name : masked.toString();
}

void anonymise(UsbBus &bus)
{
    // Phones and tablets carry their owner's name here, and the rules need no more than how many there are and what kind.
    bus.devices.fill(masked.toString());
    for (UsbInput &input : bus.inputs)
        input.name = masked.toString();
}

void anonymise(Function &function)
{
    for (NetworkInterface &interface : function.networkInterfaces) {
        interface.name = anonymisedInterface(interface.name);
        interface.mac.clear();
    }
    for (BlockDevice &disk : function.blockDevices) {
        disk.serial.clear();
        for (QString &mount : disk.mounts)
            mount = anonymisedMount(mount);
    }
    for (UsbBus &bus : function.usbBuses)
        anonymise(bus);
    if (function.holders) {
        Holders holders = *function.holders;
        for (Holder &holder : holders.processes)
            holder.command = anonymisedCommand(holder.command);
        function.holders = holders;
    }
}

}

Snapshot anonymised(Snapshot snapshot)
{
    snapshot.machine.hostName.clear();
    snapshot.machine.commandLine = anonymisedCommandLine(snapshot.machine.commandLine);
    for (Function &function : snapshot.functions)
        anonymise(function);
    return snapshot;
}

}
