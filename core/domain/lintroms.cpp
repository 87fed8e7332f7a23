// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "lintrules.h"

#include "igdassignment.h"

#include "core/pci/pciclass.h"

#include <KLocalizedString>
#include <QtEndian>

using namespace Qt::StringLiterals;

namespace core
{

std::optional<std::pair<quint16, quint16>> romIds(const QByteArray &rom)
{
    constexpr qsizetype pointerAt = 0x18; // of the PCI data structure
    const auto word = [&rom](qsizetype at) {
        return qFromLittleEndian<quint16>(rom.constData() + at);
    };
    if (rom.size() < pointerAt + 2 || word(0) != 0xaa55)
        return {};
    const qsizetype structure = word(pointerAt);
    if (structure + 8 > rom.size() || rom.sliced(structure, 4) != "PCIR")
        return {};
    return std::pair(word(structure + 4), word(structure + 6));
}

QStringList filesToCheck(const XmlTree &domain)
{
    QStringList files;
    for (const XmlNode &hostdev : pciHostdevs(domain)) {
        if (const QString file = hostdev.child(u"rom").attribute(u"file"); !file.isEmpty() && !files.contains(file))
            files += file;
    }
    return files;
}

namespace
{
void addRom(LintDraft &draft, const PassedFunction &passed, const QString &id, Severity severity, const QString &text, const QString &remedy)
{
    draft.add(passed.hostdev.child(u"rom"), {.id = id, .severity = severity, .address = passed.source, .text = text, .evidence = {}, .remedy = remedy});
}

QString idText(quint16 vendor, quint16 device)
{
    return u"%1:%2"_s.arg(vendor, 4, 16, QLatin1Char('0')).arg(device, 4, 16, QLatin1Char('0'));
}

void lintRom(LintDraft &draft, const PassedFunction &passed, const QString &file)
{
    const auto fact = draft.host.files.constFind(file);
    if (fact == draft.host.files.constEnd())
        return;
    if (!fact->exists) {
        addRom(draft,
               passed,
               u"rom-missing"_s,
               Severity::Blocker,
               i18nc("@info %1 is a file", "The ROM file %1 does not exist, so the VM cannot start.", file),
               i18nc("@info", "Correct the path, or remove <rom>; most cards need no file."));
        return;
    }
    if (!fact->isReadable)
        addRom(draft,
               passed,
               u"rom-unreadable"_s,
               Severity::Blocker,
               i18nc("@info %1 is a file", "QEMU's user may not read the ROM file %1, and libvirt sets no permissions for it.", file),
               i18nc("@info", "Move the file to /usr/share/vgabios, which AppArmor and SELinux allow, and make it readable for all."));
    if (fact->isReadable && !fact->romVendor)
        addRom(draft,
               passed,
               u"rom-invalid"_s,
               Severity::Caution,
               i18nc("@info %1 is a file", "%1 does not begin like the ROM of a PCI card. The guest's firmware ignores it.", file),
               i18nc("@info", "Read the card's ROM again, or remove a header of the flash tool in front of the bytes 55 aa."));
    const bool isOther =
        passed.function && fact->romVendor && fact->romDevice && (*fact->romVendor != passed.function->vendor || *fact->romDevice != passed.function->device);
    if (isOther)
        addRom(draft,
               passed,
               u"rom-of-other-card"_s,
               Severity::Caution,
               i18nc("@info %1 is a file, %2 and %3 are vendor and device IDs",
                     "%1 is the ROM of a card %2, but the GPU is %3. The guest's firmware ignores it.",
                     file,
                     idText(*fact->romVendor, *fact->romDevice),
                     idText(passed.function->vendor, passed.function->device)),
               i18nc("@info", "Use the ROM of this card."));
}

bool hasOpRegionSwitch(const LintDraft &draft)
{
    return draft.text().contains("x-igd-opregion"_L1);
}

void lintIgdAddress(LintDraft &draft, const PassedFunction &passed)
{
    const bool isThere = passed.guest && *passed.guest == PciAddress{0, 0, 2, 0};
    if (isThere)
        return;
    draft.add(passed.hostdev,
              {.id = u"igd-address"_s,
               .severity = Severity::Caution,
               .address = passed.source,
               .text = i18nc("@info", "Intel's drivers expect the integrated GPU at 00:02.0 of the guest, where it is not."),
               .evidence = {},
               .remedy = i18nc("@info", "Set its guest address to bus 0, slot 2, function 0, and remove other devices from there.")});
}
}

void lintRoms(LintDraft &draft)
{
    for (const PassedFunction &passed : QList(draft.passed)) {
        if (const QString file = passed.hostdev.child(u"rom").attribute(u"file"); !file.isEmpty())
            lintRom(draft, passed, file);
    }
}

void lintIgd(LintDraft &draft)
{
    const QVersionNumber qemu = draft.host.domain ? draft.host.domain->qemuVersion() : QVersionNumber();
    for (const PassedFunction &passed : QList(draft.passed)) {
        const IgdAssignment igd = passed.function ? igdAssignment(*passed.function, qemu) : IgdAssignment();
        if (!igd.isIgd)
            continue;
        lintIgdAddress(draft, passed);
        if (const QString limit = igdLimitText(igd, qemu); !limit.isEmpty() && draft.host.domain)
            draft.add(passed.hostdev,
                      {.id = u"igd-opregion-unsupported"_s,
                       .severity = Severity::Caution,
                       .address = passed.source,
                       .text = limit,
                       .evidence = {},
                       .remedy = i18nc("@info", "Update QEMU to 11.1 or later, or use another display for the VM.")});
        else if (igd.needsOpRegionSwitch && !hasOpRegionSwitch(draft))
            draft.add(
                passed.hostdev,
                {.id = u"igd-opregion-off"_s,
                 .severity = Severity::Caution,
                 .address = passed.source,
                 .text = i18nc("@info",
                               "This QEMU passes the OpRegion on only if that is switched on, and without it the guest's driver finds no connected display."),
                 .evidence = {},
                 .remedy = i18nc("@info", "Add x-igd-opregion=on by <qemu:override>; see the handbook, “An existing VM”.")});
    }
}

}
