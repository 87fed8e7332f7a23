// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "json.h"
#include "output.h"
#include "source.h"
#include "verbs.h"

#include "core/domain/hostdevxml.h"
#include "core/checks/preflight.h"

#include <KLocalizedString>

using namespace Qt::StringLiterals;

namespace app::cli
{

namespace
{
/// The XML is right for a machine that is changed as the finding says; whoever pastes it now should know.
void warnOfBlockers(const core::Snapshot &snapshot, const core::PciAddress &address)
{
    for (const core::Finding &finding : core::preflight(snapshot, address)) {
        if (finding.severity == core::Severity::Blocker)
            complain(
                {i18nc("@info:shell %1 is a PCI address", "%1 cannot go to a virtual machine yet.", address.toShortString()), finding.text, finding.remedy});
    }
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
    const core::Result<QDomDocument> xml = core::hostdevXml(*snapshot, call.addresses);
    if (!xml)
        return fail(xml.error());
    for (const core::PciAddress &address : call.addresses)
        warnOfBlockers(*snapshot, address);
    const QString text = core::toText(*xml);
    if (!call.json)
        return print(text.toUtf8());
    return print(QJsonObject{{u"addresses"_s, addressesToJson(call.addresses)}, {u"xml"_s, text}});
}

}
