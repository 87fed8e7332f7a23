// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "functionreport.h"
#include "json.h"
#include "runoperation.h"
#include "source.h"
#include "verbs.h"

#include "app/text/devicetext.h"
#include "core/pci/pciclass.h"
#include "host/machine/machinereader.h"

#include <KLocalizedString>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
/// The arbiter's answers by PCI address, which only root can get; or why they are not known.
struct Arbiter {
    QMap<QString, QJsonObject> answers;
    QString unknown;
};

Arbiter askArbiter(const Invocation &call)
{
    if (!call.snapshot.isEmpty() || !call.sysroot.isEmpty())
        return {.answers = {}, .unknown = i18nc("@info:shell", "It can be queried on the running machine only.")};
    core::Goal goal;
    goal.verb = core::Verb::Inspect;
    operation::Operation operation(goal, host::machineReader(call.context.root), call.context.transport());
    carryOut(operation);
    if (!operation.result().succeeded)
        return {.answers = {}, .unknown = operation.result().error.text()};
    Arbiter arbiter;
    const QJsonObject report = QJsonDocument::fromJson(operation.result().report).object();
    for (const QJsonValue &answer : report.value(u"vga"_s).toArray())
        arbiter.answers.insert(answer[u"address"_s].toString(), answer.toObject());
    return arbiter;
}

QString accessText(const core::Function &gpu)
{
    if (!gpu.turnoutDriver)
        return i18nc("@info:shell", "cannot be turned off without turnout_vfio_pci");
    return readingText(gpu.turnoutDriver->vgaAccess, notReportedText(), [](bool on) {
        return on ? i18nc("@info:shell", "on") : i18nc("@info:shell", "off");
    });
}

QString bootText(const core::Function &gpu)
{
    constexpr quint32 vgaController = 0x0300; // only these have boot_vga (drivers/pci/pci-sysfs.c, pci_dev_attrs_are_visible)
    const QString absent = gpu.classCode >> 8 == vgaController ? notReportedText() : i18nc("@info:shell", "not a VGA controller");
    return readingText(gpu.bootVga, absent, [](bool boot) {
        return boot ? i18nc("@info:shell", "yes") : i18nc("@info:shell", "no");
    });
}

QByteArray report(const Terminal &terminal, const core::Snapshot &snapshot, const Arbiter &arbiter)
{
    TextReport report(terminal);
    for (const core::Function *gpu : gpusOf(snapshot)) {
        report.heading(gpu->address.toShortString(), core::displayName(*gpu));
        report.field(i18nc("@label:shell", "Driver"), driverField(*gpu));
        report.field(i18nc("@label:shell whether the firmware booted on this GPU", "Boot display"), bootText(*gpu));
        report.field(i18nc("@label:shell", "Legacy VGA"), accessText(*gpu));
        const QJsonObject answer = arbiter.answers.value(gpu->address.toString());
        for (const auto &[label, member] : {std::pair{i18nc("@label:shell", "Decodes"), u"decodes"_s},
                                            std::pair{i18nc("@label:shell", "Owns"), u"owns"_s},
                                            std::pair{i18nc("@label:shell", "Locked"), u"locks"_s}}) {
            if (answer.contains(member))
                report.field(label, answer.value(member).toString());
        }
        report.blank();
    }
    if (gpusOf(snapshot).isEmpty())
        report.paragraph(noGpuText());
    if (!arbiter.unknown.isEmpty())
        report.paragraph(i18nc("@info:shell %1 is the reason", "The state of the kernel's VGA arbiter is unknown. %1", arbiter.unknown), 0, Tone::Dim);
    return report.bytes();
}

QJsonObject toJson(const core::Snapshot &snapshot, const Arbiter &arbiter)
{
    QJsonArray gpus;
    for (const core::Function *gpu : gpusOf(snapshot)) {
        const QString address = gpu->address.toString();
        gpus.append(QJsonObject{
            {u"address"_s, address},
            {u"driver"_s, gpu->driver ? QJsonValue(*gpu->driver) : QJsonValue()},
            {u"bootVga"_s, gpu->bootVga ? QJsonValue(*gpu->bootVga) : QJsonValue()},
            {u"vgaAccess"_s, gpu->turnoutDriver && gpu->turnoutDriver->vgaAccess ? QJsonValue(core::vgaKeyword(*gpu->turnoutDriver->vgaAccess)) : QJsonValue()},
            {u"arbiter"_s, arbiter.answers.contains(address) ? QJsonValue(arbiter.answers.value(address)) : QJsonValue()}});
    }
    return {{u"gpus"_s, gpus}};
}
}

ExitCode runVga(const Invocation &call)
{
    if (call.goal)
        return runChange(call);
    const core::Result<core::Snapshot> snapshot = read(call, Holders::Skip);
    if (!snapshot)
        return fail(snapshot.error());
    const Arbiter arbiter = askArbiter(call);
    return call.json ? print(toJson(*snapshot, arbiter)) : print(report(call.terminal, *snapshot, arbiter));
}

}
