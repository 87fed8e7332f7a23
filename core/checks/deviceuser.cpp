// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "deviceuser.h"

#include "core/listed.h"

#include <KLocalizedString>
#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
template<typename Names>
bool isAnyOf(const QString &name, const Names &names)
{
    return std::ranges::any_of(names, [&name](QLatin1StringView known) {
        return name == known;
    });
}

/// Nodes of a driver that serve all of its GPUs. NVIDIA kernel-open/nvidia/nv.c, nvidia-uvm, nvidia-modeset;
/// drivers/gpu/drm/amd/amdkfd/kfd_chardev.c.
constexpr std::array sharedNodes{"/dev/nvidiactl"_L1, "/dev/nvidia-modeset"_L1, "/dev/nvidia-uvm"_L1, "/dev/nvidia-uvm-tools"_L1, "/dev/kfd"_L1};

/// As in /proc/PID/comm, which is cut after 15 characters.
constexpr std::array soundServers{"pipewire"_L1, "wireplumber"_L1, "pipewire-pulse"_L1, "pulseaudio"_L1};

/// Programs that draw the desktop: stopping their unit ends the session.
constexpr std::array desktops{"Xorg"_L1,
                              "X"_L1,
                              "Xwayland"_L1,
                              "kwin_wayland"_L1,
                              "kwin_x11"_L1,
                              "gnome-shell"_L1,
                              "mutter-x11-fram"_L1,
                              "sway"_L1,
                              "Hyprland"_L1,
                              "niri"_L1,
                              "labwc"_L1,
                              "weston"_L1,
                              "cosmic-comp"_L1,
                              "gamescope"_L1,
                              "gamescope-wl"_L1,
                              "plasmashell"_L1,
                              "wayfire"_L1,
                              "river"_L1};

/// systemd escapes names in units: "\x2d" is "-" (systemd.unit(5)).
QString unescaped(const QString &name)
{
    static const QRegularExpression escape(u"\\\\x([0-9a-f]{2})"_s);
    QString text;
    qsizetype end = 0;
    for (auto it = escape.globalMatch(name); it.hasNext();) {
        const auto match = it.next();
        text += name.sliced(end, match.capturedStart() - end) + QChar(match.captured(1).toUShort(nullptr, 16));
        end = match.capturedEnd();
    }
    return text + name.sliced(end);
}

/// The name of a VM that libvirt started: "machine-qemu\x2d1\x2dwin11.scope" (libvirt src/util/virsystemd.c).
QString libvirtDomain(const QString &controlGroup)
{
    static const QRegularExpression scope(u"/machine-qemu-\\d+-(.+)\\.scope(/|$)"_s);
    return scope.match(unescaped(controlGroup)).captured(1);
}

/// The number of a VM of Proxmox VE: "/qemu.slice/101.scope".
QString proxmoxNumber(const QString &controlGroup)
{
    static const QRegularExpression scope(u"^/qemu\\.slice/(\\d+)\\.scope"_s);
    return scope.match(controlGroup).captured(1);
}

/// The service a process belongs to, the innermost; empty: none. Not the manager of a user's services.
QString serviceOf(const QString &controlGroup)
{
    const QString unit = controlGroup.section(u'/', -1);
    return unit.endsWith(".service"_L1) && !unit.startsWith("user@"_L1) ? unit : QString();
}

bool isOfUser(const QString &controlGroup)
{
    return controlGroup.contains("/user@"_L1);
}

QString howToShutDown(const Holder &holder)
{
    if (const QString domain = libvirtDomain(holder.controlGroup); !domain.isEmpty())
        return i18nc("@info %1 is a VM's name", "Shut down the VM “%1” first: “virsh shutdown %1”.", shortName(domain));
    if (const QString number = proxmoxNumber(holder.controlGroup); !number.isEmpty())
        return i18nc("@info %1 is a VM's number", "Shut down VM %1 first: “qm shutdown %1”.", number);
    return i18nc("@info", "Shut down that VM first.");
}
}

NodeUse useOf(const Holder &holder)
{
    if (holder.node.startsWith("/dev/vfio/"_L1))
        return NodeUse::Vfio;
    if (holder.node.startsWith("/dev/snd/"_L1))
        return NodeUse::Sound;
    return isAnyOf(holder.node, sharedNodes) ? NodeUse::Shared : NodeUse::Device;
}

QList<Holder> holdersWith(const Function &function, NodeUse use)
{
    QList<Holder> found = function.holders ? function.holders->processes : QList<Holder>();
    found.removeIf([use](const Holder &holder) {
        return useOf(holder) != use;
    });
    return found;
}

bool isOpened(const Function &function)
{
    const bool reported = function.turnoutDriver && function.turnoutDriver->inUse.valueOr(false);
    return reported || !holdersWith(function, NodeUse::Vfio).isEmpty();
}

bool isSoundServer(const Holder &holder)
{
    return isAnyOf(holder.command, soundServers);
}

QString processName(const Holder &holder)
{
    return i18nc("@item process name and number", "%1 (%2)", shortName(holder.command), QString::number(holder.pid));
}

QString howToStop(const Holder &holder)
{
    if (useOf(holder) == NodeUse::Vfio)
        return howToShutDown(holder);
    const QString name = shortName(holder.command);
    if (isAnyOf(holder.command, desktops))
        return i18nc("@info %1 is a program", "Configure %1 to ignore this GPU, then log in again.", name);
    const QString service = serviceOf(holder.controlGroup);
    if (service.isEmpty())
        return i18nc("@info %1 is a program with its process number", "Close %1 first.", processName(holder));
    const QString command = (isOfUser(holder.controlGroup) ? u"systemctl --user stop "_s : u"sudo systemctl stop "_s) + shortName(service);
    return i18nc("@info %1 is a program, %2 a command", "Stop %1 first: “%2”.", name, command);
}

QString howToStop(const QList<Holder> &holders)
{
    QStringList sentences;
    for (const Holder &holder : holders)
        sentences << howToStop(holder);
    sentences.removeDuplicates();
    constexpr qsizetype enough = 4;
    if (sentences.size() > enough)
        sentences = sentences.first(enough) << i18nc("@info", "Close the other programs, too.");
    return sentences.join(u' ');
}

}
