// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "domainsource.h"
#include "json.h"
#include "output.h"
#include "source.h"
#include "verbs.h"

#include "core/checks/blockers.h"
#include "core/checks/preflight.h"
#include "core/domain/domainedit.h"
#include "core/domain/hostdevxml.h"
#include "core/pci/pciclass.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
using Mode = DomainCall::Mode;

/// The XML works only after the blockers are resolved.
void warnOfBlockers(const core::Snapshot &snapshot, const core::PciAddress &address, core::Goal goal)
{
    goal.gpu = address;
    const core::Function *function = snapshot.function(address);
    const QList<core::Finding> findings = function && core::isGpu(*function) ? core::findingsFor(snapshot, goal, core::resetQuirks()) : core::preflight(snapshot, address);
    for (const core::Finding &blocker : core::blockersLeft(findings))
        complain({i18nc("@info:shell %1 is a PCI address", "%1 cannot be assigned to VMs yet.", address.toShortString()), blocker.text, blocker.remedy});
}

ExitCode printXml(const Invocation &call, const QByteArray &xml)
{
    if (!call.json)
        return print(xml);
    return print(QJsonObject{{u"addresses"_s, addressesToJson(call.addresses)}, {u"xml"_s, QString::fromUtf8(xml)}});
}

ExitCode printHostdevs(const Invocation &call, const core::Snapshot &snapshot)
{
    const core::Result<QString> xml = core::hostdevXml(snapshot, call.addresses, call.companions.with, call.companions.without);
    return xml ? printXml(call, xml->toUtf8()) : fail(xml.error());
}

ExitCode makeNew(const Invocation &call, const core::Snapshot &snapshot)
{
    Libvirt libvirt(call);
    const core::Result<core::DomainTarget> target = domainTarget(call, libvirt);
    if (!target)
        return fail(target.error());
    const core::Result<QString> xml = core::newDomainXml(snapshot, call.addresses, call.domain.wish, *target);
    if (!xml)
        return fail(xml.error());
    if (!call.domain.defines)
        return printXml(call, xml->toUtf8());
    const core::Result<vm::Connection *> connection = libvirt.connection();
    return connection ? defineNew(call, **connection, call.domain.wish.name, xml->toUtf8()) : fail(connection.error());
}

/// None, or why the options do not suit the host.
std::optional<core::Error> objection(const Invocation &call, Libvirt &libvirt)
{
    if (!call.domain.wish.hostdev.usesIommufd)
        return {};
    const core::Result<core::DomainTarget> target = domainTarget(call, libvirt);
    if (!target)
        return target.error();
    if (target->domain.hasIommufd)
        return {};
    return core::Error{i18nc("@info:shell", "The host's libvirt does not offer iommufd."),
                       i18nc("@info:shell", "It requires libvirt 12.1; older versions ignore it without a message."),
                       i18nc("@info:shell", "Remove --iommufd.")};
}

ExitCode change(const Invocation &call, const core::Snapshot &snapshot)
{
    Libvirt libvirt(call);
    if (const std::optional<core::Error> error = objection(call, libvirt))
        return fail(*error);
    const core::Result<vm::Domain> domain = domainOf(call, libvirt);
    if (!domain)
        return fail(domain.error());
    if (call.domain.mode == Mode::Undo) {
        const core::Result<vm::Connection *> connection = libvirt.connection();
        return connection ? undoChange(call, **connection, *domain) : fail(connection.error());
    }
    const core::Result<QByteArray> after = call.domain.mode == Mode::Remove
        ? core::withoutHostdevs(domain->xml, snapshot, call.addresses)
        : core::withHostdevs(domain->xml, snapshot, call.addresses, call.domain.wish.hostdev);
    if (!after)
        return fail(after.error());
    if (!call.domain.defines)
        return printXml(call, *after);
    const core::Result<vm::Connection *> connection = libvirt.connection();
    return connection ? defineChange(call, **connection, *domain, *after) : fail(connection.error());
}
}

ExitCode runXml(const Invocation &call)
{
    const core::Result<core::Snapshot> snapshot = read(call, Holders::Skip);
    if (!snapshot)
        return fail(snapshot.error());
    const Mode mode = call.domain.mode;
    // A card that is gone can still be removed.
    const bool isPassed = mode != Mode::Remove && mode != Mode::Undo;
    for (const core::PciAddress &address : call.addresses) {
        const core::Result<const core::Function *> function = find(*snapshot, address);
        if (isPassed && !function)
            return fail(function.error());
    }
    const ExitCode code = mode == Mode::Hostdevs ? printHostdevs(call, *snapshot) : mode == Mode::New ? makeNew(call, *snapshot) : change(call, *snapshot);
    if (isPassed && code == ExitCode::Done) {
        for (const core::PciAddress &address : call.addresses)
            warnOfBlockers(*snapshot, address, call.companions);
    }
    return code;
}

}
