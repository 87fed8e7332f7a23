// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "filedialogs.h"

#include "xmlpreviewdialog.h"

#include "app/map/mapexport.h"
#include "core/domain/hostdevxml.h"
#include "core/pci/pciclass.h"
#include "core/snapshot/snapshotjson.h"

#include <KLocalizedString>

#include <QFileDialog>
#include <QSaveFile>

namespace app
{

namespace
{

QString snapshotFilter()
{
    return i18nc("@item:inlistbox file type", "Machine snapshots (*.json)");
}

}

QString askForSnapshot(QWidget *parent)
{
    return QFileDialog::getOpenFileName(parent, i18nc("@title:window", "Open Snapshot"), {}, snapshotFilter());
}

std::optional<core::Error> saveSnapshot(const core::Snapshot &snapshot, QWidget *parent)
{
    const QString path =
        QFileDialog::getSaveFileName(parent, i18nc("@title:window", "Save Anonymized Snapshot"), QStringLiteral("machine.json"), snapshotFilter());
    QSaveFile file(path);
    if (path.isEmpty() || (file.open(QIODevice::WriteOnly) && core::writeJson(core::anonymized(snapshot), file) && file.commit()))
        return {};
    return core::Error{xi18nc("@info", "<filename>%1</filename> could not be written.", path),
                       file.errorString(),
                       i18nc("@info", "Choose another folder or free some disk space.")};
}

std::optional<core::Error> saveMap(const ShownMachine &machine, QWidget *parent)
{
    const QString path = QFileDialog::getSaveFileName(parent,
                                                      i18nc("@title:window", "Export Map"),
                                                      QStringLiteral("machine.svg"),
                                                      i18nc("@item:inlistbox file types", "Pictures (*.svg *.png *.pdf)"));
    if (path.isEmpty())
        return {};
    const MapExport written = exportMap(*machine.snapshot, machine.annotations, path, parent->palette());
    return written ? std::nullopt : std::optional(written.error());
}

std::optional<core::Error> showXml(const core::Snapshot &snapshot, const core::PciAddress &gpu, QWidget *parent)
{
    const core::Function *function = snapshot.function(gpu);
    const auto xml = core::hostdevXml(snapshot, {gpu});
    if (!function || !xml)
        return xml ? std::nullopt : std::optional(xml.error());
    auto *dialog = new XmlPreviewDialog(i18nc("@title:window", "libvirt XML of %1", core::displayName(*function)),
                                        *xml,
                                        QStringLiteral("hostdev-%1.xml").arg(gpu.toShortString().replace(QLatin1Char(':'), QLatin1Char('-'))),
                                        parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    return {};
}

}
