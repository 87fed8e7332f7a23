// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootparameters.h"

#include <KLocalizedString>

#include <algorithm>
#include <initializer_list>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
bool isOneOf(const Machine &machine, std::initializer_list<QLatin1StringView> systems)
{
    return std::ranges::any_of(systems, [&machine](QLatin1StringView system) {
        return machine.operatingSystem.contains(system, Qt::CaseInsensitive);
    });
}

/// The command that regenerates GRUB's menu; empty where the distribution is unknown.
QString grubCommand(const Machine &machine)
{
    if (isOneOf(machine, {"debian"_L1, "ubuntu"_L1, "mint"_L1, "pop!_os"_L1, "neon"_L1, "proxmox"_L1, "zorin"_L1, "elementary"_L1}))
        return u"update-grub"_s;
    if (isOneOf(machine, {"fedora"_L1, "red hat"_L1, "centos"_L1, "almalinux"_L1, "rocky"_L1, "nobara"_L1, "suse"_L1}))
        return u"grub2-mkconfig -o /boot/grub2/grub.cfg"_s;
    if (isOneOf(machine, {"arch"_L1, "manjaro"_L1, "endeavouros"_L1, "cachyos"_L1, "garuda"_L1, "gentoo"_L1, "void"_L1}))
        return u"grub-mkconfig -o /boot/grub/grub.cfg"_s;
    switch (machine.initramfs) {
    case InitramfsTool::InitramfsTools:
        return u"update-grub"_s;
    case InitramfsTool::Mkinitcpio:
        return u"grub-mkconfig -o /boot/grub/grub.cfg"_s;
    case InitramfsTool::Dracut:
    case InitramfsTool::Unknown:
        return {};
    }
    return {};
}

QString inGrub(const Machine &machine)
{
    const QString command = grubCommand(machine);
    if (!command.isEmpty())
        return i18nc("@info %1 is a command",
                     "With GRUB, add kernel parameters to GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub, between the quotation marks. Then run “sudo %1” "
                     "and restart.",
                     command);
    return i18nc("@info",
                 "With GRUB, add kernel parameters to GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub, between the quotation marks. Then run the command that your "
                 "distribution has, "
                 "“sudo update-grub”, “sudo grub-mkconfig -o /boot/grub/grub.cfg” or “sudo grub2-mkconfig -o /boot/grub2/grub.cfg”, and restart.");
}

QString inSystemdBoot(const Machine &machine)
{
    if (isOneOf(machine, {"proxmox"_L1}))
        return i18nc("@info",
                     "With systemd-boot on Proxmox VE, add kernel parameters to the line in /etc/kernel/cmdline. Then run “sudo proxmox-boot-tool refresh” "
                     "and restart.");
    return i18nc("@info",
                 "With systemd-boot, add kernel parameters to the line in /etc/kernel/cmdline, or, if that file does not exist, to the “options” line of the entry in "
                 "loader/entries on the boot partition. Then reinstall the boot entry, usually with “sudo kernel-install add-all”, and restart.");
}
}

std::optional<QString> bootParameter(const Machine &machine, QLatin1StringView name)
{
    std::optional<QString> value;
    for (const QString &word : machine.commandLine.split(u' ', Qt::SkipEmptyParts)) {
        if (word == name)
            value = QString(u""_s);
        else if (word.startsWith(name) && word.at(name.size()) == u'=')
            value = word.sliced(name.size() + 1);
    }
    return value;
}

QString whereParametersGo(const Machine &machine)
{
    switch (machine.bootLoader) {
    case BootLoader::Grub:
        return inGrub(machine);
    case BootLoader::SystemdBoot:
        return inSystemdBoot(machine);
    case BootLoader::Limine:
        return i18nc("@info",
                     "With Limine, add kernel parameters to the “cmdline” line of the entry in limine.conf on the boot partition, or, if the distribution "
                     "generates that file, to "
                     "KERNEL_CMDLINE in /etc/default/limine. Then restart.");
    case BootLoader::Refind:
        return i18nc("@info",
                     "With rEFInd, add kernel parameters to the second pair of quotation marks of each line in /boot/refind_linux.conf. Then restart.");
    case BootLoader::Unknown:
        return i18nc("@info", "The boot loader of this machine is unknown. See your distribution's manual for where to add kernel parameters.");
    }
    Q_UNREACHABLE_RETURN(QString());
}

}
