// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootparameters.h"

#include "bootsetups.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
QString place(const ParameterPlace &setup)
{
    switch (setup.how) {
    case ParameterPlace::How::Variable:
        return i18nc("@info %1 is a system, %2 a variable, %3 a file", "With %1, edit kernel parameters in %2 in %3, between the quotation marks.", setup.system, setup.place, setup.file);
    case ParameterPlace::How::OnlyLine:
        return i18nc("@info %1 is a system, %2 a file", "With %1, edit kernel parameters in %2, all in one line.", setup.system, setup.file);
    case ParameterPlace::How::Line:
        return i18nc("@info %1 is a system, %2 the start of a line, %3 a file", "With %1, edit kernel parameters in the “%2” line of %3.", setup.system, setup.place, setup.file);
    case ParameterPlace::How::SecondQuotes:
        return i18nc("@info %1 is a system, %2 a file", "With %1, edit kernel parameters in the second pair of quotation marks of each line of %2.", setup.system, setup.file);
    case ParameterPlace::How::Setting:
        return i18nc("@info %1 is a system, %2 a setting, %3 a file", "With %1, edit kernel parameters in %2 in %3.", setup.system, setup.place, setup.file);
    case ParameterPlace::How::Command:
        return i18nc("@info %1 is a system, %2 and %3 are commands", "With %1, add kernel parameters with “%2” and remove them with “%3”.", setup.system, setup.add, setup.remove);
    case ParameterPlace::How::Replace:
        return i18nc("@info %1 is a system, %2 a command", "With %1, set kernel parameters with “%2”, which replaces those set before.", setup.system, setup.add);
    case ParameterPlace::How::Editor:
        return i18nc("@info %1 is a system, %2 a command", "With %1, edit kernel parameters with “%2”.", setup.system, setup.run);
    case ParameterPlace::How::Image:
        return i18nc("@info %1 is a system, %2 and %3 are settings",
                     "With %1, set kernel parameters in %2 of the image schematic, or in %3 of the machine configuration if it boots with GRUB.",
                     setup.system,
                     setup.place,
                     setup.file);
    }
    Q_UNREACHABLE_RETURN(QString());
}

QString applying(const ParameterPlace &setup)
{
    const bool runs = !setup.run.isEmpty() && setup.how != ParameterPlace::How::Editor;
    if (runs && setup.ineffective.isEmpty())
        return i18nc("@info %1 is a command", "Then run “%1” and restart.", setup.run);
    if (runs)
        return i18nc("@info %1 is a command, %2 a file", "Then run “%1” and restart; %2 has no effect here.", setup.run, setup.ineffective);
    if (setup.ineffective.isEmpty())
        return i18nc("@info", "Then restart.");
    return i18nc("@info %1 is a file", "Then restart; editing %1 has no effect here.", setup.ineffective);
}

/// For machines that no entry of the table knows.
QString byBootLoader(BootLoader bootLoader)
{
    switch (bootLoader) {
    case BootLoader::Grub:
        return i18nc("@info",
                     "With GRUB, edit kernel parameters in GRUB_CMDLINE_LINUX_DEFAULT in /etc/default/grub, between the quotation marks. Then run the command "
                     "that your distribution has, “sudo update-grub”, “sudo grub-mkconfig -o /boot/grub/grub.cfg” or “sudo grub2-mkconfig -o "
                     "/boot/grub2/grub.cfg”, and restart.");
    case BootLoader::SystemdBoot:
        return i18nc("@info",
                     "With systemd-boot, edit kernel parameters in /etc/kernel/cmdline, or, if that file does not exist, in the “options” line of the entry in "
                     "loader/entries on the boot partition. If you edited the file, run “sudo kernel-install add-all”; then restart.");
    case BootLoader::Limine:
        return i18nc("@info",
                     "With Limine, edit kernel parameters in the “cmdline” line of the entry in limine.conf on the boot partition, or, if the distribution "
                     "generates that file, in KERNEL_CMDLINE in /etc/default/limine. Then restart.");
    case BootLoader::Refind:
        return i18nc("@info", "With rEFInd, edit kernel parameters in the second pair of quotation marks of each line of /boot/refind_linux.conf. Then restart.");
    case BootLoader::Unknown:
        return i18nc("@info", "The boot loader of this machine is unknown. See your distribution's manual for where to edit kernel parameters.");
    }
    Q_UNREACHABLE_RETURN(QString());
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
    const ParameterPlace *setup = parameterPlaceOf(machine);
    return setup ? place(*setup) + u' ' + applying(*setup) : byBootLoader(machine.bootLoader);
}

bool knowsWhereParametersGo(const Machine &machine)
{
    return parameterPlaceOf(machine) || machine.bootLoader != BootLoader::Unknown;
}

}
