// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "json.h"
#include "output.h"
#include "source.h"
#include "verbs.h"

#include "core/checks/blockers.h"
#include "core/checks/preflight.h"
#include "core/domain/hostdevxml.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
/// The XML works only after the blockers are resolved.
void warnOfBlockers(const core::Snapshot &snapshot, const core::PciAddress &address)
{
    for (const core::Finding &blocker : core::blockersLeft(core::preflight(snapshot, address)))
        complain({i18nc("@info:shell %1 is a PCI address", "%1 cannot be assigned to VMs yet.", address.toShortString()), blocker.text, blocker.remedy});
}
}

ExitCode runXml(const Invocation &call)
{
    const core::Result<core::Snapshot> snapshot = read(call, Holders::Skip);
    if (!snapshot)
        return fail(snapshot.error());
    for (const core::PciAddress &address : call.addresses) {
        if (const core::Result<const core::Function *> function = find(*snapshot, address); !function)
            return fail(function.error());
    }
    const core::Result<QString> xml = core::hostdevXml(*snapshot, call.addresses);
    if (!xml)
        return fail(xml.error());
    for (const core::PciAddress &address : call.addresses)
        warnOfBlockers(*snapshot, address);
    if (!call.json)
        return print(xml->toUtf8());
    return print(QJsonObject{{u"addresses"_s, addressesToJson(call.addresses)}, {u"xml"_s, *xml}});
}

}
