// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "bootsetups.h"
#include "preflightchecks.h"

#include "core/listed.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace core
{

namespace
{
QString reason(const UnknownImage &image)
{
    switch (image.because) {
    case UnknownImage::Because::BuiltElsewhere:
        return i18nc("@info %1 is a system", "%1 boots an image that its own tools provide. It would not contain the assignment, and the host would keep the GPU.", image.system);
    case UnknownImage::Because::Managed:
        return i18nc("@info %1 is a system", "%1 manages its configuration and its initramfs itself, and discards what Turnout would write.", image.system);
    case UnknownImage::Because::Declared:
        return i18nc("@info %1 is a system, %2 a file", "%1 generates /etc and the initramfs from %2, so Turnout cannot store the assignment.", image.system, image.file);
    case UnknownImage::Because::Volatile:
        return i18nc("@info", "This is a live system, which forgets all changes at the next boot.");
    case UnknownImage::Because::ReadOnly:
        return i18nc("@info %1 is a directory", "%1 is on a read-only file system, so Turnout cannot store the assignment.", image.system);
    case UnknownImage::Because::OtherBuilder:
        return i18nc("@info %1 is a program",
                     "%1 builds the initramfs of this machine, and Turnout does not know how to run it. The initramfs that boots would not contain the assignment.",
                     image.system);
    case UnknownImage::Because::OtherName:
        return i18nc("@info %1 is a program",
                     "%1 builds the initramfs of this machine under a name that Turnout does not know. The one that boots would not contain the assignment.",
                     image.system);
    case UnknownImage::Because::Unified:
        return i18nc("@info",
                     "This machine boots a unified kernel image, and Turnout does not know what builds it. The one that boots would not contain the assignment.");
    }
    Q_UNREACHABLE_RETURN(QString());
}

QString evidence(const Machine &machine, const UnknownImage &image)
{
    QStringList seen;
    for (const QString &file : image.when.files + image.when.anyFile) {
        if (machine.markers.contains(file))
            seen.append(file);
    }
    for (const QString &path : image.when.readOnly)
        seen.append(i18nc("@info %1 is a directory", "/proc/1/mountinfo: %1 is read-only", path));
    if (!image.when.commandLine.isEmpty())
        seen.append(u"/proc/cmdline"_s);
    if (!image.when.kernels.isEmpty())
        seen.append("/proc/sys/kernel/osrelease: "_L1 + machine.kernel);
    if (!image.when.systems.isEmpty())
        seen.append("/etc/os-release: "_L1 + machine.operatingSystem);
    return i18nc("@info %1 is a list of files, %2 a URL", "%1; see %2", seen.join("; "_L1), image.source);
}

QString pciIds(const PreflightContext &context)
{
    QStringList ids;
    for (const Function *function : context.assignedTogether)
        ids.append(QString::asprintf("%04x:%04x", function->vendor, function->device));
    ids.removeDuplicates();
    return ids.join(u',');
}

/// Binding by ID would take a card that stays with the host, too.
bool isAlone(const PreflightContext &context)
{
    return std::ranges::none_of(context.snapshot.functions, [&context](const Function &other) {
        return !context.assignedTogether.contains(&other) && std::ranges::any_of(context.assignedTogether, [&other](const Function *function) {
            return function->vendor == other.vendor && function->device == other.device;
        });
    });
}

QString afterEachBoot(const Function &gpu)
{
    return i18nc("@info %1 is a PCI address", "Assign the GPU after each boot: “turnout assign %1”.", gpu.address.toShortString());
}

QString remedy(const PreflightContext &context, const UnknownImage &image)
{
    if (image.byHand.isEmpty() || !isAlone(context))
        return afterEachBoot(context.gpu);
    QStringList steps;
    for (const QString &step : image.byHand)
        steps.append(u'“' + QString(step).replace("IDS"_L1, pciIds(context)).replace("HOSTDRIVER"_L1, context.gpu.driver.valueOr(u"nouveau"_s)) + u'”');
    if (image.because == UnknownImage::Because::Declared)
        return i18nc("@info %1 are settings, %2 a file, %3 a command", "Set %1 in %2. Then run “%3” and restart.", listed(steps), image.file, image.run);
    return i18nc("@info %1 are commands", "Run %1, and restart.", steps.join(i18nc("@info between commands that are run one after the other", ", then ")));
}
}

Findings bootImageFindings(const PreflightContext &context)
{
    const QString id = u"boot-image-unknown"_s;
    const Machine &machine = context.snapshot.machine;
    if (const UnknownImage *image = unknownImageOf(machine))
        return {blocker(id, context.gpu, reason(*image), evidence(machine, *image), remedy(context, *image))};
    if (machine.initramfs != InitramfsTool::Unknown)
        return {};
    return {blocker(id,
                    context.gpu,
                    i18nc("@info", "Turnout does not know which program builds the initramfs of this machine. The host could take the GPU before the assignment applies."),
                    i18nc("@info", "/usr/sbin/update-initramfs, /usr/bin/dracut, /etc/mkinitcpio.conf: missing"),
                    afterEachBoot(context.gpu))};
}

}
